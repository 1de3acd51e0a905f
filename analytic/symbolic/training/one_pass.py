r"""One-pass SGD: generating functions of the loss, of its bias and of its kernel, at z = e^{-p}.

    L_n = F_n + \sum_{m<n} K_{n-1-m} (L_m + \sigma^2),
    G_L = G_F + G_K [G_L + \sigma^2/(1 - z)],   G_K = \sum_n K_n z^{n+1}

F_n and K_n are averages of q(x)^n and push(x) q(x)^n over the spectrum of K. 1 - z q(x) is
quadratic in x: by partial fractions both are resolvents at -x = s_- and s_+, its two roots.

Late times are small p. Near p = 0 only the root s_- = p/(2 \eta) + ... meets the end of the
spectrum, x -> 0: it brings the powers of p that are not whole. The other root is beyond the
spectrum: what it brings is analytic, two numbers and O(p).
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Poly,
    Symbol,
    exp,
    expand,
    expand_func,
    expand_mul,
    factor,
    gamma,
    limit,
    oo,
    pi,
    rf,
    simplify,
    sin,
    solve,
)
from sympy.logic.boolalg import Boolean
from sympy.polys.polyroots import roots_quadratic

from analytic.notation import (
    D_N,
    D_P,
    G_F,
    G_K,
    G_L,
    K_Sigma,
    N,
    P,
    c_k,
    d,
    d_2,
    epsilon,
    kappa,
    p,
    s,
    sigma2,
    t,
    w,
    w_2,
    w_plus,
    x,
)
from analytic.problem import FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.mean_field.finite_size import nearby
from analytic.symbolic.mean_field.responses import sum_over_modes
from analytic.symbolic.mean_field.two_point import solution
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, SpectralSeries, series_of_sums
from analytic.symbolic.mellin.spectral_functions import ResolventSum
from analytic.symbolic.series.log_powers import LogPowers, substitute
from analytic.symbolic.series.order import canonical
from analytic.symbolic.series.transfer import late_time
from analytic.symbolic.training.batch_moments import BatchStep


class Resolvents(NamedTuple):
    r"""W = \sum_k c_k H_k and Tr K/(s + K) = \sum_k (1 - s H_k) at P = infinity, in kappa, d, w.

    `first` holds their coefficients of 1/N at fixed s, `unlimited` what they are without it.
    """

    target: Expr
    trace: Expr
    first: tuple[Expr, Expr]

    @property
    def unlimited(self) -> tuple[Expr, Expr]:
        """Both at N = infinity, where kappa = s."""
        return self.target.subs(kappa, s), self.trace.subs(kappa, s)


@cache
def resolvents(statement: FieldEquations) -> Resolvents:
    """The resolvents of K at unlimited data, from the mode response of the field equations."""
    one = solution(statement).one_point
    response = one.H_k.subs({D_P: limit(one.D_P, P, oo)})
    target, trace = (
        sum_over_modes(cancel(summand.subs(D_N, s / kappa)))
        for summand in (c_k * response, 1 - s * response)
    )
    moved = nearby(statement, N, P)
    first = tuple(cancel(f.xreplace(moved).diff(epsilon).subs(epsilon, 0)) for f in (target, trace))
    return Resolvents(cancel(target), cancel(trace), (first[0], first[1]))


class Root(NamedTuple):
    """A root: s = -x at p, and the residue of 1/(1 - z q(x)) there, each as functions of p."""

    place: Expr
    residue: Expr


def renewal() -> Expr:
    r"""The transform of the loss from those of its bias and its kernel, by the convolution theorem.

        G_L = [G_F + G_K \sigma^2/(1 - z)]/(1 - G_K),   z = e^{-p}

    G_K here includes its z: the Volterra equation of [paquette2024phases].
    """
    rest = G_F(p) + G_K(p) * (G_L(p) + sigma2 / (1 - exp(-p))) - G_L(p)
    return -rest.subs(G_L(p), 0) / rest.diff(G_L(p))  # it is linear in G_L


@cache
def roots(step: BatchStep) -> tuple[Root, Root]:
    """The root that vanishes with p, and the other one.

        1 - z q(x) = 0,   x = -s_-, -s_+,   z = e^{-p}

    q is what a step keeps of the square of an error.
    """
    quadratic = Poly(expand(exp(p) * _vanishing(step)), x)
    one, other = roots_quadratic(quadratic)
    apart = factor(quadratic.LC() * (one - other))
    found = [Root(-one, exp(p) / apart), Root(-other, -exp(p) / apart)]
    near, far = sorted(found, key=lambda root: simplify(root.place.subs(p, 0)) != 0)
    return near, far


@cache
def near_root(step: BatchStep) -> Root:
    """Slope of s_- at p = 0, and the residue there: s_- = slope p + ..., by implicit functions."""
    function = _vanishing(step)
    in_x, in_p = (function.diff(symbol).subs({x: 0, p: 0}) for symbol in (x, p))
    return Root(simplify(in_p / in_x), simplify(1 / in_x))


@cache
def far_root(step: BatchStep) -> Root:
    """s_+ and the residue at p = 0, where the other root is zero."""
    function = _vanishing(step).subs(p, 0)
    (place,) = solve(cancel(function / x), x)
    return Root(-place, simplify(1 / function.diff(x).subs(x, place)))


def _vanishing(step: BatchStep) -> Expr:
    """1 - z q(x)."""
    return 1 - exp(-p) * step.keep


def push_over_rate(step: BatchStep) -> Expr:
    """The push without one of its factors x, which goes into Tr K/(s + K) = d, at x = -s."""
    return cancel(step.push / x).subs(x, -s)


_POLES = 2  # from every string of Gamma
_PASSES = 2  # how often noise is passed on by the kernel's singular part
_ONE = LogPowers.constant(p, Integer(1))
_REST = LogPowers.of(p, [], [(Integer(1), 0)])
_NUMBER = LogPowers.of(p, [], [(Integer(0), 0)])


class Transforms(NamedTuple):
    """G_F and G_K at small p, and where two poles of the sums behind them do not collide."""

    bias: LogPowers
    kernel: LogPowers
    conditions: tuple[Boolean, ...]


def transforms(spectrum: PowerLaw, step: BatchStep, resolvents: tuple[Expr, Expr]) -> Transforms:
    """G_F and G_K from both resolvents at small s; what the far root brings is w_+ and K_Sigma."""
    return _transforms(spectrum, step, resolvents, (w_plus, K_Sigma))


def first_in_width(
    spectrum: PowerLaw, step: BatchStep, resolvents: tuple[Expr, Expr]
) -> Transforms:
    """Their coefficients of 1/N, from those of the resolvents, up to what is analytic in p."""
    return _transforms(spectrum, step, resolvents, None)


def _transforms(
    spectrum: PowerLaw,
    step: BatchStep,
    resolvents: tuple[Expr, Expr],
    far: tuple[Symbol, Symbol] | None,
) -> Transforms:
    sums, conditions = _sums(spectrum)
    near = near_root(step)
    place = LogPowers.of(p, [((Integer(1), 0), near.place)], [(Integer(2), 0)])
    known = {**sums, s: LogPowers.variable(kappa)}
    target, trace = resolvents
    bias, kernel = (
        substitute(function, known, kappa, 1).composed(place, 1) * (_ONE + _REST).scaled(residue)
        for function, residue in (
            (target, near.residue),
            (push_over_rate(step) * trace, near.residue),
        )
    )
    if far is None:
        return Transforms(bias + _NUMBER, kernel + _NUMBER, conditions)
    numbers = far_root(step).residue * far[0], far[1]
    bias, kernel = (
        part + LogPowers.constant(p, number) + _REST
        for part, number in zip((bias, kernel), numbers, strict=True)
    )
    return Transforms(bias, kernel, conditions)


@cache
def _sums(spectrum: PowerLaw) -> SpectralSeries:
    return series_of_sums(
        spectrum, _POLES, {symbol: DEFINITIONS[symbol] for symbol in (d, d_2, w, w_2)}
    )


def loss_transform(at: Transforms) -> LogPowers:
    """The transform of the loss, without label noise.

        G_L = G_F/(1 - G_K)

    `at` holds both.
    """
    return at.bias * _passed(at)


def loss_transform_in_width(at: Transforms, first: Transforms) -> LogPowers:
    """The coefficient of 1/N in the transform of the loss, without label noise.

        G_{F1}/(1 - G_K) + G_F G_{K1}/(1 - G_K)^2

    `first` holds the coefficients of 1/N.
    """
    passed = _passed(at)
    return first.bias * passed + at.bias * first.kernel * passed * passed


def _passed(at: Transforms) -> LogPowers:
    return (_ONE - at.kernel).power(Integer(-1), _PASSES)


def late(series: LogPowers) -> LogPowers:
    r"""A transform at small p, after so many steps t, its coefficients by Gamma's reflection."""
    found = late_time(series, t)
    terms = [(key, _reflected(factor(c))) for key, c in found.terms.items()]
    return LogPowers.of(found.small, terms, found.omitted)


