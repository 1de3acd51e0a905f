"""Feature learning: claims of the literature, limits, networks, and wrong formulas."""

import numpy as np
import pytest
from sympy import Rational

import analytic as an
from analytic.errors import InvalidProblemError, PrecisionError
from analytic.notation import I_Phi, a, nu, r_t
from derivations import RESULTS


def test_the_integral_of_the_profile_at_the_boundary() -> None:
    """The profile is 1 - e^-x for nu = 0: J = 1/2, and I is 1/(4 nu) to leading order."""
    formulas = RESULTS["feature-learning"].formulas
    near = Rational(1, 10**6)
    whole = formulas["I"].subs(r_t, 1 - 4 * nu).subs(nu, near).evalf(30)
    assert float(whole * 4 * near) == pytest.approx(1, abs=1e-5)
    left = formulas["J"].subs({r_t: 1 - 4 * nu, I_Phi: whole}).subs(nu, near).evalf(30)
    assert float(left) == pytest.approx(1 / 2, abs=1e-5)


def test_a_poor_network_keeps_its_features() -> None:
    spectrum, times = an.PowerLaw("3/2", 2), [0, 1, 30]
    lazy = an.exact.feature_learning_loss(spectrum, times, "1/10000000")
    flow = an.exact.test_loss(an.Model(spectrum), times)
    assert np.allclose(lazy, flow, rtol=1e-9)


def test_on_the_boundary_a_logarithm_comes_slowly() -> None:
    """At a = b + 1 the loss times 2 gamma_0 t sqrt(b log t) tends to one."""
    times = 10.0 ** np.array([4, 7, 9])
    losses = an.exact.feature_learning_loss(an.PowerLaw(3, 2), times)
    ratios = losses * 2 * times * np.sqrt(2 * np.log(times))
    assert abs(ratios[2] - 1) < abs(ratios[1] - 1) < abs(ratios[0] - 1) < 0.3


@pytest.mark.parametrize(
    ("asked", "error", "fact"),
    [
        ((an.PowerLaw(2, 2), -1), InvalidProblemError, "negative"),
        ((an.PowerLaw(2, 2), 1e50), InvalidProblemError, "exceeds 1e"),
        ((an.PowerLaw(2, 2), 1, 0), InvalidProblemError, "richness"),
        ((an.PowerLaw(2, 2, multiplicity=2), 1), InvalidProblemError, "one power"),
        ((an.PowerLaw(a, 2), 1), InvalidProblemError, "no power law in numbers"),
        ((an.PowerLaw(2, 2, modes=3), 1e4), PrecisionError, "Ask for an earlier time"),
    ],
)
def test_what_has_no_answer_says_why(asked: tuple, error: type, fact: str) -> None:
    with pytest.raises(error, match=fact):
        an.exact.feature_learning_loss(*asked)
