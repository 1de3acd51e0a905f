"""The losses of ridge: formulas against digits, at both sides of N = P and at small penalties."""

from collections.abc import Iterable, Mapping
from functools import partial

from sympy import Expr, Rational, oo

from analytic import exact
from analytic.comparison import comparators as compare
from analytic.comparison.final_losses import (
    DOUBLE,
    final_replicas,
    numbers_at_penalty,
)
from analytic.comparison.law_digits import curve
from analytic.comparison.law_points import points
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.comparison.slopes import slope_between
from analytic.notation import a, b, gamma_R
from analytic.problem import FIELD_EQUATIONS, Model, PowerLaw, Ridge, replace_model
from analytic.result import Check, Effort, Number, Result
from analytic.stated import Formula
from analytic.symbolic.mean_field.keystone import keystone
from analytic.symbolic.mean_field.penalty import ridge_loss
from analytic.symbolic.mean_field.two_point import solution


class Penalised:
    """Formulas of the losses with a penalty, and at unlimited width of a small one."""

    TEST, TRAIN, SHARE = map(Formula, ("L of ridge", "Lhat of ridge", "(L + sigma^2)/Lhat"))
    ISOTROPIC = Formula("L of an isotropic target")
    SMALL, RATE = map(Formula, ("L of a small penalty", "exponent of ridge"))


_RIDGE = Ridge("1/20")
_SPECTRUM = PowerLaw(2, "3/2", modes=20)
_ISOTROPIC = PowerLaw("3/2", "3/2", modes=20)
_MODELS = (
    Model(_SPECTRUM, width=8, samples=12, noise="1/4"),
    Model(_SPECTRUM, width=12, samples=8, noise="1/4"),
)
_SMALL = points("2 3/2", "9/2 3/2")  # the power of the modes learned leads
_PENALTIES = tuple(Rational(1, 10**n) for n in (3, 6, 9))
_ROOM = 3  # a wrong term grows by 1e6 and more between two penalties, the next power does not
_APART = Rational(1, 3)  # the two powers, at least
_NEXT = gamma_R**3  # the first power that is left out
_GUARD, _SMALL_GUARD = 12, 40


def ridge_checks() -> tuple[Check, ...]:
    """Both losses at finite sizes by digits and by simulation, and the loss at small penalties."""
    return (
        compare.equal("losses of ridge on both sides of N = P", _pairs),
        compare.identical("the keystone on its diagonal", _by_keystone),
        compare.equal("cross-validation, and an isotropic target", _related),
        compare.bounded("ridge with a small penalty", _beyond_both_powers, room=_ROOM),
        compare.compared(
            "exact", "exponent of ridge", "the next power of a small penalty", _off_exponent
        ),
        compare.replicated("losses of ridge by replication", _drawn),
    )


def _pairs(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    digits = effort.digits + _GUARD
    for model in _MODELS:
        found = exact.losses(model, oo, digits, _RIDGE)
        for stated, number in zip(_stated(result, model, digits), found, strict=True):
            yield stated, to_sympy(number, digits), f"N = {model.width}, P = {model.samples}"


def _stated(result: Result, model: Model, digits: int) -> list[Expr]:
    """Both losses by the formulas, with kappa and the sums of the exact witness."""
    point = _point(model, digits)
    return [
        evaluated(result.formulas[name], point, digits)
        for name in (Penalised.TEST, Penalised.TRAIN)
    ]


def _point(model: Model, digits: int) -> Mapping[Expr, Expr]:
    return numbers_at_penalty(model, _RIDGE.penalty, digits)


def _related(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Test and noise over training loss; the loss without noise of c_k = lambda_k."""
    digits = effort.digits + _GUARD
    for model in _MODELS:
        where = f"N = {model.width}, P = {model.samples}"
        share = evaluated(result.formulas[Penalised.SHARE], _point(model, digits), digits)
        yield share, _share(model, digits), where
        plain = replace_model(model, spectrum=_ISOTROPIC, noise=0)
        name = Penalised.ISOTROPIC
        stated = evaluated(result.formulas[name], _point(plain, digits), digits)
        yield stated, _loss(plain, digits), f"{where}, isotropic"


def _by_keystone(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The test loss, and -s^2 h'(s)/D_P^2 - sigma^2."""
    one, solved = solution(FIELD_EQUATIONS)
    yield result.formulas[Penalised.TEST], ridge_loss(keystone(solved, one).h, one), ""


def _share(model: Model, digits: int) -> Expr:
    found = exact.losses(model, oo, digits, _RIDGE)
    return (to_sympy(found.test, digits) + model.noise) / to_sympy(found.train, digits)


def _loss(model: Model, digits: int) -> Expr:
    return exact_loss(model, oo, digits, _RIDGE)


def _exchanged(digits: int) -> Expr:
    one, other = (
        _loss(replace_model(model, spectrum=_ISOTROPIC, noise=0), digits) for model in _MODELS
    )
    return other - one


def _beyond_both_powers(result: Result, effort: Effort) -> Iterable[compare.Curve]:
    """What is left of the loss beyond both powers of a small penalty."""
    digits = effort.digits + _SMALL_GUARD
    for point in _SMALL:
        value = partial(_without_limits, PowerLaw(a, b).at(point), digits)
        stated = result.formulas[Penalised.SMALL].subs(point), _NEXT
        sizes = _PENALTIES[:1], _PENALTIES[1:]
        yield curve(value, stated, gamma_R, sizes, where=compare.at_point(point), digits=digits)


def _off_exponent(result: Result, effort: Effort) -> Iterable[compare.Off]:
    """The exponent against the local one at small penalties."""
    sizes = _PENALTIES[1:]
    for point in _SMALL:
        spectrum = PowerLaw(a, b).at(point)
        slope = -slope_between(sizes, [_without_limits(spectrum, effort.digits, x) for x in sizes])
        off = abs(slope - result.formulas[Penalised.RATE].subs(point)).evalf(15)
        yield compare.Off(off / sizes[0] ** _APART, compare.at_point(point))


def _without_limits(spectrum: PowerLaw, digits: int, penalty: Expr) -> Expr:
    """The loss at unlimited width and data."""
    return exact_loss(Model(spectrum), oo, digits, Ridge(penalty))


def _drawn(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    return (final_replicas(model, _stated(result, model, DOUBLE), _RIDGE) for model in _MODELS)


_NOISY = _MODELS[0]
NOISY_LOSS, NOISY_SHARE, EXCHANGED = (
    Number(name, partial(_point, model), value, undrawn="digits decide")
    for name, model, value in (
        ("L(gamma)", _NOISY, partial(_loss, _NOISY)),
        ("(L(gamma) + sigma^2)/Lhat(gamma)", _NOISY, partial(_share, _NOISY)),
        ("L(P, N) - L(N, P)", _NOISY, _exchanged),
    )
)
