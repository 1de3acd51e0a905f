r"""Kernel smoothness: from what a kernel does where points meet to its eigenvalues and exponents.

    K = ... + A_0 x^{2 \nu} ...  =>  \lambda_n ~ A_0 C_\nu/V (V v_d/((2 \pi)^d n))^{1 + 2 \nu/d}

so b = 1 + 2 \nu/d: a claim of [bahri2024explaining]. Exponents of regression with a kernel on
targets of another one: [spigler2020asymptotic]. New here: amplitudes, both parities on a sphere,
and the loss on a circle, which Gaussian features of the same eigenvalues do not have.
"""

from collections.abc import Sequence

from sympy import (
    Expr,
    Min,
    Rational,
    cos,
    exp,
    gamma,
    integrate,
    oo,
    pi,
    powdenest,
    powsimp,
    simplify,
    solve,
)

from analytic.comparison.kernel_smoothness import OfKernel, kernel_checks
from analytic.notation import (
    A_0,
    A_pi,
    C_even,
    C_nu,
    C_odd,
    Khat,
    L,
    P,
    a,
    alpha_S,
    alpha_T,
    b,
    d,
    d_2,
    d_M,
    degree,
    ell,
    kappa,
    lambda_n,
    n,
    nu,
    nu_T,
    omega,
    r_P,
    t,
    u,
    v_d,
    volume,
    w_2,
)
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.problem.kernels import ArcCosine, Kernel, Laplace, NeuralTangent
from analytic.result import Result, Statement
from analytic.stated import Formulas
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from derivations.headings import Heading
from derivations.kernel_amplitudes import show_depth, show_kernel, show_layers, show_matern
from derivations.kernels_on_a_circle import show_circle
from derivations.under_heading import page_under, result_under
from derivations.unit_ball import show_ball

HEADING = Heading(
    "kernel-smoothness",
    351,
    "Kernel smoothness",
    "points drawn uniformly from a torus of side one or a unit sphere of dimension $d_M$; $n$ and "
    "$P$ large",
    law=False,
)

ROUGH = "the kernel no smoother than $x^(2 nu)$, or this is an upper bound"
SOURCE = "bahri2024explaining; spigler2020asymptotic; bietti2021deep; cho2009kernel"
KERNELS: tuple[Kernel, ...] = (
    Laplace(),
    ArcCosine(0),
    ArcCosine(1),
    NeuralTangent(1),
    NeuralTangent(2),
)


def derive(kernels: Sequence[Kernel] = KERNELS) -> Result:
    r"""The eigenvalues of kernels by what is not analytic in them, and exponents of regression.

        \int K(x, y) f(y) dy/V = \lambda_n f(x),   K = ... + A_0 |x - y|^{2 \nu} + ...

    [bahri2024explaining]; [spigler2020asymptotic] for regression.
    """
    page = page_under(
        HEADING,
        statement="A kernel whose first part that is not analytic is $A_0 x^(2 nu)$ where two "
        "points meet has eigenvalues that fall as $n^-(1 + 2 nu/d_M)$, with an amplitude of which "
        "the manifold gives its volume alone.",
        source=f"{SOURCE}; new: amplitudes, both parities on a sphere, the loss on a circle",
        problem="the eigenvalues $lambda_n$ of $K(x, y)$ over uniformly drawn $y$",
    )
    formulas = _transform(page)
    formulas |= _by_rank(page)
    formulas |= show_matern(page)
    show_layers(page)
    for kernel in kernels:
        formulas |= show_kernel(page, kernel)
    formulas |= show_depth(page)
    exponents = _exponents(page, formulas[lambda_n])
    laplace = {nu: Rational(1, 2), d_M: 1, volume: 1, v_d: 2, A_0: -1 / ell}
    law = formulas[lambda_n].subs(C_nu, formulas[C_nu]).subs(laplace)
    formulas |= show_circle(page, simplify(law), formulas[OfKernel.TRANSFORM].subs(laplace))
    statements = _statements(exponents, formulas) if kernels == KERNELS else {}
    return result_under(
        HEADING,
        page,
        formulas=formulas,
        statements=statements,
        checks=kernel_checks(kernels),
    )


def _transform(page: Page) -> Formulas:
    """The transform of a power of the distance, an integral of Gaussians, displayed."""
    page.show(
        Khat(omega),
        A_0 * C_nu * omega ** -(d_M + 2 * nu),
        "the Fourier transform of $A_0 x^(2 nu)$; all that is analytic falls faster",
        relation="~",
    )
    of_gaussian = (pi / u) ** (d_M / 2) * exp(-(omega**2) / (4 * u))
    whole = integrate(u ** (-nu - 1) * of_gaussian, (u, 0, oo)) / gamma(-nu)
    front = simplify(powdenest(whole * omega ** (d_M + 2 * nu), force=True))
    page.let(
        C_nu,
        powsimp(front, force=True),
        "$x^(2 nu)$ is the integral of $exp(-u x^2)$ over $u$ with the weight "
        "$u^(-nu - 1)/Gamma(-nu)$, continued from below $nu = 0$",
    )
    return {C_nu: front}


