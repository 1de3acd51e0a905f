r"""What holds for every free projection: D_N left open, losses by the slope of its logarithm.

    L + \sigma^2 = P [\kappa^2 w_2 + \sigma^2 + l_N (d - d_2) (\kappa w + \sigma^2)]
                   / [P - d_2 + l_N (P - d) (d - d_2)],   l_N = -d\log D_N/dd

Late times at unlimited data: D_N vanishes like (1 - d/N)^m, so that \kappa - \kappa_N goes like
s^{1/m}, and what is above 1/s in L like that, too.
"""

from functools import cache

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    collect,
    expand,
    factor,
    fraction,
    limit,
    oo,
    simplify,
    solve,
)

from analytic.notation import C_1, D_N, D_at, P, d, d_2, g_w, kappa, l_N, s, sigma2, w, w_2, y
from analytic.problem.field_equations import ANY_PROJECTION
from analytic.quotient import cancel
from analytic.symbolic.mean_field.final_value import slope
from analytic.symbolic.mean_field.keystone import difference_quotient
from analytic.symbolic.mean_field.two_point import solution
from analytic.symbolic.series.log_powers import LogPowers, revert
from analytic.symbolic.series.transfer import late_time

_OPEN = D_at(d)


@cache
def penalised() -> Expr:
    r"""Excess loss and noise of ridge for any free projection, D_N left open.

        L + \sigma^2 = -s^2 h'(s)/D_P^2   at s = \gamma

    [atanasov2024scaling] for ridge by S-transforms.
    """
    one, solved = solution(ANY_PROJECTION)
    h = difference_quotient(solved[C_1]).h
    frequency, above = (one.at_kappa(part).subs(D_N, _OPEN) for part in (s, h))
    test = -(frequency**2) * slope(above) / slope(frequency) / one.D_P**2
    by_slope = cancel(test.subs(_OPEN.diff(d), -l_N * _OPEN))
    above, below = (collect(expand(-part), l_N, factor) for part in fraction(by_slope))
    return above / below


@cache
def due_to_features() -> Expr:
    r"""Variance due to the features, at a penalty and unlimited data.

        V_A = g l_N (d - d_2)/[1 + l_N (d - d_2)],   g = \kappa (w - \kappa w_2)

    It is all of the loss that is above the squared bias.

    >>> due_to_features()
    g*l_N*(d - d_2)/(d*l_N - d_2*l_N + 1)
    """
    unlimited = limit(penalised().subs(sigma2, 0), P, oo)
    above = (unlimited - kappa**2 * w_2).subs(w, g_w / kappa + kappa * w_2)
    return factor(cancel(above))


def at_rank() -> Expr:
    r"""Excess loss and noise without a penalty, where D_N vanishes first.

        L + \sigma^2 = P (\kappa w + \sigma^2)/(P - d),   l_N -> \infty

    The slope of its logarithm diverges.
    """
    return factor(limit(penalised(), l_N, oo))


def beyond_data() -> Expr:
    r"""Excess loss and noise without a penalty, where D_P vanishes first.

        L + \sigma^2 = P [\kappa^2 w_2 + \sigma^2]/(P - d_2) + l_N P (\kappa w + \sigma^2),   d = P

    The first term is what P samples leave without a projection.
    """
    (end,) = solve(solution(ANY_PROJECTION).one_point.D_P, d)
    return collect(expand(cancel(penalised().subs(d, end))), l_N, factor)


def log_slope(response: Expr) -> Expr:
    r"""Logarithmic slope of the response D_N: what a projection costs.

        l_N = -d \log D_N/dd

    At d = 0 it is one over the width of the Gaussian projection that it is to first order.

    >>> from analytic.notation import N
    >>> log_slope(1 - d / N)
    1/(N - d)
    """
    parts = [part for part in Mul.make_args(factor(response)) if part.has(d)]
    return Add(*(1 / factor(cancel(-part / part.diff(d))) for part in parts))


def order_of_zero(response: Expr, end: Expr) -> Expr:
    r"""The order of the zero of D_N at d = end.

        m = \lim_{d -> end} (d - end) D_N'(d)/D_N(d)

    Of several layers it counts those of the least width.

    >>> from analytic.notation import N
    >>> order_of_zero((1 - d / N) ** 3, N)
    3
    """
    return factor(cancel(simplify((d - end) * response.diff(d) / response)).subs(d, end))


def late_loss(frequency: LogPowers, above: LogPowers, large: Expr, order: int) -> LogPowers:
    r"""The loss of gradient flow at unlimited data and late times, from s and \kappa w.

        L(t) = \oint e^{2 s t} \kappa w/s

    Both are series in one small quantity, \kappa or what it has to its limit; the loss is the
    inverse transform of \kappa w/s at time 2 t = `large`.
    """
    small = revert(frequency.power(Integer(-1), order), 1 / s, order)
    return late_time(above.composed(small, order).shifted(Integer(-1)), large)


def approach(response: Expr, end: Expr, large: Expr) -> LogPowers:
    r"""The loss at unlimited data near the end of training, D_N zero at d = end; no remainder.

        s ~ \kappa A y^m,   y = 1 - d/end,   D_N ~ A y^m

    With y = 1 - d/end: \kappa goes up by y d \kappa/(d - d_2), \kappa w with slope w - \kappa w_2.
    """
    order = order_of_zero(response, end)
    amplitude = limit(cancel(response.subs(d, end * (1 - y)) / y**order), y, 0)
    rise = end * kappa / (end - d_2)
    one = Integer(1)
    frequency = LogPowers.of(y, [((order, 0), kappa * amplitude)])
    above = LogPowers.of(y, [((one * 0, 0), kappa * w), ((one, 0), (w - kappa * w_2) * rise)])
    return late_loss(frequency, above, large, 0)
