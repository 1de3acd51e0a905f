r"""Regression with the Laplace kernel on a circle, where only the two neighbours count.

L(P) = P (P - 1) \int_0^1 (1 - y)^{P - 2} [y \coth(y/\ell) - \ell] dy ~ 2/(3 \ell P)
"""

from sympy import (
    Expr,
    Integer,
    Integral,
    Matrix,
    beta,
    degree,
    exp,
    expand,
    factor,
    gamma,
    gammasimp,
    integrate,
    simplify,
    sinh,
    tanh,
    zeta,
)

from analytic.comparison.kernels_on_a_circle import Circle
from analytic.notation import (
    Delta_f,
    G_e,
    Khat,
    L,
    P,
    ell,
    f,
    lambda_n,
    mean,
    n,
    omega,
    x,
    y,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, PowerLaw
from analytic.stated import Formulas
from derivations.bottleneck import DATA, limited_law

SMOOTH = 8  # the power of a target beyond saturation: of any, the same multiple of one sum is left


def show_circle(page: Page, law: Expr, transform: Expr) -> Formulas:
    """The loss of targets as rough as the kernel and of smooth ones, displayed.

    `law` and `transform` are those of the Laplace kernel of scale ell on a circle of length one.
    """
    front = simplify(law * n**2)
    page.show(lambda_n, law, "the Laplace kernel on a circle of length one", relation="~")
    gap = _between_neighbours(page)
    whole = Integral(P * (P - 1) * (1 - y) ** (P - 2) * gap, (y, 0, 1))
    page.show(
        L(P),
        whole,
        "regression without a penalty; the mean over $P$ gaps, each of a length $y$ with the "
        "density $(P - 1)*(1 - y)^(P - 2)$",
    )
    rough = page.show(L(P), over_gaps(gap.series(y, 0, 4).removeO()), "small gaps", error=P**-3)
    gaussian = _gaussian(front, 2)
    page.show(L(P), gaussian, "Gaussian features with the same eigenvalues", relation="~")
    smooth = over_gaps(_smooth(page))
    page.show(L(P), smooth, "the mean over gaps", relation="~")
    page.show(Khat(omega), transform, "the Laplace kernel, of whose inverse the force is made")
    weight = factor(1 / (transform * (omega**2 + ell**-2)) ** 2)
    reached = G_e * weight * _gaussian(front, SMOOTH) / (zeta(SMOOTH - 4) / front**2)
    page.show(
        L(P),
        simplify(reached),
        f"Gaussian features, whose loss has the sum of $c_k/lambda_k^2$ in it, ${G_e * weight}$",
        relation="~",
    )
    return {
        Circle.GAP: gap,
        Circle.ROUGH: rough,
        Circle.GAUSSIAN: gaussian,
        Circle.SMOOTH: smooth,
        Circle.SMOOTH_GAUSSIAN: simplify(reached),
    }


def _between_neighbours(page: Page) -> Expr:
    """The squared error between two samples, and its integral over their gap, displayed."""
    ends = Matrix([[1, exp(-y / ell)], [exp(-y / ell), 1]])
    reached = Matrix([exp(-x / ell), exp(-(y - x) / ell)])
    left = factor(1 - (reached.T * ends.inv() * reached)[0])
    waves = sinh(x / ell) * sinh((y - x) / ell) / sinh(y / ell)
    share = simplify(left / waves.rewrite(exp))
    page.show(
        Delta_f,
        share * waves,
        "targets of the same covariance, at a distance $x$ from one neighbour in a gap $y$: beyond "
        "both no sample says more, as the process is Markov's",
    )
    grown = exp(2 * y / ell) - 1
    inside = simplify(integrate(expand(simplify(left * grown)), (x, 0, y)) / grown)
    wave = tanh(y / ell)
    return simplify(inside.subs(exp(2 * y / ell), (1 + wave) / (1 - wave)))


def _smooth(page: Page) -> Expr:
    """The squared error of a smooth target, integrated over a small gap, displayed."""
    force = f(x).diff(x, 2) - f(x) / ell**2
    page.show(G_e, mean(force**2), "smooth targets: the mean square of what drives the error")
    error = page.show(
        Delta_f,
        parabola(G_e),
        "between samples the error solves the same equation as the kernel, and vanishes at both: "
        "a parabola in small gaps",
        relation="~",
    )
    return integrate(expand(error), (x, 0, y))


def parabola(square: Expr) -> Expr:
    """The square of what vanishes at both ends of a gap, its second derivative of that square."""
    return square * (x * (y - x) / 2) ** 2


def over_gaps(of_gap: Expr) -> Expr:
    """The mean of a sum over all gaps, for powers of their lengths."""
    terms = expand(of_gap).as_coefficients_dict(y)
    return sum(
        (
            gammasimp(P * (P - 1) * times * beta(degree(one, y) + 1, P - 1).rewrite(gamma))
            for one, times in terms.items()
        ),
        Integer(0),
    )


def _gaussian(front: Expr, power: int) -> Expr:
    """The loss of Gaussian features with eigenvalues front n^-2 and such a target."""
    amplitude = front if power == 2 else Integer(1)
    spectrum = PowerLaw(power, 2, scale=front, amplitude=amplitude)
    return limited_law(DATA, spectrum, FIELD_EQUATIONS).leading
