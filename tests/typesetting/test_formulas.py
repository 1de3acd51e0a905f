"""Formulas in LaTeX and in Unicode: the letters of the papers, the order of a printed page."""

from collections.abc import Callable

import pytest
from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Expr,
    Integer,
    Max,
    Min,
    Or,
    Piecewise,
    Rational,
    Subs,
    Sum,
    cos,
    exp,
    gamma,
    im,
    log,
    oo,
    pi,
    polygamma,
    sin,
    sqrt,
    zeta,
)

from analytic.notation import (
    D_N,
    D_P,
    D_P2,
    R_02,
    H_k,
    L,
    Lhat,
    Ltilde,
    N,
    P,
    a,
    b,
    c_k,
    d,
    from_lower,
    from_upper,
    k,
    kappa2,
    lambda_k,
    offset,
    rho,
    s,
    s2,
    sigma2,
    t,
    u1,
    v1,
    w,
    w_star,
    x,
    z,
)
from analytic.typesetting import drawn_equation, formula


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        (kappa2 * D_P2, r"D_{P}' \kappa'"),
        (kappa2**2, r"\kappa'^{2}"),
        (sigma2**2 / s2, r"\frac{\sigma^{4}}{s'}"),
        (sqrt(sigma2), r"\sigma"),
        (w_star, r"w^{\ast}_{k}"),
        (R_02 * d, "R_{02} d"),
        (from_lower * from_upper, "(x - x_{-}) (x_{+} - x)"),
        (offset * t, "t (x - x_{0})"),
        (L(t) + Lhat(oo) + Ltilde(z), r"L(t) + \hat{L}(\infty) + \tilde{L}(z)"),
        (rho(x), r"\rho_{k}(x)"),
        (im(H_k), r"\operatorname{Im} H_{k}"),
        (Derivative(v1, u1), r"\frac{d v^{1}}{d u^{1}}"),
        (Derivative(L(t), t), "L'(t)"),
        (zeta(a).diff(a), r"\zeta'(a)"),
        (Subs(Derivative(zeta(x), x), x, a - b), r"\zeta'(a - b)"),
        (polygamma(0, a) ** 2, r"{\psi^{(0)}(a)}^{2}"),
        (Min(a - 1, 2 * b), r"\min(a - 1, 2 b)"),
        (Max(0, 1 - b) ** 2, r"\max^{2}(0, 1 - b)"),
        (Abs(a - b), r"\left\lvert a - b \right\rvert"),
        (N ** -Min(a - 1, b), r"N^{-\min(a - 1, b)}"),
        (t ** ((1 - a) / b), "t^{(1 - a)/b}"),
        (t ** (-(a - 1) / (b + 1)), "t^{(1 - a)/(b + 1)}"),
        (t ** (1 / b - 2), "t^{1/b-2}"),
        (t ** Rational(-3, 2), "t^{-3/2}"),
        (exp(-2 * lambda_k * t), r"e^{-2 \lambda_{k} t}"),
        (exp(-t / P), "e^{-t/P}"),
        (exp((1 / P + 1 / N) * t), r"\exp\left(t \left(\frac{1}{P} + \frac{1}{N}\right)\right)"),
        (gamma((a - 1) / b) / b, r"\frac{\Gamma((a - 1)/b)}{b}"),
        (sin(pi / (2 * b + 2)) ** (1 / b), r"\sin^{1/b}(\pi/(2 b + 2))"),
        (sin(pi / b) ** (3 * b / 2), r"\sin^{3 b/2}(\pi/b)"),
        (cos(pi * (a + (b + 1) * 2)), r"\cos(\pi (a + 2 b + 2))"),
        (gamma(1 - a / b + 2 / b), r"\Gamma(1 - a/b + 2/b)"),
        (Min(a / b, 1 - 1 / (b + 1)), r"\min(a/b, 1 - 1/(b + 1))"),
        (gamma((1 + 1 / a) / b), r"\Gamma\left(\frac{1}{b} \left(1 + \frac{1}{a}\right)\right)"),
        (log((a * (b + 1) - (b + 2) * N) / P), r"\log((a (b + 1) - N (b + 2))/P)"),
        (log(N) ** (b / (b + 1)) / a, r"\frac{\log^{b/(b + 1)}(N)}{a}"),
        (-d * (1 - d / P) / N, r"\frac{d}{N} \left(\frac{d}{P} - 1\right)"),
        (1 - d / P, r"1 - \frac{d}{P}"),
        (-2 * sqrt(a) + a + 1, r"a - 2 \sqrt{a} + 1"),
        (-(N * sigma2 + P * w) / (N - P), r"\frac{N \sigma^{2} + P w}{P - N}"),
        (-(a - b) * (1 - b), "(1 - b) (b - a)"),
        (-d / P, r"- \frac{d}{P}"),
        (Sum(c_k * k**-b, (k, 1, oo)), r"\sum_{k=1}^{\infty} c_{k} k^{-b}"),
        (And(a > 1, b > 1), r"a > 1 \text{ and } b > 1"),
        (Or(And(a > 1, b > 1), Eq(a, b)), r"(a > 1 \text{ and } b > 1) \text{ or } a = b"),
        (
            Piecewise((N, a < b + 1), (P, True)),
            r"\begin{cases} N & \text{if } a < b + 1 \\ P & \text{otherwise} \end{cases}",
        ),
        (Integer(1) / D_N / D_P, r"\frac{1}{D_{N} D_{P}}"),
    ],
)
def test_latex_is_that_of_a_paper(expression: Expr, latex: str) -> None:
    assert formula(expression) == latex


@pytest.mark.parametrize(
    ("expression", "drawn"),
    [
        (kappa2 * D_P2, "D_P'⋅κ'"),
        (w_star, "w*ₖ"),
        (R_02 * d, "R₀₂⋅d"),
        (sigma2 * s, "s⋅σ²"),
        (from_lower * t, "t⋅(x - x₋)"),
        (-2 * sqrt(a) + a + 1, "a - 2⋅√a + 1"),
        (zeta(1 - a / b), "ζ(1-a/b)"),
        (zeta(a) * sin(pi / b), "sin(π/b)⋅ζ(a)"),
        (im(H_k), "Im(Hₖ)"),
        (t ** ((1 - a) / b), " (1 - a)/b\nt"),
        (exp(-lambda_k * t), " -λₖ⋅t\nℯ"),
        (sigma2**2, " 4\nσ"),
    ],
)
def test_unicode_has_the_same_letters(expression: Expr, drawn: str) -> None:
    lines = drawn_equation(d, expression, 80).splitlines()
    assert [line[4:] for line in lines] == drawn.splitlines()


@pytest.mark.parametrize("show", [formula, lambda e: drawn_equation(d, e, 60)])
def test_what_is_printed_has_the_sign_it_had(show: Callable[[Expr], str]) -> None:
    for positive in ((a - b) / (N - P), (a - b) * (1 - b), sqrt(a) / (P - N), exp(a - b)):
        assert show(positive) != show(-positive)
