"""Kernels: published exponents, other kernels than those of the page, what Gaussians miss."""

import pytest
from sympy import Rational, limit, oo, pi

import analytic as an
from analytic.claim import Verdict
from analytic.comparison.kernel_smoothness import OfKernel
from analytic.comparison.kernels_on_a_circle import Circle
from analytic.notation import A_0, C_nu, P, d_M, ell, lambda_n, n, nu, v_d, volume
from analytic.result import Effort
from derivations import RESULTS
from derivations.kernel_smoothness import derive


def test_the_exponents_of_the_papers_hold() -> None:
    """[bahri2024explaining], [spigler2020asymptotic] and [bietti2021deep]."""
    verdicts = {one.claim.id: one.verdict for one in RESULTS["kernel-smoothness"].judgements}
    assert verdicts == {
        "E8": Verdict.SHARPENED,
        "T1": Verdict.HOLDS,
        "B1": Verdict.SHARPENED,
        "B2": Verdict.SHARPENED,
    }


def test_a_laplace_kernel_on_a_line_falls_as_the_square_of_the_rank() -> None:
    """The transform of exp(-x) is 2/(1 + omega^2), and omega is pi n."""
    formulas = RESULTS["kernel-smoothness"].formulas
    at = {nu: Rational(1, 2), d_M: 1, volume: 1, v_d: 2, A_0: -1}
    law = formulas[lambda_n].subs(C_nu, formulas[C_nu]).subs(at)
    assert (law / (2 / (pi * n) ** 2)).simplify() == 1


def test_gaussian_features_lose_three_quarters_or_an_eighth_of_what_is_lost() -> None:
    formulas = RESULTS["kernel-smoothness"].formulas
    shares = [
        limit(formulas[gaussian] / formulas[kernel], P, oo).simplify()
        for gaussian, kernel in (
            (Circle.GAUSSIAN, Circle.ROUGH),
            (Circle.SMOOTH_GAUSSIAN, Circle.SMOOTH),
        )
    ]
    assert shares == [Rational(3, 4), Rational(1, 8)]


@pytest.mark.slow
@pytest.mark.parametrize("kernel", [an.ArcCosine(2), an.Matern("3/2", "1/2")])
def test_another_kernel_is_as_good(kernel: an.ArcCosine | an.Matern) -> None:
    """The same derivation, for kernels that are not those of its page."""
    result = derive([kernel])
    wanted = ("degrees without eigenvalues", "eigenvalues on a sphere by degree")
    checks = [one for one in result.checks if one.name in wanted]
    assert result.judgements == ()
    assert [one.run(result, Effort()).passed for one in checks] == [True] * (1 + kernel.angular)
    assert ell not in result.formulas[OfKernel.MEETING.of(kernel.name)].free_symbols
