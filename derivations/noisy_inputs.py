r"""Noise in the inputs: another spectrum, and noise of the labels.

    x_k = \psi_k + \zeta_k:   \lambda_k + \epsilon,   c_k \lambda_k/(\lambda_k + \epsilon),
    \sigma_x^2 = \sum_k c_k \epsilon/(\lambda_k + \epsilon)

of modes whose inputs have normal noise of variance \epsilon, a power of k or any other function.
What is seen of a mode and what is left of its label are independent, so the mean field is that of
the model without noise in its inputs.
"""

from sympy import Expr, Integer, Min, Sum, diff, factor, oo, simplify, solve, sqrt

from analytic.comparison.noisy_inputs import NoisyInputs
from analytic.notation import (
    L,
    M,
    N,
    P,
    above_one_b,
    b,
    c,
    c_k,
    c_x,
    d,
    d_2,
    epsilon,
    k,
    kappa,
    lambda_k,
    lambda_x,
    sigma2,
    sigma_x,
    w_2,
    w_star,
    x,
)
from analytic.page import Page
from analytic.problem import POWER_LAW, FieldEquations
from analytic.stated import Formulas
from analytic.symbolic.mean_field.final_value import final_test
from analytic.symbolic.mean_field.two_point import at_infinity
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums

CHANGES = "the loss levels off, with the noise at $sigma_x^2 min(b, c)$"


def noisy_inputs(page: Page, statement: FieldEquations) -> Formulas:
    """The spectrum that a student of noisy inputs meets, displayed, and where its loss ends."""
    seen = page.show(
        lambda_x,
        lambda_k + epsilon,
        "noise in the inputs, $x_k = psi_k + zeta_k$, of variance $epsilon$, which may depend on "
        "$k$: the variance of what is seen",
    )
    wrong = lambda_k * (w_star - x) ** 2 + epsilon * x**2
    (best,) = solve(diff(wrong, x), x)
    target = {w_star: sqrt(c_k / lambda_k)}
    power = page.show(
        c_x,
        simplify((seen * best**2).subs(target)),
        "the weights that leave least of $lambda_k (w^*_k - x)^2 + epsilon x^2$: the target",
    )
    left = factor(wrong.subs(x, best).subs(target))
    page.show(
        sigma_x**2,
        Sum(left, (k, 1, M)),
        "what they leave, normal and independent of what is seen: noise of the labels",
    )
    loss = factor(at_infinity(final_test(statement, P) + sigma2, N))
    page.show(L(P) + sigma_x**2, loss.subs(sigma2, sigma_x**2), "so far")
    share = _share_of_noise()
    page.show(d_2 / P, share, "for eigenvalues $k^-b$, small $kappa$, where $d = P$", relation="~")
    ends = loss.subs(d_2, share * P).subs({kappa: 0, w_2: 0})
    end = page.show(
        L(oo) + sigma_x**2,
        factor(ends.subs({b: Min(b, c), sigma2: sigma_x**2})),
        "with $epsilon$ of the order $k^-c$ the eigenvalues fall with the smaller power: the loss "
        "ends above the noise, however many samples there are",
        heuristic=True,
        relation="~",
    )
    return {lambda_x: seen, c_x: power, NoisyInputs.TERM: left, NoisyInputs.END: end}


def _share_of_noise() -> Expr:
    r"""d_2/d at small \kappa: 1 - 1/b."""
    sums = series_of_sums(POWER_LAW, 1, {one: DEFINITIONS[one] for one in (d, d_2)}).series
    first, second = (sums[one].terms[-1 / b, 0] for one in (d, d_2))
    return simplify((second / first).subs(above_one_b, b - 1))


def changes_the_exponent(formulas: Formulas, exponent: Expr) -> Expr:
    """One if noise in the inputs makes the exponent another one, or else none: with it, it is 0.

    The loss ends where it is above the noise by more than nothing, however many samples there are.
    """
    left = factor(formulas[NoisyInputs.END].subs(Min(b, c), above_one_b + 1) - sigma_x**2)
    levels_off = left.is_positive and not left.has(P)
    return Integer(int(bool(levels_off) and exponent != 0))
