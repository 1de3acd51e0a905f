r"""The best penalty against noise: its laws in digits, where noise begins, and beside stopping.

The laws are leading orders; the first term that they leave out is of relative order kappa^{1/b} or
P^-gain, gain as given with each point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial

from sympy import Expr, Integer, Integral, Rational, log, oo

from analytic import exact
from analytic.comparison import comparators as compare
from analytic.comparison.final_losses import (
    DOUBLE,
    final_replicas,
    numbers_at_penalty,
)
from analytic.comparison.law_digits import curve, in_regime
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.notation import P, a, b, sigma2, x
from analytic.problem import Model, PowerLaw, Ridge
from analytic.result import Check, Effort, Number, Result
from analytic.stated import Formula

NOISE = Rational(1, 4)


class BestPenalty:
    """Formulas of the best penalty at unlimited width, with noise and without."""

    WIDE, LOSS, PENALTY = map(Formula, ("L at unlimited width", "L*(P)", "gamma*(P)"))
    BEGINS, RANK, QUIET = map(Formula, ("begins", "z*", "L*(P) without noise"))


_POINTS: tuple[tuple[Mapping[Expr, Expr], Expr], ...] = (
    ({a: Integer(2), b: Rational(3, 2)}, Rational(1, 2)),
    ({a: Integer(5), b: Rational(3, 2)}, Rational(1, 4)),
)
_QUIET: tuple[tuple[Mapping[Expr, Expr], Expr], ...] = (
    ({a: Rational(5, 4), b: Rational(3, 2)}, Rational(1, 2)),  # a penalty is best
    ({a: Integer(2), b: Rational(3, 2)}, Rational(1, 2)),
    ({a: Integer(5), b: Rational(3, 2)}, Rational(1, 4)),
)
_SIZES = (Integer(10) ** 10,), (Integer(10) ** 18, Integer(10) ** 26)
_DIGITS, _BEGUN, _GUARD = 16, 12, 12
_ROOM, _SAMPLES = 3, Integer(10) ** 3
_MODEL = Model(PowerLaw(2, "3/2", modes=20), samples=12, noise="1/4")
_RIDGE = Ridge("1/20")


def noise_checks() -> tuple[Check, ...]:
    """The loss at unlimited width, the laws of the best penalty, and where noise begins."""
    return (
        compare.equal("loss with a penalty at unlimited width", _whole),
        compare.bounded("laws of the best penalty against noise", _laws, room=_ROOM),
        compare.bounded("law of the loss at the best penalty without noise", _quiet, room=_ROOM),
        compare.equal(
            "noise begins where the best penalty is that of d = P",
            _begins,
            digits=_BEGUN,
        ),
        compare.equal(
            "what is left of the noise at the best penalty", _envelope, witness="symbolic"
        ),
        compare.replicated("loss with a penalty, by replication", _drawn),
    )


def _whole(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    digits = effort.digits + _GUARD
    yield _stated(result, digits), exact_loss(_MODEL, oo, digits, _RIDGE), ""


def _stated(result: Result, digits: int) -> Expr:
    """The formula of the loss, with kappa and the sums of the exact witness."""
    numbers = numbers_at_penalty(_MODEL, _RIDGE.penalty, digits)
    return evaluated(result.formulas[BestPenalty.WIDE], numbers, digits)


def _envelope(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The slope of the least loss in 1/P: sigma^2/P d_2 at that penalty, d_2 by an integral."""
    digits = effort.digits + _GUARD
    for point, _gain in _POINTS:
        at = {**point, sigma2: NOISE, P: _SAMPLES}
        loss, penalty = (
            in_regime(result, one, point) for one in (BestPenalty.LOSS, BestPenalty.PENALTY)
        )
        falls = (-P * loss.diff(P)).subs(at).evalf(digits)
        integral = Integral((1 + x ** point[b]) ** -2, (x, 0, oo)).evalf(digits)
        learned = integral * penalty.subs(at).evalf(digits) ** (-1 / point[b])
        yield falls, NOISE * learned / _SAMPLES, compare.at_point(point)