def _by_rank(page: Page) -> Formulas:
    """Eigenvalues by rank, from the number of eigenfunctions up to a frequency, displayed."""
    ball = show_ball(page)
    many = page.show(
        n,
        volume * v_d * (omega / (2 * pi)) ** d_M,
        "Weyl's law for the eigenfunctions up to a frequency: whole vectors $omega/(2 pi)$ on a "
        "torus, degrees $omega$ on a sphere",
        relation="~",
    )
    (frequency,) = solve(many - n, omega)
    level = A_0 * C_nu * omega ** -(d_M + 2 * nu) / volume
    page.show(lambda_n, level, "the transform over the volume: points are uniform", relation="~")
    law = powsimp(powdenest(level.subs(omega, frequency), force=True), force=True)
    page.show(lambda_n, law, "at the frequency of the rank $n$", relation="~")
    page.show(
        lambda_n,
        (A_0 + A_pi * cos(pi * omega)) * level / A_0,
        "on a sphere, $A_pi (pi - theta)^(2 nu)$ at opposite points, where the eigenfunctions of "
        "degree $omega$ have the sign $(-1)^omega$",
        relation="~",
    )
    page.show(C_even, (A_0 + A_pi) * C_nu, "at even degrees")
    page.show(C_odd, (A_0 - A_pi) * C_nu, "at odd degrees; in total half of all modes each")
    share = d_M / (d_M + 2 * nu)
    mean = ((C_even**share + C_odd**share) / 2) ** (1 / share)
    both = page.show(
        lambda_n,
        law.subs(C_nu, mean / A_0),
        "the ranks of both added, at one eigenvalue",
        relation="~",
    )
    return {v_d: ball, lambda_n: law, OfKernel.ON_SPHERE: both, OfKernel.LEVEL: level}


def _exponents(page: Page, law: Expr) -> Formulas:
    """The power of the rank, and that of samples for a target of another smoothness, displayed."""
    falls = page.show(b, simplify(-n * law.diff(n) / law), "the power of the rank")
    target = falls.subs(nu, nu_T)
    page.show(a, target, "a Gaussian target whose covariance has the smoothness $nu_T$")
    spectrum = PowerLaw(a, b)
    series = series_of_sums(spectrum, 1, {one: DEFINITIONS[one] for one in (d, w_2)}).series
    page.show(
        L(P),
        kappa**2 * w_2 / (1 - d_2 / P),
        "Gaussian features with these eigenvalues, the data-limited loss at $d(kappa) = P$",
        heuristic=True,
        relation="~",
    )
    for one, known in series.items():
        page.show(one, known.expression, "small $kappa$", error=known.remainder)
    (fall,) = (power for power, _ in series[d].terms if power.is_negative)
    of_kappa = [power + 2 for power, _ in series[w_2].terms]
    limited = Min(*(simplify(-power / fall) for power in of_kappa))
    page.show(r_P, limited, "the first of both powers of $kappa$ to lead", heuristic=True)
    learned = page.show(
        r_P,
        _least(limited.subs({a: target, b: falls}, simultaneous=True)),
        "with the powers of both smoothnesses",
        heuristic=True,
    )
    page.show(L(P), P**-learned, "regression with the kernel", heuristic=True, relation="asymp")
    return {b: falls, r_P: learned}


def _statements(exponents: Formulas, formulas: Formulas) -> dict[str, Statement]:
    """The exponents that the claims speak of."""
    tangent, rectified = (
        d_M + formulas[OfKernel.POWER.of(one.name)] for one in (NeuralTangent(2), ArcCosine(1))
    )
    smooth = {t: 2 * nu}
    return {
        "exponent of $lambda_n$": Statement(
            exponents[b], f"the amplitude; {ROUGH}", letters=smooth, variable=n
        ),
        "$alpha_K$ of a kernel": Statement(
            exponents[b] - 1, f"the amplitude; {ROUGH}", shown=exponents[b], letters=smooth
        ),
        "exponent of $L(P)$, another target": Statement(
            exponents[r_P],
            scope="of Gaussian features with these eigenvalues",
            letters={alpha_S: d_M + 2 * nu, alpha_T: d_M + 2 * nu_T},
            reads=_least,
            variable=P,
        ),
        "power of the degree, neural tangent": Statement(
            tangent,
            "amplitudes at even and odd degrees",
            formulas[OfKernel.LEVEL],
            variable=degree,
        ),
        "power of the degree, ReLU features": Statement(
            rectified, "its amplitude", formulas[OfKernel.LEVEL], variable=degree
        ),
    }


def _least(formula: Expr) -> Expr:
    """A multiple of a least of several as a least, each in its simplest form."""
    (least,) = formula.atoms(Min)
    factor = formula / least
    return Min(*(simplify(factor * one) for one in least.args))
