"""Identifiers are permanent: what was assigned stands for ever, and every result has one."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from analytic.errors import UnknownResultError
from derivations import RESULTS
from derivations.headings import HEADINGS
from derivations.identifiers import assigned, identifier, named

FILE = Path(__file__).parents[1] / "derivations" / "identifiers.txt"

# How many identifiers were assigned when this was last moved on, and the digest of their lines.
SEALED = 43
DIGEST = "e4214252feb651e5fbcb74260777347d6e90f6990fc1c48fc6a92a4fb8614edb"


def lines() -> list[str]:
    return FILE.read_text(encoding="utf-8").splitlines()


def assignments(text: list[str]) -> list[str]:
    return [line for line in text if not line.startswith("#")]


def digest(text: list[str]) -> str:
    return sha256("\n".join(assignments(text)[:SEALED]).encode()).hexdigest()


def test_nothing_that_was_assigned_has_changed() -> None:
    assert digest(lines()) == DIGEST, "identifiers.txt is appended to, and never changed"


@pytest.mark.parametrize(("line", "other"), [("SL-0006 width-limited", "SL-0006 width"), ("", "")])
def test_a_change_and_a_line_put_between_are_found(line: str, other: str) -> None:
    text = "\n".join(lines())
    changed = text.replace(line, other) if line else text.replace("SL-0004", "SL-0044 x\nSL-0004")
    assert digest(changed.splitlines()) != DIGEST


def test_every_result_has_one_of_its_own() -> None:
    missing = set(HEADINGS) - set(assigned())
    assert missing == set(), f"append a line to {FILE.name} for each of them"
    known = [identifier(name) for name in HEADINGS]
    assert len(set(known)) == len(known)
    assert [named(one) for one in known] == list(HEADINGS)


def test_they_are_numbered_in_the_order_of_assignment() -> None:
    known = [line.split() for line in assignments(lines())]
    assert all(re.fullmatch(r"SL-\d{4}", one) and len(rest) == 1 for one, *rest in known)
    names = [name for _, name in known]
    assert len(set(names)) == len(names)
    first = list(dict.fromkeys(one for one, _ in known))
    assert first == [f"SL-{number:04d}" for number in range(1, len(first) + 1)]


def test_a_result_is_found_by_its_identifier() -> None:
    assert RESULTS.listed(["SL-0006", "width-limited", "ridge"]) == ["width-limited", "ridge"]
    with pytest.raises(UnknownResultError, match="no result named 'SL-9999'"):
        RESULTS.listed(["SL-9999"])


def test_what_was_never_assigned_is_refused() -> None:
    with pytest.raises(UnknownResultError, match="has no identifier"):
        identifier("width-limted")
    with pytest.raises(UnknownResultError, match="identifies no result"):
        named("SL-9999")
