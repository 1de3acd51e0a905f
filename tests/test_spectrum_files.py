"""Files of measured spectra as people have them, and what they are told where nothing is read."""

import io
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import analytic as an
from tests.conftest import Command

WANTED = an.MeasuredSpectrum(["1", "1/4", "0"], ["1/2", "1/10", "3/10"])
ROWS = [("1.0", "0.5"), ("2.5e-1", ".1"), ("0", "3/10")]


def lines(separator, *before, end="\n", after=""):
    return end.join([*before, *(separator.join(row) + after for row in ROWS), ""])


TEXTS = {
    "blanks": lines("  "),
    "tabs": lines("\t"),
    "commas": lines(","),
    "comma and blank": lines(", "),
    "comma and tab": lines(",\t"),
    "semicolons": lines(";"),
    "indented": lines(" ", after=" ").replace("\n", "\n   "),
    "every line its own": "1.0 0.5\n.25,.1\n0;0.3",
    "heading": lines(",", "eigenvalue,target"),
    "heading of words": lines(" ", "the eigenvalues and target power"),
    "heading after a comment": lines(",", "# linear kernel", "", '"lambda", "c"'),
    "comments": lines(" ", "# lambda c", after="  # a row"),
    "blank lines": lines(" ", "", "").replace("\n", "\n\n"),
    "Windows": lines(",", "eigenvalue,target", end="\r\n"),
    "Macintosh of old": lines(",", end="\r"),
    "byte order mark": "\ufeff" + lines(","),
    "quotes": lines('","').replace("\n", '"\n"').removesuffix('"').join(['"', ""]),
    "index from one": "".join(f"{k} {x} {c}\n" for k, (x, c) in enumerate(ROWS, 1)),
    "index from zero": "".join(f"{k},{x},{c}\n" for k, (x, c) in enumerate(ROWS)),
    "index of a table": ",0,1\n" + "".join(f"{k},{x},{c}\n" for k, (x, c) in enumerate(ROWS)),
    "index and names": "k,lambda,c\n" + "".join(f"{k},{x},{c}\n" for k, (x, c) in enumerate(ROWS)),
    "names in another order": "target,eigenvalue\n" + "".join(f"{c},{x}\n" for x, c in ROWS),
    "names beside others": "a\tc_k\tlambda_k\n" + "".join(f"7\t{c}\t{x}\n" for x, c in ROWS),
    "decimal commas": "1,0;0,5\n0,25;0,1\n0;0,3\n",
    "decimal commas and tabs": "1,0\t0,5\n0,25\t0,1\n0\t0,3\n",
    "decimal commas in quotes": '"1,0","0,5"\n"0,25","0,1"\n"0","0,3"\n',
    "rounding of zero": lines(" ").replace("0 3/10", "-1e-17 0.3"),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_text_is_read_exactly(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "spectrum.txt"
    path.write_bytes(TEXTS[kind].encode())
    found = an.read_spectrum(path)
    assert found == WANTED
    assert all(isinstance(x, Fraction) for x in found.target_power)


def test_text_of_two_bytes_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "spectrum.txt"
    path.write_text(lines("\t"), encoding="utf-16")
    assert an.read_spectrum(path) == WANTED


X, C = np.array([2.0, 0.5, 0.25, 0.0]), np.array([0.5, 0.1, 0.2, 0.3])
ARRAYS = {
    "columns": np.column_stack([X, C]),
    "rows": np.stack([X, C]),
    "index": np.column_stack([np.arange(4), X, C]),
    "index in rows": np.stack([np.arange(1, 5), X, C]),
    "short floats": np.column_stack([X, [0.5, 0.25, 0.5, 1]]).astype(np.float32),
    "names": np.array(list(zip(C, X, strict=True)), dtype=[("c", float), ("lambda", float)]),
}


@pytest.mark.parametrize("kind", ARRAYS)
def test_an_array(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "spectrum.npy"
    np.save(path, ARRAYS[kind])
    target = [0.5, 0.25, 0.5, 1] if kind == "short floats" else C
    assert an.read_spectrum(path) == an.MeasuredSpectrum(X, target)


def test_named_arrays_and_one_alone(tmp_path: Path) -> None:
    path = tmp_path / "spectrum.npz"
    np.savez(path, points=np.ones((3, 3)), target_power=C, eigenvalues=X)
    assert an.read_spectrum(path) == an.MeasuredSpectrum(X, C)
    np.savez(path, ARRAYS["columns"])
    assert an.read_spectrum(path) == an.MeasuredSpectrum(X, C)


@pytest.mark.parametrize("content", [lines(",").encode(), None])
def test_standard_input(
    content: bytes | None, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "spectrum.npy"
    np.save(path, ARRAYS["columns"])
    content = content or path.read_bytes()
    path.write_bytes(content)
    options = ("--samples", "10", "--ridge", "1/10")
    expected = command("loss", "--spectrum", str(path), *options)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert command("loss", "--spectrum", "-", *options) == expected
    assert expected[0] == 0


FAULTS = {
    "1 1\n1 x\n": r"Line 2 of .*spectrum.txt has 'x', .* Write it as",
    "1 1\n2 1 1\n": r"Line 2 of .* another number of columns than line 1: 3, not 2",
    "# c\n\n1\n2\n": r"spectrum.txt has one column, .* Give two",
    "1 2 3\n4 5 6\n": r"has 3 columns, .* line of names",
    "1 .5\n2 .3\n3 .1\n": r"first of two columns in .* counts the modes",
    "1 1\n\n.5 -1\n": r"Line 3 of .* negative target power -1",
    "# c\n1 1\n-.5 1\n": r"Line 3 of .* eigenvalue -0.5, .* null_threshold",
    "0 1\n": r"spectrum.txt: No eigenvalue is positive",
    "eigenvalue target\n": r"spectrum.txt holds no numbers",
    "": r"spectrum.txt holds no numbers",
    "1.0D+00 1\n": r"Line 1 of .* '1.0D\+00'",
    "nan 1\n1 1\n": r"Line 1 of .* 'nan'",
    "1 inf\n": r"Line 1 of .* 'inf'",
    "1,\n": r"Line 1 of .* an empty column",
    ",1\n": r"Line 1 of .* an empty column",
    "1,5 0,3\n": r"Line 1 of .* '5 0' in one column.* semicolon",
    "1.5;0,3\n": r"Line 1 of .* comma inside a number.* blanks between",
    "1,234.5;0,3\n": r"Line 1 of .* comma inside a number",
    "1,234,5;0,3\n": r"Line 1 of .* '1,234,5'",
    '"1,2\n': r"Line 1 of .* parted into columns.* quotes",
}


@pytest.mark.parametrize("text", FAULTS)
def test_what_is_no_spectrum_is_refused_with_file_and_line(
    text: str, command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "spectrum.txt"
    path.write_text(text)
    with pytest.raises(an.ScalingLawsError, match=FAULTS[text]):
        an.read_spectrum(path)
    code, out, err = command("loss", "--spectrum", str(path))
    assert (code, out) == (2, "")
    assert err.startswith("Error: ")
    assert err.count("\n") == 1


BYTES = {
    "damaged array": (b"\x93NUMPY\x01\x00", r"damaged"),
    "spreadsheet": (b"PK\x03\x04rest", r"archive of something else"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00", r"neither text nor an array"),
}


@pytest.mark.parametrize("kind", BYTES)
def test_what_is_no_text_and_no_array(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "spectrum"
    path.write_bytes(BYTES[kind][0])
    with pytest.raises(an.ScalingLawsError, match=BYTES[kind][1]):
        an.read_spectrum(path)


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (X, r"shape \(4,\), which is no table"),
        (np.ones((4, 4)), r"4 columns"),
        (np.column_stack([X, C]) + 0j, r"spectrum.npy: .* real numbers"),
        (np.column_stack([X, -C]), r"Mode number 1 of .* negative target power"),
        (np.array([[None, 1]]), r"holds objects"),
    ],
)
def test_arrays_that_are_no_spectrum(array: object, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "spectrum.npy"
    np.save(path, array, allow_pickle=True)  # type: ignore[arg-type]
    with pytest.raises(an.ScalingLawsError, match=reason):
        an.read_spectrum(path)


def test_arrays_without_names_and_files_that_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "spectrum.npz"
    np.savez(path, X, C)
    with pytest.raises(an.ScalingLawsError, match=r"arr_0, arr_1.* Save np.savez"):
        an.read_spectrum(path)
    with pytest.raises(an.ScalingLawsError, match=r"cannot be read: No such file"):
        an.read_spectrum(tmp_path / "nowhere")


def test_a_threshold_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "spectrum.txt"
    path.write_text("1 1\n1e-6 1\n-1e-7 1")
    assert an.read_spectrum(path, "1e-5").rank == 1
