"""Resolution-limited losses: exponents of the literature, and wrong formulas that are noticed."""

from dataclasses import replace

import pytest
from sympy import Rational

from analytic.notation import P, d_M, n, u_1
from analytic.result import Effort
from derivations import RESULTS


def test_in_one_dimension_the_mean_distance_is_half_a_gap() -> None:
    """P points on a circle of length one part it into gaps: the mean distance is 1/(2 (P + 1))."""
    whole = RESULTS["resolution-limited"].formulas["moment"]
    from_formula = whole.subs({u_1: 2, d_M: 1, n: 1, P: 9})
    assert from_formula == Rational(1, 20)


@pytest.mark.parametrize("name", ["moment", "moment, P large", "constant interpolation"])
def test_a_thousandth_more_is_noticed(name: str) -> None:
    result = RESULTS["resolution-limited"]
    wrong = result.formulas[name] * Rational(1001, 1000)
    changed = replace(result, formulas={**result.formulas, name: wrong})
    checks = [one for one in result.checks if one.witness != "sampling"]
    assert not all(one.run(changed, Effort(digits=12)).passed for one in checks)