def _drawn(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    yield final_replicas(_MODEL, [_stated(result, DOUBLE)], _RIDGE)


def _laws(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """The best penalty and the loss there, at more and more samples."""
    for point, gain in _POINTS:
        spectrum = PowerLaw(a, b).at(point)
        for name, number in ((BestPenalty.LOSS, "loss"), (BestPenalty.PENALTY, "penalty")):
            stated = in_regime(result, name, point).subs({**point, sigma2: NOISE})
            value = partial(_best, spectrum, number)
            error = stated * P**-gain
            where = f"{name}, {compare.at_point(point)}"
            yield curve(value, (stated, error), P, _SIZES, where=where, digits=_DIGITS)


def _quiet(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """The least loss without noise, and the dimension there where it is below P."""
    for point, gain in _QUIET:
        spectrum = PowerLaw(a, b).at(point)
        rank = in_regime(result, BestPenalty.RANK, point).subs(point)
        values = {BestPenalty.QUIET: partial(_best_quiet, spectrum)}
        values |= {} if rank == 1 else {BestPenalty.RANK: partial(_rank, spectrum)}
        for name, value in values.items():
            stated = in_regime(result, name, point).subs(point)
            sizes, where = (_SIZES[0], _SIZES[1][:1]), f"{name}, {compare.at_point(point)}"
            error = stated * P**-gain
            yield curve(value, (stated, error), P, sizes, where=where, digits=_DIGITS)


def _best_quiet(spectrum: PowerLaw, size: Expr) -> Expr:
    """The least loss without noise: without a penalty where a slight one is worse."""
    model = Model(spectrum, samples=size)
    bare = exact_loss(model, oo, _DIGITS)
    unit = exact.responses(model, size**-20, _DIGITS).kappa
    slightly = Ridge(Rational(str(to_sympy(unit, _DIGITS))) / 1000)
    if exact_loss(model, oo, _DIGITS, slightly) > bare:
        return bare
    return to_sympy(_optimum(model).loss, _DIGITS)


def _rank(spectrum: PowerLaw, size: Expr) -> Expr:
    """d/P at the best penalty."""
    model = Model(spectrum, samples=size)
    penalty = to_sympy(_optimum(model).penalty, _DIGITS)
    root = exact.responses(model, Rational(str(penalty)), _DIGITS).kappa
    return to_sympy(exact.resolvents(spectrum, to_sympy(root, _DIGITS), _DIGITS).d, _DIGITS) / size


def _best(spectrum: PowerLaw, number: str, size: Expr) -> Expr:
    return to_sympy(getattr(_optimum(Model(spectrum, samples=size, noise=NOISE)), number), _DIGITS)


@lru_cache(maxsize=16)
def _optimum(model: Model) -> exact.OptimalRidge:
    return exact.optimal_ridge(model, _DIGITS)


def _begins(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The best penalty at the stated number of samples against (A_d/P)^b, A_d by a sum of modes."""
    for point, _gain in _POINTS:
        at = {**point, sigma2: NOISE}
        size = in_regime(result, BestPenalty.BEGINS, point).subs(at).evalf(_DIGITS)
        penalty = in_regime(result, BestPenalty.PENALTY, point).subs({**at, P: size}).evalf(_DIGITS)
        far = Rational(1, 10) ** 40
        dimension = to_sympy(exact.resolvents(PowerLaw(a, b).at(point), far, _DIGITS).d, _DIGITS)
        amplitude = (dimension + Rational(1, 2)) * far ** (1 / point[b])
        yield penalty, ((amplitude / size) ** point[b]).evalf(_DIGITS), compare.at_point(point)


def _slope(loss: Callable[[PowerLaw, Expr], Expr], digits: int) -> Expr:
    """The local exponent of the least loss at 10^18 samples, a = 2, b = 3/2."""
    sizes = Integer(10) ** 18, Integer(10) ** 20
    one, other = (loss(PowerLaw(2, "3/2"), size) for size in sizes)
    return (log(one / other) / log(100)).evalf(digits)


def _noisy(spectrum: PowerLaw, size: Expr) -> Expr:
    return _best(spectrum, "loss", size)


NOISY_BEST, QUIET_BEST = (
    Number(
        f"exponent of L^*(P) at P = 10^18, a = 2, b = 3/2, {words}",
        lambda _: {a: Integer(2), b: Rational(3, 2)},
        partial(_slope, loss),
        undrawn="digits decide",
    )
    for words, loss in (("noise 1/4", _noisy), ("no noise", _best_quiet))
)
