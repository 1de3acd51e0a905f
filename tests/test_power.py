"""Every statement of every result: a fault that is planted in it is noticed by some check.

Statements that no check notices yet stand in `OPEN`, by name.
"""

import pytest

from derivations import RESULTS
from tests.faults import faults, objects, readers, remembered_digits, statements

OPEN: dict[str, set[str]] = {
    "one-pass-sgd": {
        "mean",
        "residual",
        "L(oo)",
        "F_pp to F_0, a < b + 1",
        "F_pp to F_ac, a < 2*b and a > b + 1",
        "F_ac to F_0, a < 2*b and a > b + 1",
        "K_pp to F_ac, a > 2*b",
        "F_ac to F_0, a > 2*b",
    },
}


@pytest.mark.parametrize("name", list(RESULTS))
def test_every_fault_in_every_statement_is_noticed(name: str) -> None:
    result, missed = RESULTS[name], set()
    with remembered_digits():
        checks = readers(result)
        for statement in statements(result):
            able = [one for one in checks if one.reads & statement.names]
            for _, wrong in faults(result, statement):
                changed = statement.replaced(result, wrong)
                if not any(objects(one, changed) for one in able):
                    missed.add("/".join(sorted(statement.names)))
                    break
    assert missed - OPEN.get(name, set()) == set()
