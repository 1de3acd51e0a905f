r"""Flat and white spectra against the three witnesses.

    H_k(s) = \int \rho(x)/(s + x) dx + \rho_0/s,   dH_k/dt = -\int x \rho(x) e^{-x t} dx

Algebra: both transforms, by integrals over the band. Digits: densities, atoms and responses, the
cubic, and the expansions by what they leave, bounded over decades of M/N. Simulations: mean errors
and moments of eigenvalues, by replication.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
from sympy import Add, Expr, Float, Integer, Poly, Rational, Symbol, exp, oo, sqrt

from analytic import exact, sampling
from analytic.comparison.comparators import (
    Curve,
    Left,
    Off,
    Pair,
    Reals,
    Replicas,
    at_point,
    bounded,
    compared,
    equal,
    identical,
    replicated,
)
from analytic.comparison.mean_errors import left_over, mean_errors
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.comparison.white_quantities import White
from analytic.notation import (
    D_N,
    H_k,
    L,
    alpha,
    kappa,
    mean_error,
    nu,
    ratio,
    s,
    t,
    x,
    x_minus,
    x_plus,
)
from analytic.problem import MeasuredSpectrum, Model
from analytic.result import Check, Effort, Result
from analytic.stated import Formula, Stated
from analytic.symbolic.slow_sums.losses import ATOM, DENSITY, band_integral, stieltjes_gap

_GUARD = 10
_MODES = 6
_FREQUENCIES = (Rational(1, 5), Integer(2))
_TIMES = (Rational(1, 2), Integer(4))
_BAND_POINTS = tuple(
    (share, other)
    for share in (Rational(1, 4), Integer(4))
    for other in (Rational(1, 2), Integer(3))
)
_NODES = 2  # a digit, in an integral over the band
_RATES_BELOW_AND_ABOVE = (Rational(1, 2), Integer(3))  # N/M
_SHARES = ((Rational(1, 2), Rational(5, 2)), (Integer(3), Rational(3, 4)), (Integer(2), Integer(4)))
_FIXED_TIMES = (Integer(2), Integer(8))  # where the next order, of r^3, is not zero
_SCALED_TIMES = (Rational(1, 2), Integer(2))

_SAMPLES, _FLAT_MODES, _FLAT_COPIES = 12, (5, 12, 30), (2, 4, 8)
_FLAT_TIMES = (Rational(1, 2), Integer(2), Integer(8))
_FLAT_NODES, _DOUBLE_DIGITS = 200, 20

_OF_DENSITY = (DENSITY, x_minus, x_plus, ATOM, H_k, kappa, D_N)

_Formulas = Mapping[Stated, Expr]


def flat_checks(eigenvalue: Expr) -> tuple[Check, ...]:
    """The checks of the density of a flat spectrum at unlimited width."""
    values = partial(_flat_values, eigenvalue=eigenvalue)
    errors = partial(_flat_errors, eigenvalue=eigenvalue)
    return (
        _stieltjes_check(ratio),
        equal("density, atom and response of flat spectra", values),
        replicated("mean errors of flat spectra by replication", errors, copies=_FLAT_COPIES),
    )


def white_checks(eigenvalue: Expr, moments: int, order: int) -> tuple[Check, ...]:
    """The checks of a white spectrum: so many moments of the rates, up to this order in M/N."""
    values = partial(_white_values, eigenvalue=eigenvalue)
    errors = partial(_white_errors, eigenvalue=eigenvalue)
    early = partial(_moments, eigenvalue=eigenvalue, moments=moments)
    left = partial(_moments_left, eigenvalue=eigenvalue, moments=moments)
    orders = partial(_orders, eigenvalue=eigenvalue, order=order)
    cubic, asked = partial(_cubic, eigenvalue=eigenvalue), "the digits asked"
    return (
        _stieltjes_check(nu),
        compared("symbolic", "dH/dt is the Laplace transform of the density", asked, _laplace),
        compared("exact", "the cubic at the exact responses", asked, cubic),
        equal("density, atom and responses at P = infinity", values),
        equal("mean error and loss at P = infinity", partial(_white_losses, eigenvalue=eigenvalue)),
        bounded("orders in M/N at fixed time", orders),
        bounded("limit at fixed t sqrt(M/N)", partial(_window, eigenvalue=eigenvalue)),
        identical("decay by that limit and by the transform", _rates),
        bounded("moments at early times", left),
        replicated("mean errors by replication", errors),
        replicated("moments of the eigenvalues by replication", early),
    )


def _stieltjes_check(share: Symbol) -> Check:
    """H_k against the integral of its density and the atom: fewer and more modes than n."""

    def offs(result: Result, effort: Effort) -> Iterator[Off]:
        for value, frequency in _BAND_POINTS:
            point = {share: value, s: frequency}
            gap = stieltjes_gap(result.formulas, point, effort.digits)
            yield Off(Float(gap, 15) * 10**effort.digits, at_point(point))

    name = "H_k is the Stieltjes transform of the density"
    return compared("symbolic", name, "the digits asked", offs)


def _laplace(result: Result, effort: Effort) -> Iterator[Off]:
    """The integral of -x rho e^{-x t} over the band, minus the Bessel function."""
    digits = effort.digits + _GUARD
    for value, time in _BAND_POINTS:
        point = {nu: value, t: time}
        nodes, falls = effort.digits * _NODES, -x * exp(-x * t)
        integral = _over_band(result.formulas, falls, point, nodes, digits)
        derived = result.formulas[White.RATE].subs(point).evalf(digits)
        yield Off(abs(derived - integral) * 10**effort.digits, at_point(point))


def _over_band(
    formulas: _Formulas, factor: Expr, point: Mapping[Expr, Expr], nodes: int, digits: int
) -> Float:
    """The integral of a factor times the density over its band."""
    edges = formulas[x_minus].subs(point), formulas[x_plus].subs(point)
    integrand = (factor * formulas[DENSITY]).subs(point)
    return Float(band_integral(integrand, x, edges, nodes, digits), digits)


def _density_values(formulas: _Formulas, model: Model, digits: int) -> Iterator[Pair]:
    """Atom, density and response at a share of modes, and those of the exact witness."""
    low, high = formulas[x_minus], formulas[x_plus]
    asked: list[tuple[Stated, Mapping[Expr, Expr], Any]]
    asked = [(ATOM, {}, exact.spectral_atom(model, digits=digits))]
    for part in (Rational(1, 10), Rational(2, 3)):
        rate = Rational(str((low + part * (high - low)).evalf(12)))
        asked.append((DENSITY, {x: rate}, exact.spectral_density(model, rate, digits=digits)))
    for frequency in _FREQUENCIES:
        found = exact.responses(model, frequency, digits=digits)
        response = exact.mode_response(model, frequency, digits=digits)
        numbers = ((H_k, response), (kappa, found.kappa), (D_N, found.R_3))
        asked += [(name, {s: frequency}, number) for name, number in numbers if name in formulas]
    for name, at, number in asked:
        yield evaluated(formulas[name], at, digits), to_sympy(number, digits), str(name)


def _at(result: Result, share: Symbol, value: Expr) -> dict[Stated, Expr]:
    """The formulas of the density and its response at a share of modes."""
    formulas = result.formulas
    return {one: formulas[one].subs(share, value) for one in _OF_DENSITY if one in formulas}


def _flat(modes: int, eigenvalue: Expr) -> Model:
    return Model(MeasuredSpectrum([eigenvalue] * modes, [1] * modes), samples=_SAMPLES)


def _flat_values(result: Result, effort: Effort, eigenvalue: Expr) -> Iterator[Pair]:
    for modes in _FLAT_MODES:
        formulas = _at(result, ratio, Rational(modes, _SAMPLES))
        yield from _density_values(formulas, _flat(modes, eigenvalue), effort.digits + _GUARD)


def _flat_errors(result: Result, _: Effort, eigenvalue: Expr) -> Iterator[Replicas]:
    r"""Simulated mean errors against atom + \int rho(x) e^{-x t} dx."""
    for modes in (_FLAT_MODES[0], _FLAT_MODES[-1]):
        formulas = _at(result, ratio, Rational(modes, _SAMPLES))
        expected = [
            formulas[ATOM]
            + _over_band(formulas, exp(-x * t), {t: time}, _FLAT_NODES, _DOUBLE_DIGITS)
            for time in _FLAT_TIMES
        ]
        yield mean_errors(_flat(modes, eigenvalue), _FLAT_TIMES, expected)


def _white(eigenvalue: Expr, width: Expr, samples: Expr = oo) -> Model:
    """M modes, with width and samples a share of M."""
    spectrum = MeasuredSpectrum([eigenvalue] * _MODES, [1] * _MODES)
    return Model(spectrum, width=width * _MODES, samples=samples * _MODES)


def _cubic(result: Result, effort: Effort, eigenvalue: Expr) -> Iterator[Off]:
    """The residual of the equation for D_N at the exact response, over the sum of its moduli."""
    digits = effort.digits + _GUARD
    unlimited = [(White.QUADRATIC, width, oo) for width, _ in _SHARES]
    for name, width, samples in [*((White.CUBIC, *one) for one in _SHARES), *unlimited]:
        for frequency in _FREQUENCIES:
            point = {nu: width, alpha: samples, s: frequency}
            model = _white(eigenvalue, width, samples)
            response = to_sympy(exact.responses(model, frequency, digits=digits).R_3, digits)
            polynomial = Poly(result.formulas[name].subs(point), D_N)
            terms = [factor * response**power for (power,), factor in polynomial.terms()]
            residual = abs(Add(*terms)) / Add(*map(abs, terms))
            yield Off(residual.evalf(5) * 10**effort.digits, at_point(point))


def _white_values(result: Result, effort: Effort, eigenvalue: Expr) -> Iterator[Pair]:
    """Density, atom and responses at unlimited data."""
    for share in _RATES_BELOW_AND_ABOVE:
        formulas = _at(result, nu, share)
        yield from _density_values(formulas, _white(eigenvalue, share), effort.digits + _GUARD)


def _white_losses(result: Result, effort: Effort, eigenvalue: Expr) -> Iterator[Pair]:
    """Mean error and loss at unlimited data."""
    digits, time = effort.digits + _GUARD, _TIMES[-1]
    for share in _RATES_BELOW_AND_ABOVE:
        model = _white(eigenvalue, share)
        formulas = {name: result.formulas[name].subs(nu, share) for name in (White.ERROR, L(t))}
        number = to_sympy(exact.mean_error(model, time, digits=digits), digits)
        yield evaluated(formulas[White.ERROR], {t: time}, digits), number, "H(t)"
        loss = exact_loss(model, time, digits) / _MODES
        error = {mean_error(2 * t): evaluated(formulas[White.ERROR], {t: 2 * time}, digits)}
        yield evaluated(formulas[L(t)].xreplace(error), {t: time}, digits), loss, "L(t)"


def _orders(result: Result, effort: Effort, eigenvalue: Expr, order: int) -> Iterator[Curve]:
    """The expansion in M/N at fixed time: what is left falls as the first power left out."""
    formula = result.formulas[White.FIXED]

    def left(small: Expr, time: Expr, digits: int) -> Left:
        found = exact.mean_error(_white(eigenvalue, 1 / small), time, digits=digits)
        stated = evaluated(formula, {ratio: small, t: time}, digits)
        return Left(abs(to_sympy(found, digits) - stated), small ** (order + 1))

    return left_over(left, _FIXED_TIMES, effort)


def _window(result: Result, effort: Effort, eigenvalue: Expr) -> Iterator[Curve]:
    """The limit at fixed t sqrt(M/N), t sqrt(M/P): what is left falls as the root of M/N."""

    def left(name: Formula, data: Expr, small: Expr, time: Expr, digits: int) -> Left:
        at = {nu: 1 / small, alpha: data / small, t: time / sqrt(small)}
        model = _white(eigenvalue, at[nu], at[alpha])
        found = to_sympy(exact.mean_error(model, at[t], digits=digits), digits)
        return Left(abs(found / evaluated(result.formulas[name], at, digits) - 1), sqrt(small))

    for name, data in ((White.WINDOW, Integer(2)), (White.SHORT, oo)):
        yield from left_over(partial(left, name, data), _SCALED_TIMES, effort, f"{name}, ")


def _rates(result: Result, _: Effort) -> Iterator[Pair]:
    """The decay by the limit at fixed t sqrt(M/N), and the Bessel function."""
    yield result.formulas[White.RATE_BY_IT], result.formulas[White.RATE], "dH/dt"


def _moments_left(
    result: Result, effort: Effort, eigenvalue: Expr, moments: int
) -> Iterator[Curve]:
    """What the moments of the rates leave of the mean error falls as the next power of t."""
    formula = result.formulas[White.EARLY]
    for shares in _SHARES:
        numbers = formula.subs({nu: shares[0], alpha: shares[1]})

        def left(small: Expr, _: Expr, digits: int, numbers: Expr = numbers) -> Left:
            model = _white(eigenvalue, *shares)  # noqa: B023 - called before the next shares
            found = to_sympy(exact.mean_error(model, small, digits=digits), digits)
            return Left(abs(found - evaluated(numbers, {t: small}, digits)), small ** (moments + 1))

        yield from left_over(left, (Integer(0),), effort, f"N/M, P/M = {shares}, ")


def _white_errors(result: Result, _: Effort, eigenvalue: Expr) -> Iterator[Replicas]:
    """Simulated mean errors at unlimited data against the Bessel integral."""
    for share in _RATES_BELOW_AND_ABOVE:
        formula = result.formulas[White.ERROR]
        expected = [formula.subs({nu: share, t: time}).evalf(_GUARD) for time in _TIMES]
        yield mean_errors(_white(eigenvalue, share), _TIMES, expected)


def _moments(result: Result, _: Effort, eigenvalue: Expr, moments: int) -> Iterator[Replicas]:
    """Moments of simulated eigenvalues at limited N and P against the cubic's."""
    powers = np.arange(1, moments + 1)
    for shares in _SHARES:
        early = result.formulas[White.EARLY].subs({nu: shares[0], alpha: shares[1]})
        model = _white(eigenvalue, *shares)

        def draw(r: int, effort: Effort, model: Model = model) -> Reals:
            found = sampling.eigenvalues(model.replicated(r), **effort.simulation)
            rates = r * found[:, :, None]  # a replicated mode is learned at 1/r of its rate
            return np.asarray((rates**powers).sum(axis=1) / (_MODES * r))

        expected = [float(abs(early.diff(t, int(n)).subs(t, 0))) for n in powers]
        yield Replicas(np.array(expected), draw)
