r"""Numbers by slow and safe routes, which laws and losses are held against.

A sum over two modes up to K, with what lies beyond it where f is linear in lambda_j, or in c_k at
\lambda_k = 0; the rest is smaller by K^{-b}:

    \sum_{j,k \le K} f(\lambda_j, \lambda_k, c_k)
      + \sum_{j > K} \lambda_j \sum_{k \le K} f_1(k) + \sum_{k > K} c_k \sum_{j \le K} f_2(j)

What is learned of label noise, f expanded beyond the K at which \lambda_j t is below a quarter:

    \sum_j f(\lambda_j t) = \sum_{j \le K} f + \sum_n f_n t^n \zeta(n b, K + 1)

Bottleneck laws, loss and resource at one and the same regulariser, so that no equation is solved:

    n = d(\kappa),    L = F(\kappa, d, w, ...)
"""

from collections.abc import Mapping
from itertools import pairwise

import mpmath
from sympy import Expr, Float, Symbol, ceiling, lambdify, series, zeta

from analytic.law import Law
from analytic.notation import H_k, c_k, d, kappa, lambda_j, lambda_k, s, t, x, x_minus, x_plus
from analytic.problem import PowerLaw
from analytic.stated import Formula, Stated
from analytic.symbolic.mean_field.finite_size import coincident
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, mode_sums
from analytic.symbolic.slow_sums.numeric import numeric, value
from analytic.symbolic.slow_sums.working import number, working_digits

DENSITY, ATOM = map(Formula, ("rho", "atom"))
_LAST = 150
_TINY = 1e-9  # a lambda_j at which f is linear to half of double precision


def double_sum(summand: Expr, source: Expr, capacity: Expr, time: Expr) -> float:
    """The sum over all j and k of a summand of mode_dynamics, c_k = k^-source at a given time."""
    letters = (lambda_j, lambda_k, c_k, t)
    apart = lambdify(letters, summand, "math")
    together = lambdify(letters[1:], coincident(summand), "math")
    rates = [float(n) ** -float(capacity) for n in range(1, _LAST + 1)]
    powers = [float(n) ** -float(source) for n in range(1, _LAST + 1)]
    now = float(time)
    inside = sum(
        apart(rate, other, power, now)
        for other, power in zip(rates, powers, strict=True)
        for rate in rates
        if rate != other
    )
    same = sum(together(rate, power, now) for rate, power in zip(rates, powers, strict=True))
    linear = sum(
        apart(_TINY, rate, power, now) / _TINY for rate, power in zip(rates, powers, strict=True)
    )
    constant = sum(apart(rate, _TINY, 1.0, now) for rate in rates)
    tails = [float(zeta(power, _LAST + 1).evalf(15)) for power in (capacity, source)]
    return float(inside + same + tails[0] * linear + tails[1] * constant)


_TERMS = 16  # of the tail, each a quarter of the one before


def noise_sum(summand: Expr, capacity: Expr, time: Expr) -> float:
    """The sum over all modes j of a function of lambda_j t that vanishes with it."""
    profile = summand.subs(t, x / lambda_j)
    last = int(ceiling((4 * time) ** (1 / capacity)))
    at = lambdify(x, profile, "math")
    scale = float(time)
    head = sum(at(scale * float(n) ** -float(capacity)) for n in range(1, last + 1))
    expanded = series(profile, x, 0, _TERMS).removeO()
    tail = sum(
        float(expanded.coeff(x, n)) * scale**n * float(zeta(n * capacity, last + 1).evalf(15))
        for n in range(1, _TERMS)
    )
    return float(head + tail)


_DIGITS = 30
_EXTRA = 15  # digits, for an integral


def rescaled_remainder(
    loss: Expr, law: Law, spectrum: PowerLaw, point: Mapping[Expr, Expr], at: Expr
) -> Float:
    """The error of a law in the resource over its remainder, at the regulariser kappa = `at`."""
    numbers = spectrum.at(point)
    values = {
        symbol: sum_over_modes(numbers, summand, at)
        for symbol, summand in DEFINITIONS.items()
        if symbol in loss.free_symbols | {d}
    }
    exact = loss.subs({**values, kappa: at}).evalf(_DIGITS)
    here = {**point, law.variable: values[d]}
    claimed = law.expansion.subs(here).evalf(_DIGITS)
    return Float(abs(exact - claimed) / law.remainder.subs(here).evalf(_DIGITS), 5)


def sum_over_modes(spectrum: PowerLaw, summand: Expr, at: Expr) -> Float:
    """A sum over modes at one kappa, by head and tail."""
    shift, parts = mode_sums(spectrum, summand)
    total = sum(Float(numeric(part, {kappa: at}, _DIGITS), _DIGITS) for part in parts)
    return total * at**shift


def band_integral(
    integrand: Expr, x: Symbol, edges: tuple[Expr, Expr], nodes: int, digits: int
) -> mpmath.mpf:
    r"""The integral over a band of a function with square-root edges, by the trapezoidal rule.

        x = (x_+ + x_-)/2 + (x_+ - x_-)/2 cos(theta)

    Accuracy  geometric in the number of nodes: in theta the integrand is even, periodic, analytic.
    """
    function = lambdify(x, integrand, "mpmath")
    with working_digits(digits):
        low, high = (number(edge) for edge in edges)
        middle, half = (high + low) / 2, (high - low) / 2
        angles = [mpmath.pi * j / nodes for j in range(1, nodes)]
        values = (
            function(middle + half * mpmath.cos(angle)) * half * mpmath.sin(angle)
            for angle in angles
        )
        return mpmath.fsum(values) * mpmath.pi / nodes


def stieltjes_gap(
    formulas: Mapping[Stated, Expr], point: Mapping[Expr, Expr], digits: int
) -> mpmath.mpf:
    r"""The distance | \int rho/(s + x) dx + atom/s - H_k(s) | at a point, or 1 if not converged.

    The number of nodes is doubled until two integrals agree to the digits asked for.
    """
    integrand = (formulas[DENSITY] / (s + x)).subs(point)
    edges = formulas[x_minus].subs(point), formulas[x_plus].subs(point)
    rest = (formulas[H_k] - formulas[ATOM] / s).subs(point)
    working = digits + _EXTRA
    nodes = [digits * 2**j for j in range(6)]
    integrals = (band_integral(integrand, x, edges, n, working) for n in nodes)
    with working_digits(working):
        for coarse, fine in pairwise(integrals):
            if abs(fine - coarse) < mpmath.mpf(10) ** -digits / 2:
                return abs(fine - value(rest, point, working))
    return mpmath.mpf(1)