def _reflected(product: Expr) -> Expr:
    r"""\pi/(\sin(\pi x) \Gamma(x + m)) = \Gamma(1 - x)/(x)_m, and the same with 1 - x for x."""
    below = [base for base, power in product.as_powers_dict().items() if power == -1]
    for sine in (base for base in below if isinstance(base, sin)):
        for other in (base for base in below if isinstance(base, gamma)):
            own = expand_mul(sine.args[0] / pi)
            for start in (own, 1 - own):
                m = canonical(expand_mul(other.args[0]) - start)
                if m.is_Integer:
                    ratio = gamma(1 - start) / _rising(start, int(m))
                    return product * sine * other / pi * ratio
    return product


def _rising(x: Expr, m: int) -> Expr:
    """Gamma(x + m)/Gamma(x)."""
    return expand_func(rf(x, m)) if m >= 0 else 1 / expand_func(rf(x + m, -m))


def constants(spectrum: PowerLaw, step: BatchStep) -> Mapping[Symbol, Expr]:
    r"""w_+ = \sum c/(\lambda + s_+) and K_\Sigma, a multiple of d(s_+), as sums over modes."""
    far = far_root(step)
    push = push_over_rate(step).subs(s, far.place)
    return {
        w_plus: Add(
            *(_far_sum(spectrum, c, power, far.place) for c, power in spectrum.target_powers)
        ),
        K_Sigma: far.residue * push * _far_sum(spectrum, spectrum.scale, spectrum.b, far.place),
    }


def _far_sum(spectrum: PowerLaw, coefficient: Expr, power: Expr, place: Expr) -> Expr:
    r"""\sum_k coefficient k^{-power}/(\lambda_k + s) over all modes."""
    growth = spectrum.multiplicity_growth
    resolvent = ResolventSum(growth - power, Integer(1), -spectrum.b, spectrum.scale / place)
    return coefficient * spectrum.multiplicity * resolvent / place
