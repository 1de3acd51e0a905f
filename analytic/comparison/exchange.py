r"""Width and samples exchanged, at pairs of frequencies, by simulation, and draw by draw.

    X = Z \Lambda^{1/2} A^T/\sqrt{N P},   v = w^* - A^T g(X^T X) X^T Z \Lambda^{1/2} w^*/\sqrt{N P}

with g = (1 - e^{-x t})/x, 1/(x + \gamma), or the pseudo-inverse at the end. The mean over isotropic
targets is the squared norm of the matrix that takes w^* to \Lambda^{1/2} v.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
from sympy import Expr, Integer, Matrix, Rational, diag, oo

from analytic import exact
from analytic.comparison.comparators import Off, Reals, Replicas, compared, replicated
from analytic.comparison.field_equations import numbers_at
from analytic.comparison.final_losses import drawn_at_end, numbers_at_penalty
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.problem import Model, PowerLaw, Ridge, replace_model
from analytic.result import Check, Effort, Number, Result
from analytic.stated import Formula


class Duality:
    """Formulas of the exchange of width and data."""

    DIFFERENCE, RATIO, EXCHANGED = map(Formula, ("difference", "ratio", "exchanged"))
    NOISE, DRAW = map(Formula, ("exchanged, noise", "exchanged in a draw"))


_PAIRS = ((Rational(1, 7), Rational(3, 2)), (Rational(1, 10**6), Integer(2)))
_MODELS = (
    Model(PowerLaw(2, "3/2"), 8, 12, "1/4"),
    Model(PowerLaw("3/2", "3/2"), 30, 7, "1/9"),
)
_DRAWN = Model(PowerLaw("3/2", "3/2", modes=20), 14, 6, 1)
_RIDGE = Ridge("1/20")
_GUARD, _DOUBLE = 12, 16

_SIZES = ((3, 7), (7, 3), (5, 5), (4, 9))  # width and samples
_FEATURES = 12
_ROUNDING = 1e-9  # in doubles, at the condition numbers of such draws
Filter = Callable[[Reals], Reals]
_FILTERS: dict[str, Filter] = {
    "time 20": lambda x: -np.expm1(-20 * x) / x,
    "a penalty of 1/50": lambda x: 1 / (x + 0.02),
    "the end": lambda x: 1 / x,
}


def exchange_checks() -> tuple[Check, ...]:
    """The difference at pairs of frequencies, that of noise by replication, and every draw."""
    return (
        compared("exact", "width and samples exchanged", "the digits asked", _at_frequencies),
        replicated("what noise adds to an exchange, by replication", _by_noise),
        compared("sampling", "exchange in every draw", "rounding, and more elsewhere", _drawn),
    )


def _at_frequencies(result: Result, effort: Effort) -> Iterator[Off]:
    """Two-point functions of both, and the losses of ridge of an isotropic target."""
    digits = effort.digits + _GUARD
    for model in _MODELS:
        for pair in _PAIRS:
            one, two = (
                to_sympy(exact.two_point(x, *pair, digits=digits).C_0, digits)
                for x in (model, _other(model))
            )
            stated = evaluated(
                result.formulas[Duality.EXCHANGED], numbers_at(model, pair, digits), digits
            )
            gap = stated / (pair[0] * pair[1] * (one - two)) - 1
            yield Off(abs(gap) * 10**effort.digits, f"N = {model.width}, {pair}")
    model = _MODELS[1]
    stated = evaluated(
        result.formulas[Duality.NOISE],
        numbers_at_penalty(model, _RIDGE.penalty, digits),
        digits,
    )
    gap = stated / _difference(model, digits) - 1
    yield Off(abs(gap) * 10**effort.digits, "a penalty")


def _other(model: Model) -> Model:
    return replace_model(model, width=model.samples, samples=model.width)


def _difference(model: Model, digits: int) -> Expr:
    one, two = (exact_loss(x, oo, digits, _RIDGE) for x in (model, _other(model)))
    return one - two


def _by_noise(result: Result, _: Effort) -> Iterable[Replicas]:
    stated = evaluated(
        result.formulas[Duality.NOISE],
        numbers_at_penalty(_DRAWN, _RIDGE.penalty, _DOUBLE),
        _DOUBLE,
    )
    yield Replicas(np.array([stated], dtype=float), _noisy)


def _noisy(r: int, effort: Effort) -> Reals:
    """Differences of the losses of two models in draws of r copies."""
    one, two = (
        drawn_at_end(model, _RIDGE, 1, r, replace(effort, seed=2 * effort.seed + number))
        for number, model in enumerate((_DRAWN, _other(_DRAWN)))
    )
    return one - two


def _drawn(result: Result, effort: Effort) -> Iterator[Off]:
    """Each draw with A and Z exchanged; and that another target or one more factor tells them."""
    generator = np.random.default_rng(effort.seed)
    stated = float(result.formulas[Duality.DRAW])
    root = np.arange(1.0, _FEATURES + 1) ** -0.75
    for width, samples in _SIZES:
        one, two = (generator.standard_normal((x, _FEATURES)) for x in (width, samples))
        for name, function in _FILTERS.items():
            where = f"N = {width}, P = {samples}, {name}"
            there, back = _error(one, two, root, function), _error(two, one, root, function)
            scale = np.sum(there**2)
            off = abs(np.sum(there**2) - np.sum(back**2) - stated) / scale
            yield Off(Integer(0) + off / _ROUNDING, where)
            apart = abs(np.sum((there * root) ** 2) - np.sum((back * root) ** 2)) / scale
            yield Off(Integer(0) + _ROUNDING / apart, f"{where}, another target")
    yield from _unlimited(generator, root, stated)


def _error(projection: Reals, samples: Reals, root: Reals, function: Filter) -> Reals:
    r"""The matrix that takes w^* to \Lambda^{1/2} v."""
    scale = np.sqrt(len(projection) * len(samples))
    left, values, right = np.linalg.svd((samples * root) @ projection.T / scale, False)
    learned = right.T * (function(values**2) * values) @ left.T
    return np.asarray(
        np.diag(root) - root[:, None] * (projection.T @ learned @ samples) * root / scale
    )


def _unlimited(generator: np.random.Generator, root: Reals, stated: float) -> Iterator[Off]:
    """One of both unlimited: E5 as printed, least squares in features, interpolation of samples."""
    covariance = np.diag(root**2)
    for size in (3, 8):
        drawn = generator.standard_normal((size, _FEATURES))
        gram = drawn @ covariance @ drawn.T
        printed = np.trace(
            covariance - covariance @ drawn.T @ np.linalg.solve(gram, drawn @ covariance)
        )
        features = root[:, None] * drawn.T
        fitted = features @ np.linalg.lstsq(features, np.diag(root), rcond=None)[0]
        points = drawn * root
        interpolated = np.linalg.pinv(points) @ points
        for name, error in (
            ("features", np.diag(root) - fitted),
            ("samples", root[:, None] * (np.eye(_FEATURES) - interpolated)),
        ):
            off = abs(np.sum(error**2) - printed - stated) / printed
            yield Off(Integer(0) + off / _ROUNDING, f"{size} {name} against eq. as printed")


def _of_a_draw(_: int) -> Expr:
    """The loss of two samples of three modes less that of two features, in rational numbers."""
    drawn, root = Matrix([[1, 2, -1], [3, 0, 1]]), diag(1, Rational(1, 2), Rational(1, 3))
    features, points = root * drawn.T, drawn * root
    by_width = root - features * (features.T * features).inv() * features.T * root
    by_data = root - root * points.T * (points * points.T).inv() * points
    one, other = ((error * error.T).trace() for error in (by_data, by_width))
    return one - other


EVERY_DRAW = Number(
    "L(D) - L(P) of a draw, 2 of 3 modes, c_k = lambda_k",
    lambda _: {},
    _of_a_draw,
    undrawn="each draw is one",
)
