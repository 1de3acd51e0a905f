r"""Losses |f - y|^n of a predictor that fluctuates: at the kink, beside it, with labels about it.

    E|\delta|^n = A_n V_f^{n/2},   E|\delta - y| - y ~ V_f^{3/2} e^{-y^2/(2 V_f)} \sqrt{2/\pi}/y^2

for normal fluctuations of variance V_f; whatever these are, the exponent is at least min(1, n/2).
"""

from sympy import (
    Abs,
    Expr,
    Integral,
    Min,
    Symbol,
    diff,
    erfc,
    exp,
    integrate,
    log,
    oo,
    pi,
    powsimp,
    simplify,
    sqrt,
)

from analytic.comparison.variance_limited import Kinked
from analytic.notation import (
    A_n,
    V_f,
    delta,
    density_2,
    epsilon,
    m,
    mean,
    mu_f,
    n,
    r_epsilon,
    s_y,
    u,
    x,
    y,
)
from analytic.page import Page
from analytic.stated import Formulas

NORMAL = exp(-(x**2) / (2 * V_f)) / sqrt(2 * pi * V_f)


def kinked_losses(page: Page) -> Formulas:
    """Losses |f - y|^n with the label at the mean prediction, and beside it."""
    half = integrate(u ** ((n - 1) / 2) * exp(-u), (u, 0, oo), conds="none")
    value = powsimp(2 ** (n / 2) * half / sqrt(pi))
    page.show(A_n, value, "the mean of $|z|^n$ for a normal $z$ of variance one, in $u = z^2/2$")
    kink = page.show(
        mean(Abs(delta) ** n), A_n * V_f ** (n / 2), "label at $f_0$, normal fluctuations"
    )
    normal = page.show(r_epsilon, power_of(kink, V_f), "its exponent in $V_f$, and so in $epsilon$")
    often, rarely = (1 - epsilon) * (epsilon * x) ** n, epsilon * ((1 - epsilon) * x) ** n
    seldom = page.show(
        mean(Abs(delta) ** n), often + rarely, "the same where $delta$ jumps by $x$ seldom"
    )
    jumping = Min(*(power_of(part.subs(1 - epsilon, 1), epsilon) for part in (often, rarely)))
    page.show(r_epsilon, jumping, "the exponent of that")
    page.show(
        mean(Abs(delta) ** n),
        mu_f(2) ** (n / 2),
        "for $n <= 2$ whatever the fluctuations, by Jensen's inequality",
        relation="<=",
    )
    page.show(
        mean(Abs(delta) ** n),
        mu_f(2) + mu_f(2 * m),
        "for $2 <= n <= 2 m$, as $|delta|^n$ lies below the sum of the two powers",
        relation="<=",
    )
    worst = page.show(
        r_epsilon,
        Min(normal, jumping),
        "so no fluctuations have a smaller exponent, and one of the two has this one",
    )
    return {
        A_n: value,
        Kinked.AT: kink,
        Kinked.JUMPS: seldom,
        Kinked.WORST: worst,
    } | _beside(page)


def power_of(term: Expr, small: Symbol) -> Expr:
    """The power of a small letter in a term."""
    return simplify(small * diff(log(term), small))


def _beside(page: Page) -> Formulas:
    """Labels at a distance y from the mean prediction."""
    slope = diff(y**n, y, 2) * V_f / 2
    away = page.show(
        mean(Abs(delta - y) ** n) - y**n,
        powsimp(slope),
        "label at a distance $y$ from $f_0$, $V_f << y^2$: the loss is smooth there; nothing for "
        "$n = 1$",
        error=V_f**2,
    )
    above = sqrt(2 * V_f / pi) * integrate(exp(-u), (u, y**2 / (2 * V_f), oo))
    absolute = page.show(
        mean(Abs(delta - y)) - y,
        above - y * erfc(y / sqrt(2 * V_f)),
        "$n = 1$: twice the mean of $delta - y$ above $y$, in $u = delta^2/(2 V_f)$",
    )
    beyond = 2 * NORMAL.subs(x, y) * integrate(x * exp(-x * y / V_f), (x, 0, oo))
    page.show(
        mean(Abs(delta - y)) - y,
        powsimp(simplify(beyond)),
        "$V_f << y^2$: less than every power of $V_f$",
        relation="~",
    )
    return {Kinked.AWAY: away, Kinked.ABSOLUTE: absolute, Kinked.FAR: powsimp(simplify(beyond))}


def spread_labels(page: Page) -> Formulas:
    """The same losses where labels spread about the mean prediction."""
    excess = mean(Abs(delta - y) ** n - Abs(y) ** n)
    smooth = page.show(
        excess,
        V_f * Integral(x**n * density_2(x), (x, 0, oo)),
        "labels with a smooth density $p$, even about $f_0$: the mean over them is smooth in "
        "$delta$, whatever the kink; $V_f p(0)$ for $n = 1$",
        relation="~",
    )
    spread = page.show(
        excess,
        A_n * ((V_f + s_y**2) ** (n / 2) - s_y**n),
        "normal labels of variance $s_y^2$: their difference to $f$ is normal",
    )
    small = spread.diff(V_f).subs(V_f, 0) * V_f
    page.show(
        excess,
        powsimp(simplify(small)),
        "$V_f << s_y^2$: exponent 1 for every $n$, after the exponent $n/2$ as long as "
        "$V_f >> s_y^2$",
        relation="~",
    )
    return {
        Kinked.DENSITY: smooth,
        Kinked.LABELS: spread,
        Kinked.SMALL: powsimp(simplify(small)),
    }
