r"""Tables of numbers in text: separators, comments, names, and decimal commas."""

import csv
import re
from fractions import Fraction
from typing import NamedTuple

from analytic.errors import InvalidProblemError
from analytic.real_numbers import exact_number

_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?")
_NUMBER_BEGINS = re.compile(r"[+-]?[.,]?\d|[+-]?(nan|inf|infinity)$", re.IGNORECASE)
_LONGEST = 4000


class Table(NamedTuple):
    """Names of the columns where there are some, rows of numbers, and the lines they stand on."""

    names: list[str] | None
    rows: list[list[Fraction]]
    lines: list[int]


class _Line(NamedTuple):
    number: int
    fields: list[str]
    may_have_decimal_commas: bool


def table(text: str, name: str, wanted: str = "lambda_k and c_k") -> Table:
    """The numbers of a text, exactly as they are written; `wanted` says what they are.

    Raises    InvalidProblemError, naming the line, where one is no row of numbers.
    """
    lines = [
        _split(number, content, name)
        for number, whole in enumerate(text.splitlines(), start=1)
        if (content := whole.partition("#")[0].strip())
    ]
    names = lines.pop(0).fields if lines and _is_heading(lines[0].fields) else None
    if not lines:
        raise InvalidProblemError(f"{name} holds no numbers. Give lines of {wanted}.")
    comma = _has_decimal_commas(lines, name)
    rows = [[_number(field, comma, line, name, wanted) for field in line.fields] for line in lines]
    for line, row in zip(lines, rows, strict=True):
        if len(row) != len(rows[0]):
            raise InvalidProblemError(
                f"Line {line.number} of {name} has another number of columns than line "
                f"{lines[0].number}: {len(row)}, not {len(rows[0])}. Give every line as many, "
                f"{wanted}."
            )
    return Table(names, rows, [line.number for line in lines])


def _split(number: int, content: str, name: str) -> _Line:
    """The fields of a line: by semicolons, by tabs beside commas, by commas, or by blanks."""
    if ";" in content:
        separator = ";"
    elif "\t" in content and "," in content:
        separator, content = "\t", re.sub(r",\s*\t\s*", "\t", content)
    elif "," in content:
        separator = ","
    elif "\t" in content and not any(map(str.isdigit, content)):
        separator = "\t"  # names may hold blanks
    else:
        return _Line(number, [field.strip("\"'") for field in content.split()], False)
    try:
        (fields,) = csv.reader([content], delimiter=separator, skipinitialspace=True, strict=True)
    except csv.Error as error:
        raise InvalidProblemError(
            f"Line {number} of {name} cannot be parted into columns: {error}. Mend its quotes."
        ) from None
    return _Line(number, [field.strip() for field in fields], True)


def _is_heading(fields: list[str]) -> bool:
    """Whether no field begins as a number does; a table with an index may leave its name out."""
    indexed = len(fields) == 3 and fields[0] == "" and fields[1:] == ["0", "1"]
    named = not any(_NUMBER_BEGINS.match(field) for field in fields) and any(fields)
    return indexed or named


def _has_decimal_commas(lines: list[_Line], name: str) -> bool:
    """Whether commas stand for points: no number of the file has a point then."""
    commas = [line for line in lines if any("," in field for field in line.fields)]
    points = [line for line in lines if any("." in field for field in line.fields)]
    if commas and points:
        raise InvalidProblemError(
            f"Line {commas[0].number} of {name} has a comma inside a number, and line "
            f"{points[0].number} a point: one of them does not part whole from decimals. Write "
            "numbers as 1234.5, and columns with blanks between them."
        )
    return bool(commas)


def _number(field: str, comma: bool, line: _Line, name: str, wanted: str) -> Fraction:
    written = field.replace(",", ".") if comma else field
    if _DECIMAL.fullmatch(written) and len(written) < _LONGEST:
        return Fraction(written)
    if not field or re.search(r"\s", field):
        missing = "an empty column" if not field else f"{field!r} in one column"
        raise InvalidProblemError(
            f"Line {line.number} of {name} has {missing}. Part {wanted} by blanks, or by "
            "one comma, or, where numbers have decimal commas, by a semicolon."
        )
    try:
        number = exact_number(written, "it")
    except InvalidProblemError:
        number = None
    if number is None or not number.is_Rational:
        raise InvalidProblemError(
            f"Line {line.number} of {name} has {field!r}, which is no finite number. Write it as "
            "0.5, 5e-1 or 1/2; write # before what is no row of numbers."
        )
    return Fraction(int(number.p), int(number.q))
