r"""How training on limited data ends: what is left of the transients, unlimited width.

    C_0(s, s') -> F(s)/s'  as  s' -> 0:   L(t) - L_P = 2 F(t) + ...

the product of an error that stays and one that dies. F has the branch point of kappa(s) at the edge
of the spectrum, s = -x_-, where ds/dkappa = 0; the root there becomes a power of time,

    \sqrt{s + x_-} -> t^{-3/2}/\Gamma(-1/2)  times  e^{-x_- t}.

The product of two errors that die is e^{-2 x_- t}.
"""

from functools import cache
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Rational,
    factor,
    factor_terms,
    gamma,
    log,
    powsimp,
    simplify,
    solve,
    sqrt,
)

from analytic.notation import kappa, kappa2, kappa_P, ratio, s, s2, w, w2, x, x_0
from analytic.quotient import cancel
from analytic.symbolic.series.crossover import Kernel, Part, Scaling
from analytic.symbolic.series.crossover_functions import edge
from analytic.symbolic.series.order import canonical

_ROOT = Rational(1, 2)  # of s + x_-, which begins with a square at its minimum along kappa
POWER = 1 + _ROOT


class Edge(NamedTuple):
    r"""The edge of the spectrum in units of kappa_P, and what is slowest because of it.

        \kappa^r -> amplitude(r) T^{-3/2} e^{-rate T},   T = \kappa_P t

    is what a target kappa^r leaves; `place` is x_0, of which the others are functions.
    """

    place: Expr
    rate: Expr
    amplitude: Expr


class Transient(NamedTuple):
    """amplitude t^(-3/2) e^(-rate t): negative where the loss comes to its end from below.

    The amplitude is `front`, a function of kappa_P, times that of kappa^power at the edge, so many
    times differentiated in the power.
    """

    rate: Expr
    amplitude: Expr
    front: Expr
    power: Expr
    logarithms: int


def lasting(kernel: Kernel) -> Expr:
    r"""The error that stays times one that dies, with kappa' and w' at the end of training.

        F(s) = \lim_{s' -> 0} s' C_0(s, s')

    It is the residue of C_0 at s' = 0.
    """
    return cancel(kernel.correlation * s2).subs(s2, 0)


def analytic_at(kernel: Kernel, p: Expr) -> Expr:
    r"""F in the crossover's units where the target's power is r = 1 - p: without kappa(s).

    >>> from analytic.notation import N
    >>> from analytic.problem import FIELD_EQUATIONS
    >>> from analytic.symbolic.series.crossover import kernel
    >>> analytic_at(kernel(FIELD_EQUATIONS, N), Rational(1, 2))
    1/s
    """
    numerator = _numerator(kernel).subs(ratio, 1 - p)
    return simplify(numerator / (x * (1 - x**-p))) / s


@cache
def level_power(kernel: Kernel, p: Expr) -> Expr:
    """The target's power r at which F has no branch point: its powers of x are those of s.

    >>> from analytic.notation import N
    >>> from analytic.problem import FIELD_EQUATIONS
    >>> from analytic.symbolic.series.crossover import kernel
    >>> level_power(kernel(FIELD_EQUATIONS, N), Rational(1, 3))
    2/3
    """
    own, frequency = _powers(_numerator(kernel)), _powers(x - x ** (1 - p))
    (moving,) = own - frequency
    (other,) = frequency - own
    (power,) = solve(moving - other, ratio)
    return canonical(power)


def _powers(total: Expr) -> set[Expr]:
    """The powers of x in a sum of them."""
    return {canonical(simplify(x * term.diff(x) / term)) for term in Add.make_args(total.expand())}


@cache
def at_edge(kernel: Kernel, p: Expr) -> Edge:
    r"""Rate and amplitude of what is slowest, in x_0 = \kappa/\kappa_P at the edge, and r.

    >>> from analytic.notation import N
    >>> from analytic.problem import FIELD_EQUATIONS
    >>> from analytic.symbolic.series.crossover import kernel
    >>> at_edge(kernel(FIELD_EQUATIONS, N), Rational(1, 2)).rate
    x_0
    """
    place, value = edge(p)
    rate = -factor(value / place)
    bend = simplify((x * (1 - x**-p)).diff(x, 2) * x ** (p + 1)) * (1 + rate) / x_0
    slope = powsimp(_numerator(kernel).diff(x).subs(x, x_0))
    amplitude = 2 * slope * sqrt(2 / factor(bend)) / (rate * x_0) ** 2 / gamma(-_ROOT)
    amplitude = factor_terms(amplitude)
    return Edge(factor(place.args[0]) ** (1 / p) if place.is_Pow else place, rate * x_0, amplitude)


def transient(kernel: Kernel, part: Part, found: Scaling) -> Transient:
    r"""The slowest transient of one power of kappa in w.

        L(t) - L(\infty) ~ A t^{-3/2} e^{-x_- t}

    x_- is the edge of the spectrum.
    """
    power, p = part.function.args[:2]
    place, rate, general = at_edge(kernel, p)
    slope = general.diff(ratio, part.function.logarithms).subs(ratio, power)
    front = part.weight * log(kappa_P) ** part.logarithms * kappa_P ** canonical(power - POWER)
    rate, slope = rate.subs(x_0, place), slope.subs(x_0, place)
    amplitude = front.subs(kappa_P, found.unit) * slope
    return Transient(rate * found.unit, amplitude, front, power, part.function.logarithms)


def _numerator(kernel: Kernel) -> Expr:
    """F sigma^2 in units of kappa_P, for w = kappa^(r-1): one at the end of training."""
    at_end = {kappa2: 1, w2: 1, kappa: x, w: x ** (ratio - 1)}
    return powsimp((lasting(kernel) * s**2).expand().xreplace(at_end))
