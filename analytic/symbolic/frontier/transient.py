r"""How training on limited data ends: what is left of the transients, unlimited width.

    C_0(s, s') -> F(s)/s'  as  s' -> 0:   L(t) - L_P = 2 F(t) + ...

the product of an error that stays and one that dies. F has the branch point of kappa(s) at the edge
of the spectrum, s = -x_-, where ds/dkappa = 0; the root there becomes a power of time,

    \sqrt{s + x_-} -> t^{-3/2}/\Gamma(-1/2)  times  e^{-x_- t}.

The product of two errors that die is e^{-2 x_- t}.
"""

from __future__ import annotations

from typing import NamedTuple

from sympy import Expr, Rational, cancel, factor, gamma, log, powdenest, powsimp, simplify, sqrt

from analytic.notation import kappa, kappa2, ratio, s, s2, w, w2, x
from analytic.symbolic.series.crossover import Kernel, Part, Scaling
from analytic.symbolic.series.lagrange import edge
from analytic.symbolic.series.order import canonical

__all__ = ["POWER", "Transient", "analytic_at", "lasting", "transient"]

POWER = Rational(3, 2)


class Transient(NamedTuple):
    """amplitude t^(-3/2) e^(-rate t): negative where the loss comes to its end from below."""

    rate: Expr
    amplitude: Expr


def lasting(kernel: Kernel) -> Expr:
    """F(s): the residue of C_0 at s' = 0, with kappa' and w' at the end of training."""
    return cancel(kernel.correlation * s2).subs(s2, 0)


def analytic_at(kernel: Kernel, p: Expr) -> Expr:
    r"""F in the crossover's units where the target's power is r = 1 - p: without kappa(s).

    >>> from analytic.notation import N
    >>> from analytic.symbolic.mean_field.field_equations import FIELD_EQUATIONS
    >>> from analytic.symbolic.series.crossover import kernel
    >>> analytic_at(kernel(FIELD_EQUATIONS, N), Rational(1, 2))
    1/s
    """
    numerator = _numerator(kernel).subs(ratio, 1 - p)
    return simplify(numerator / (x * (1 - x**-p))) / s


def transient(kernel: Kernel, part: Part, found: Scaling) -> Transient:
    """The slowest transient of one power of kappa in w."""
    power, p = part.function.args[:2]
    at, value = (one.replace(lambda node: node.is_Add, factor) for one in edge(p))
    slope = _numerator(kernel).diff(ratio, part.function.logarithms).subs(ratio, power)
    slope = slope.diff(x).subs(x, at)
    bend = powdenest(powsimp(x * (x * (1 - x**-p)).diff(x, 2)).subs(x, at), force=True)
    rate = at * simplify(-value / at)
    amplitude = 2 * slope * sqrt(2 * at / simplify(bend)) / rate**2 / gamma(1 - POWER)
    front = (
        part.weight * log(found.unit) ** part.logarithms * found.unit ** canonical(power - POWER)
    )
    return Transient(rate * found.unit, front * amplitude)


def _numerator(kernel: Kernel) -> Expr:
    """F sigma^2 in units of kappa_P, for w = kappa^(r-1): one at the end of training."""
    at_end = {kappa2: 1, w2: 1, kappa: x, w: x ** (ratio - 1)}
    return powsimp((lasting(kernel) * s**2).expand().xreplace(at_end))
