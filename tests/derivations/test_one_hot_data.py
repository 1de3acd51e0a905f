"""One-hot data: exponents of the literature, and those of Gaussian samples."""

from sympy import Rational

from analytic.comparison.one_hot_data import OneHot
from analytic.notation import P, a, b
from derivations import RESULTS


def test_exponents_of_quanta_and_skills() -> None:
    """alpha = a - 1: alpha in N, alpha/(alpha + 1) in P [michaud2023quantization]."""
    result = RESULTS["one-hot-data"]
    assert result.law is not None
    alpha = Rational(1, 3)
    at = {a: 1 + alpha, b: 1 + alpha}
    assert result.law.exponent.subs(at) == alpha / (alpha + 1)


def test_gaussian_samples_are_worth_more_up_to_very_smooth_targets() -> None:
    law, gaussian = (RESULTS[name].law for name in ("one-hot-data", "data-limited"))
    assert law is not None
    assert gaussian is not None
    for source, capacity, worth_more in ((2, "3/2", True), (5, "3/2", True), (6, "3/2", False)):
        at = {a: Rational(source), b: Rational(capacity)}
        ours, theirs = (one.exponent.subs(at) for one in (law, gaussian))
        assert bool(ours < theirs) is worth_more


def test_the_law_is_the_first_two_powers_of_the_whole() -> None:
    result = RESULTS["one-hot-data"]
    assert result.law is not None
    at = {a: 3, b: 2}
    whole, law = result.formulas[OneHot.WHOLE], result.law.expansion
    assert abs((whole / law).subs(at).subs(P, 10**4).evalf(30) - 1) < 1e-7
