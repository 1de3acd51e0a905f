r"""Members against width at the best time to stop, from many noisy data.

    c_D(t) = c_0(t) - (\sigma^2/P) n_N(t),   L(t, P) = L(t) + (\sigma^2/P) n_P(t),
    sign c_D(t^*) = sign [ 1 - (-L'/n_P') n_N/c_0 ]

The infinite ensemble of width N learns more slowly than unlimited width: it learns less of the
target, which costs c_0/N, and less of the noise, which saves n_N \sigma^2/(N P). At t^* both weigh
the same in L', and not in c_D.
"""

from __future__ import annotations

from functools import cache

from sympy import Expr, Integer, Poly, Rational, cancel, factor, fraction, gammasimp

from analytic.errors import InvalidProblemError
from analytic.notation import M, N, P, d, d_2, kappa, primed, s, s2, sigma2, t, w, w_2, y
from analytic.problem import FieldEquations, PowerLaw
from analytic.symbolic.ensembles.fixed_time import first_orders
from analytic.symbolic.ensembles.late_time import BIAS, late_time_between
from analytic.symbolic.ensembles.pairs import ONLY_DATA, correlation
from analytic.symbolic.mean_field.finite_size import regulariser_shift
from analytic.symbolic.mean_field.responses import both
from analytic.symbolic.overfitting.late_times import noise_term, sums, unlimited_loss
from analytic.symbolic.overfitting.stopping import rate
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import canonical
from analytic.symbolic.series.transfer import late_time

__all__ = ["late_saving", "noise_saved", "require_split", "stopped_sign"]

ORDER = 1
_HALF = Rational(1, 2)


@cache
def noise_saved(statement: FieldEquations) -> Expr:
    """Less the coefficient of sigma^2/(N P) in the loss of infinitely many members."""
    above, below = fraction(correlation(statement, ONLY_DATA))
    numerator, denominator = Poly(above.diff(sigma2), P), Poly(below, P)
    first = numerator.coeff_monomial(P ** (denominator.degree() - 1)) / denominator.LC()
    shift = y * regulariser_shift(statement, N, P)
    nearby = {kappa: s + shift, d: d - shift * (d - d_2) / s}
    moved = cancel(first.xreplace(both(nearby)) / (s * s2))
    return factor(-cancel(moved.diff(y).subs(y, 0)))


@cache
def require_split(statement: FieldEquations) -> None:
    """That the noise saved is -(d^2)' at one frequency, less c_0 of a target with c_k = 1.

    Raises    InvalidProblemError where the field equations give something else.
    """
    flat = {w: (M - d) / s, w_2: (M - 2 * d + d_2) / s**2}
    target = first_orders(statement).bias.xreplace(both(flat))
    squared = 2 * d * (d - d_2) / s  # less the slope of d^2 in s; 1/s' is one in time
    single = (squared / s2 + primed(squared) / s) / 2
    if factor(noise_saved(statement) + target - single) != 0:
        raise InvalidProblemError(
            "The noise that members save is no function of one frequency and the cost of a flat "
            "target. Its late times are not known."
        )


@cache
def late_saving(spectrum: PowerLaw, statement: FieldEquations) -> LogPowers:
    """n_N in powers of 1/t: t times the transform of d^2, less c_0 of a flat target."""
    require_split(statement)
    dimension = sums(spectrum).series[d]
    half = LogPowers.of(1 / t, [((Integer(1), 0), _HALF)])
    target = late_time_between(dimension, dimension, BIAS, t).composed(half, ORDER)
    single = late_time(dimension * dimension, t).shifted(Integer(-1))
    return single + target.scaled(Integer(-1))


def stopped_sign(spectrum: PowerLaw, statement: FieldEquations, target: Expr) -> Expr:
    """c_D/c_0 at the best time as P goes to infinity, from the leading term of c_0 late.

    Raises    InvalidProblemError where powers of time are left, so that there is no limit.
    """
    falling, rising = (
        rate(one).leading for one in (unlimited_loss(spectrum), noise_term(spectrum, statement))
    )
    (saved, _), amplitude = late_saving(spectrum, statement).leading
    noise = -falling[1] / rising[1] * t ** (rising[0][0] - falling[0][0])
    share = gammasimp(noise * amplitude * t**-saved / target)
    ratio = 1 - factor(share).replace(
        lambda node: node.is_Pow and bool(node.exp.free_symbols),
        lambda node: node.base ** canonical(node.exp),
    )
    if ratio.has(t):
        raise InvalidProblemError(
            "Cost and saving of members are different powers of the best time: their ratio has no "
            "limit. Compare the exact losses."
        )
    return ratio
