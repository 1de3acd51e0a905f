r"""Where both responses vanish together: the peak of the loss at N = P.

    s s' C_0 + \sigma^2 \sim (\kappa_n w + \sigma^2)/(D_P + D_P' + \delta)
    \kappa_n D_P (D_P + \delta) \sim s

at N = P (1 + \delta), where \delta, D_P and \sqrt{s/\kappa_n} are small alike; d(\kappa_n) = P.
"""

from functools import cache

from sympy import (
    Add,
    Expr,
    Float,
    Integer,
    Rational,
    expand,
    factor,
    integrate,
    inverse_laplace_transform,
    limit,
    powsimp,
    simplify,
    solve,
    sqrt,
)

from analytic.notation import (
    C_0,
    D_P,
    D_P2,
    N,
    P,
    d,
    delta,
    epsilon,
    gamma_R,
    kappa,
    kappa2,
    kappa_n,
    s,
    s2,
    sigma2,
    t,
    theta,
    u,
    w,
    w2,
    x,
    y,
    z,
)
from analytic.problem import FieldEquations
from analytic.quotient import cancel
from analytic.roots import bracket_beyond, bracketed_root
from analytic.symbolic.mean_field.final_value import final_dimension
from analytic.symbolic.mean_field.responses import both, responses
from analytic.symbolic.mean_field.two_point import solution

_DIGITS, _SPARE = 15, 20


@cache
def peak(statement: FieldEquations) -> Expr:
    r"""The test loss and its noise where both responses are small, to leading order.

        s s' C_0 + \sigma^2 ~ (\kappa_n w + \sigma^2)/(D_P + D_P' + \delta),   N = P (1 + \delta)

    as the field equations of `statement` have it.
    """
    one, solved = solution(statement)
    product = one.at_kappa(s * s2 * solved.expanded[C_0]).xreplace({kappa2: kappa, w2: w}) + sigma2
    return _leading(product * epsilon, statement)


@cache
def frequency_at_peak(statement: FieldEquations) -> Expr:
    r"""The frequency s of a small response D_P, to leading order.

        s ~ \kappa_n D_P (D_P + \delta)

    as the field equations of `statement` have it.
    """
    one = responses(statement)
    return _leading(one.at_kappa(one.frequency) / epsilon**2, statement)


def root_at_peak(frequency: Expr) -> Expr:
    r"""The response D_P at a frequency s near N = P.

        \kappa_n D_P (D_P + \delta) = s,   D_P > 0

    The positive root, which is the physical one.
    """
    roots = solve(frequency / kappa_n - s / kappa_n, D_P)
    return next(root for root in roots if root.subs({delta: 0, s: 1, kappa_n: 1}) > 0)


def of_penalty(near: Expr, root: Expr) -> Expr:
    r"""The loss of ridge and its noise near N = P.

        L(\gamma) + \sigma^2 ~ (\kappa_n w + \sigma^2)/(2 D_P + \delta)   at s = \gamma

    s = s' = \gamma needs no contour.
    """
    return factor(near.xreplace({D_P2: D_P}).xreplace({D_P: root}).subs(s, gamma_R))


def width_at_half(loss: Expr) -> Expr:
    r"""Width of a penalty's peak: the distance of the two delta at which it has half its height.

        2 \delta,   L(\delta) + \sigma^2 = [L(0) + \sigma^2]/2

    `loss` is that of `of_penalty`.
    """
    (squared,) = solve(cancel((loss.subs(delta, 0) / loss) ** 2).subs(delta, sqrt(u)) - 4, u)
    return 2 * sqrt(squared)


def by_difference(near: Expr, frequency: Expr) -> Expr:
    r"""The loss at the peak as a difference quotient, to be inverted one frequency at a time.

        s s' C_0 + \sigma^2 ~ \kappa_n (\kappa_n w + \sigma^2) (D_P - D_P')/(s - s')

    The slope of s in D_P is what was below.
    """
    apart = cancel((frequency - frequency.xreplace({D_P: D_P2})) * near / (D_P - D_P2))
    return factor(apart) * (D_P - D_P2) / (s - s2)


def in_time(root: Expr) -> Expr:
    r"""The inverse transform of D_P at a time x > 0.

        K(x) = -(1/x) \oint e^{s x} dD_P/ds

    D_P grows with s, its derivative does not.
    """
    shift = cancel((root + delta / 2) ** 2 * kappa_n - s)
    slope = inverse_laplace_transform(1 / sqrt(u + z), u, x).subs(z, shift)
    return -slope / (2 * sqrt(kappa_n) * x)


def of_flow(apart: Expr, kernel: Expr) -> Expr:
    r"""The loss of gradient flow and its noise near N = P, in closed form.

        \int_0^t \int_0^t K(x + x') dx dx' = \int_0^t x K(x) dx + \int_t^{2 t} (2 t - x) K(x) dx

    times minus the factor of D_P - D_P'; K is the inverse transform of D_P, y = \sqrt{x/t}.
    """
    above = cancel(apart * (s - s2) / (D_P - D_P2))
    unit = sqrt(kappa_n * t)
    scaled = kernel.subs(delta, theta / sqrt(kappa_n * t)).subs(x, t * y**2) * 2 * y * t
    first, zeroth = (integrate(simplify(scaled * power), y) for power in (t * y**2, 2 * t))
    ends = [first.subs(y, 1) - first.subs(y, 0)]
    ends += [one.subs(y, sqrt(2)) - one.subs(y, 1) for one in (zeroth, -first)]
    inner = powsimp(expand(Add(*ends) * kappa_n / unit))
    return factor(-above / kappa_n) * unit * inner


def half_of_flow(loss: Expr) -> Expr:
    r"""The \theta at which gradient flow leaves half of the peak, to 15 digits.

        L(\theta) = L(0)/2

    `loss` is that of `of_flow`.
    """
    fall = 1 - 2 * simplify(loss / limit(loss, theta, 0))

    def above(place: Expr) -> Expr:
        return fall.subs(theta, place).evalf(_DIGITS + _SPARE)

    bracket = bracket_beyond(above, Integer(1), Integer(1), Integer(100))
    root, _ = bracketed_root(above, bracket, Rational(1, 10 ** (_DIGITS + 2)))
    return Float(root, _DIGITS)


def _leading(product: Expr, statement: FieldEquations) -> Expr:
    """The limit epsilon -> 0 at N = P (1 + epsilon delta), D_P of order epsilon."""
    one = responses(statement)
    (dimension,) = solve(one.D_P - epsilon * D_P, d)
    (width,) = solve(
        final_dimension(statement, N) - final_dimension(statement, P) * (1 + epsilon * delta), N
    )
    near = cancel(product.xreplace(both({d: dimension})).subs(N, width))
    return factor(cancel(near.subs(epsilon, 0)).subs(kappa, kappa_n))
