"""Every statement of every result: a fault that is planted in it is noticed by some check.

Statements that no check notices yet stand in `OPEN`, by name.
"""

import pytest

from derivations import RESULTS
from tests.faults import faults, objects, readers, remembered_digits, statements

OPEN: dict[str, set[str]] = {
    "four-regimes": {
        "L(t)",
        "N: 1/N term over time law",
        "N: width law over 1/N term/P: data law over 1/P term",
        "P: 1/P term over time law",
    },
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
    "early-stopping": {
        "narrow",
        "weight",
        "flat",
        "ended",
        "least noise",
        "t*",
        "L*",
        "t*, N << P",
        "x_-",
    },
    "label-noise": {"law", "noise at the end"},
    "train-test-gap": {"gap/C_1 by responses", "summand of noise", "Lhat/(L + sigma^2) if N<P"},
    "ensembling": {"L_EB", "narrow members", "critical noise", "sigma_c^2(P)", "exponent of v_AD"},
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
