"""Every statement of every result: a fault that is planted in it is noticed by some check.

With --slow exponents are changed, too, where amplitudes are, and the laws on curves.
"""

import pytest

from derivations import RESULTS
from tests.faults import faults, objects, readers, statements


@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize("name", list(RESULTS))
def test_every_fault_in_every_statement_is_noticed(
    name: str, request: pytest.FixtureRequest
) -> None:
    result, missed = RESULTS[name], set()
    checks, every = readers(result), request.config.getoption("--slow")
    for statement in statements(result, on_curves=every):
        able = [one for one in checks if one.reads & statement.names]
        for _, wrong in faults(result, statement, every):
            changed = statement.replaced(result, wrong)
            if not any(objects(one, changed) for one in able):
                missed.add("/".join(sorted(statement.names)))
                break
    assert missed == set()
