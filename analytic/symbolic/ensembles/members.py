r"""Members against width at the end of training: E models of width N, or one of width N E.

    P = \infty:  each mode's loss is convex enough in 1/N, so that one wide model is better
    N >= P:      L_E(N) - L_1(NE) in closed form, and positive
    N < P:       infinitely many members at \kappa(N) > \kappa(P): ridge of unlimited width, so that
                 they win against N >= P where the slope of L_D in \kappa is negative at \kappa(P)

Each comparison is at the same N E. The sums that carry the target are linear in c_k, so that an
inequality mode by mode is one of losses.

Members against width at the best time to stop, from many noisy data.

    c_D(t) = c_0(t) - (\sigma^2/P) n_N(t),   L(t, P) = L(t) + (\sigma^2/P) n_P(t),
    sign c_D(t^*) = sign [ 1 - (-L'/n_P') n_N/c_0 ]

The infinite ensemble of width N learns more slowly than unlimited width: it learns less of the
target, which costs c_0/N, and less of the noise, which saves n_N \sigma^2/(N P). At t^* both weigh
the same in L', and not in c_D.
"""

from functools import cache
from typing import NamedTuple

from sympy import Expr, Integer, Rational, factor, fraction, gammasimp, solve

from analytic.errors import InvalidProblemError
from analytic.notation import (
    E,
    M,
    N,
    P,
    d,
    d_2,
    epsilon,
    kappa,
    kappa_N,
    lambda_k,
    primed,
    s,
    s2,
    sigma2,
    t,
    u,
    w,
    w_2,
    x,
)
from analytic.problem import FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.ensembles.late_time import BIAS, late_time_between
from analytic.symbolic.ensembles.pairs import (
    ONLY_DATA,
    correlation,
    first_coefficient,
    first_orders,
    parts,
)
from analytic.symbolic.mean_field.final_value import at_the_end, slope
from analytic.symbolic.mean_field.finite_size import nearby
from analytic.symbolic.mean_field.responses import both
from analytic.symbolic.mean_field.two_point import SAME
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import canonical
from analytic.symbolic.series.transfer import late_time
from analytic.symbolic.training.overfitting import noise_term, rate, sums, unlimited_loss


class OneMode(NamedTuple):
    """One mode at t = P = infinity, c_k = 1: its losses as functions of kappa of width N.

    `members` is that of E models; `wide` bounds that of one model of width N E from above;
    `bend` is the second slope of lambda/(lambda + kappa) in 1/kappa.
    """

    members: Expr
    wide: Expr
    bend: Expr

    @property
    def cost(self) -> Expr:
        """What the members lose by at least."""
        return factor((self.members - self.wide).subs(E, 1 + u))


@cache
def one_mode(statement: FieldEquations) -> OneMode:
    """The comparison for one mode with unlimited data.

    d(kappa) = N; d is a concave function of 1/kappa that vanishes with it, so that kappa of width
    N E is at most kappa/E, and the loss of a single model grows with kappa.

    Raises    InvalidProblemError where a step does not hold.
    """
    mode = {w: 1 / (lambda_k + kappa_N), w_2: (lambda_k + kappa_N) ** -2, kappa: kappa_N}
    found = parts(statement, P)
    ends = (at_the_end(part, statement, N) for part in (found.bias, found.features))
    bias, features = (factor(end.xreplace(mode)) for end in ends)
    single = factor(bias + features)
    bend = factor((lambda_k / (lambda_k + 1 / x)).diff(x, 2))
    if not (bend.is_negative and factor(single.diff(kappa_N)).is_positive):
        raise InvalidProblemError(
            "The loss of one mode does not grow with kappa, or d is not concave in 1/kappa: "
            "members and width are not compared this way. Compare their exact losses."
        )
    return OneMode(bias + features / E, single.subs(kappa_N, kappa_N / E), bend)


@cache
def shrunk_variance(statement: FieldEquations) -> Expr:
    r"""All that members average away at the end of training, with fewer samples than features.

        V_A + V_{AD} = L - L_D,   t = \infty,   d(\kappa) = P < N

    L_D is the loss of two members that share the data.
    """
    single, many = (
        at_the_end(correlation(statement, shared), statement, P) for shared in (SAME, ONLY_DATA)
    )
    return factor(single - many)


def final_cost(statement: FieldEquations) -> Expr:
    """What E members of width N lose against one of width N E, t = infinity, P < N.

        L_E(N) - L_1(N E)

    Raises    InvalidProblemError where the loss of infinitely many members depends on the width.
    """
    final = at_the_end(correlation(statement, ONLY_DATA), statement, P)
    if final.has(N):
        raise InvalidProblemError(
            "Infinitely many members of different widths differ at the end of training. Compare "
            "their exact losses."
        )
    variance = shrunk_variance(statement)
    return factor(variance / E - variance.subs(N, N * E))


@cache
def narrow_members(statement: FieldEquations) -> Expr:
    r"""The final loss of infinitely many members with N < P, as a function of kappa.

        L_D(t = \infty),   d(\kappa) = N

    L_D is the loss of two members that share the data.
    """
    return at_the_end(correlation(statement, ONLY_DATA), statement, N)


@cache
def critical_noise(statement: FieldEquations) -> Expr:
    r"""The noise at which narrow members are as good as N >= P to first order in kappa - kappa(P).

        dL_D/d\kappa = 0   at   \kappa = \kappa(P)

    With more noise the loss of infinitely many members falls as the width drops below P.
    """
    (noise,) = solve(slope(narrow_members(statement)), sigma2)
    return factor(noise.subs(P, d))


ORDER = 1
_HALF = Rational(1, 2)


@cache
def noise_saved(statement: FieldEquations) -> Expr:
    """Less the coefficient of sigma^2/(N P) in the loss of infinitely many members."""
    above, below = fraction(correlation(statement, ONLY_DATA))
    first = first_coefficient(above.diff(sigma2) / below, P, unlimited=False)
    moved = cancel(first.xreplace(both(nearby(statement, N, P))) / (s * s2))
    return factor(-cancel(moved.diff(epsilon).subs(epsilon, 0)))


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
