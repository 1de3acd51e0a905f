r"""What feature learning is worth: exponents in time, width and compute.

    \chi = r_t \max(1, 2/(1 + r_t)),   C = N t:  N^{-r_N} = t^{-\chi}  for a < b + 1

A first layer that keeps the span of its N rows learns as one of unlimited width, on the spectrum of
fixed features: the same function u, the same plateau. Beyond a = b + 1 the kernel only has a
constant more: what a width adds first is the 1/N term. New here: the network at a limited width.
"""

from typing import NamedTuple

from sympy import Expr, Integral, Max, Not, Piecewise, Sum, exp, factor, oo, simplify, solve

from analytic.notation import (
    L,
    N,
    Psi,
    a,
    b,
    c_k,
    chi,
    gamma_0,
    k,
    nu,
    r_C,
    r_N,
    r_t,
    rho,
    t,
    tau,
    tau_1,
    u,
    x,
)
from analytic.page import Page
from analytic.problem import FieldEquations, PowerLaw
from derivations.bottleneck import WIDTH, limited_law
from derivations.finite_size import correction_law
from derivations.growing_kernel import fall_of


class Exponents(NamedTuple):
    """Exponents in time, as a number and in the rate of the kernel, in width and in compute."""

    time: Expr
    shown: Expr
    width: Expr
    compute: Expr


def learning_exponents(
    page: Page, laws: tuple[Expr, Expr], spectrum: PowerLaw, statement: FieldEquations
) -> Exponents:
    """Exponents in time, width and compute, of the laws for a < b + 1 and a > b + 1, displayed."""
    hard, easy = (fall_of(law, t) for law in laws)
    in_time = page.show(chi, Max(hard, easy), "the exponent in time: on both sides the larger one")
    width = limited_law(WIDTH, spectrum, statement)
    _limited_width(page, width.exponent)
    cases = {one.condition: one.exponent for one in width.regimes}
    added = {
        one.condition: one.exponent for one in correction_law(WIDTH, spectrum, statement).regimes
    }
    (below,) = (one for one in cases if one.subs({a: 2, b: 2}) == True)  # noqa: E712
    (above,) = (one for one in cases if one != below)
    rate = (a - 1) / b
    hard = simplify(hard.subs(r_t, rate))
    page.show(
        L(t, N),
        N ** -cases[below] * Psi(t * N ** factor(-cases[below] / hard)),
        "$a < b + 1$: $rho_k$ and so $u$ are functions of $x N^b$ and $tau N^-b$ but for powers of "
        "$N$, and the loss joins time and width law",
        relation="~",
    )
    page.show(
        L(t, N),
        t**-rate + t ** -added[above] / N,
        "$a > b + 1$: $u$ ends at $u_oo$, and the $1/N$ term is that of fixed features",
        relation="asymp",
    )
    hard_budget = _balance(hard * (1 - nu), cases[below] * nu)
    easy_budget = _balance(rate * (1 - nu), nu + added[above] * (1 - nu))
    in_compute = page.show(
        r_C,
        Piecewise((hard_budget, below), (easy_budget, Not(below))),
        "$C = N t$ at $N = C^nu$, where time and width law end together or the $1/N$ term is met",
    )
    return Exponents(in_time.subs(r_t, rate), in_time, width.exponent, in_compute)


def _limited_width(page: Page, plateau: Expr) -> None:
    """A first layer that keeps the span of its rows, displayed."""
    learned = Integral(exp(-x * (tau - tau_1)) / u, (tau_1, 0, tau))
    power = Sum(c_k * rho(x), (k, 1, oo))
    page.show(
        u**2,
        1 + gamma_0**2 * Integral(power * x * learned**2, (x, 0, oo)),
        "a limited width, each gradient of $A$ times $A(0)^T A(0)/N$: $A = R A(0)$, and (1) to (5) "
        "hold at every $N$. The modes are those of fixed features: $rho_k(x)$ is that of "
        "`spectral-density`, and eigenvalue zero has the target power $L(N)$",
    )
    page.show(
        L(t, N),
        L(N) + Integral(power * (1 - u * x * learned) ** 2, (x, 0, oo)),
        "the loss of the same modes. As the kernel is never smaller than at first, all are learned "
        "in the end but those of eigenvalue zero; gradients as they are would leave no plateau, as "
        "one neuron is enough",
    )
    page.show(
        r_N,
        plateau,
        "at $t = oo$ that of fixed features, at every $gamma_0$",
    )


def _balance(one: Expr, other: Expr) -> Expr:
    """The rate where two rates on a budget are equal."""
    (where,) = solve(one - other, nu)
    return factor(simplify(other.subs(nu, where)))
