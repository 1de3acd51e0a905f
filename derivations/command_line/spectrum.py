"""The command spectrum: lambda_k and c_k of a kernel matrix or of features, as a file."""

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from analytic.errors import InvalidProblemError
from analytic.problem import MeasuredSpectrum
from analytic.problem.kernel_spectrum import spectrum_of_features, spectrum_of_kernel
from derivations.command_line.arguments import Json, NullThreshold
from derivations.command_line.printing import print_aligned, print_json
from derivations.command_line.writing import check_writable, write_whole


def spectrum(
    matrix: Annotated[
        Path, typer.Argument(metavar="MATRIX", help="K over M points, or features: .npy or text.")
    ],
    targets: Annotated[
        Path, typer.Argument(metavar="TARGETS", help="Targets at the points: .npy or text.")
    ],
    features: Annotated[
        bool, typer.Option("--features", help="MATRIX holds features, a row for each point.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where the spectrum is written."),
    ] = None,
    null_threshold: NullThreshold = None,
    json: Json = False,
) -> None:
    """The spectrum of a kernel over M points: lambda_k of K/M, and c_k = (u_k . y)^2/M.

    Null modes are kept. Without -o the modes are printed, a line each. With --spectrum FILE every
    command reads them.

    Example: scaling-laws spectrum K.npy y.npy -o kernel.csv
    """
    if output is not None:
        check_writable(output)
    measure = spectrum_of_features if features else spectrum_of_kernel
    found = measure(_array(matrix), _array(targets), null_threshold)
    if output is not None:
        write_whole(output, _table(found).encode())
    if json:
        print_json({**_summary(found), "file": None if output is None else str(output)})
    elif output is None:
        print(_table(found), end="")
    else:
        print_aligned([(name.replace("_", " "), str(x)) for name, x in _summary(found).items()])


def _table(found: MeasuredSpectrum) -> str:
    modes = zip(found.eigenvalues, found.target_power, strict=True)
    lines = ("eigenvalue,target", *(f"{float(x)!r},{float(c)!r}" for x, c in modes))
    return "\n".join(lines) + "\n"


def _summary(found: MeasuredSpectrum) -> dict[str, Any]:
    seen = [float(x) for x in found.eigenvalues if x != 0]
    return {
        "modes": int(found.modes),
        "null_modes": int(found.null_modes),
        "null_power": float(found.null_power),
        "target_power": sum(map(float, found.target_power)),
        "largest_eigenvalue": max(seen, default=0.0),
        "least_eigenvalue": min(seen, default=0.0),
    }


def _array(path: Path) -> Any:
    """The numbers of a file: an array of NumPy, or text with a row a line.

    Raises    InvalidProblemError where there are none.
    """
    try:
        with path.open("rb") as file:
            is_array = file.read(6) == b"\x93NUMPY"
        return np.load(path, allow_pickle=False) if is_array else _text(path)
    except OSError as error:
        raise InvalidProblemError(
            f"{path} cannot be read: {error.strerror}. Give a file with a matrix."
        ) from None
    except (ValueError, EOFError) as error:
        raise InvalidProblemError(
            f"{path} holds no numbers in rows of one length: {error}. Save it with numpy.save, or "
            "as text with a row a line."
        ) from None


def _text(path: Path) -> Any:
    text = path.read_text(encoding="utf-8-sig")
    rows = text.replace(";", ",").splitlines()
    return np.loadtxt(rows, delimiter="," if "," in text.partition("\n")[0] else None, ndmin=1)
