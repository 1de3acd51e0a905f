r"""Measured exponents back to laws: settings that have them, where, and what tells these apart.

low_x <= r_x(a, b) <= high_x   for every resource x that was measured
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from sympy import Expr, Piecewise, Rational, Symbol, false, piecewise_fold, simplify, solve, true
from sympy.logic.boolalg import Boolean

from analytic.fits.loss_table import RESOURCES
from analytic.notation import a, b
from derivations.consistency.measured import Measured, measured_exponents
from derivations.consistency.regions import Exponents, region
from derivations.consistency.settings import Setting, settings_named

Interval = tuple[float, float]

_SOME_B = [1 + Rational(2) ** power for power in range(-6, 8)]


class Curve(NamedTuple):
    """letter = value, where an exponent has its measured value: a as a function of b, or b."""

    letter: Symbol
    value: Expr
    where: Boolean


@dataclass(frozen=True)
class Consistent:
    """A setting that has the measured exponents: its laws, the region of a and b, predictions.

    `exponents` are its formulas by resource, `results` where they are derived; `a`, `b` and `free`
    the ends of the region, `predicted` those of the other exponents there; `curves` belong to the
    measured values without their errors; of resources in `untested`, measured, it says nothing.
    """

    setting: Setting
    exponents: Mapping[str, Expr]
    a: Interval
    b: Interval
    free: Interval | None
    predicted: Mapping[str, Interval]
    curves: Mapping[str, tuple[Curve, ...]]
    untested: tuple[str, ...]


@dataclass(frozen=True)
class Excluded:
    """A setting that does not have the measured exponents, and which of them it cannot have."""

    setting: Setting
    reason: str


@dataclass(frozen=True)
class Further:
    """A resource in which the remaining settings differ, and what each of them predicts.

    `apart` are pairs of settings whose predictions do not overlap.
    """

    resource: str
    predicted: Mapping[str, Interval]
    apart: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Lookup:
    """Settings that are consistent with measured exponents, others, and what to measure next."""

    measured: Mapping[str, Measured]
    consistent: tuple[Consistent, ...]
    excluded: tuple[Excluded, ...]
    further: Further | None


def consistent_laws(
    *,
    t: Any = None,
    N: Any = None,
    P: Any = None,
    C: Any = None,
    settings: Sequence[str] | None = None,
) -> Lookup:
    r"""The laws, and the a and b, that are consistent with measured exponents.

    Each exponent is text such as "0.3±0.02" or "0.28:0.32", a pair of value and error, what a fit
    of losses found, or a number. The error is that of the interval: nothing outside is consistent.

    Raises    InvalidProblemError for what is no exponent, or no setting.

    Measured on CIFAR-5M with a ResNet, b = 2 and a - 1 = 0.15 [bordelon2024dynamical]:

    >>> found = consistent_laws(t=0.075, C=0.05, settings=["fixed random features"])
    >>> [(round(one.a[0], 6), round(one.b[0], 6)) for one in found.consistent]
    [(1.15, 2.0)]
    """
    measured = measured_exponents({"t": t, "N": N, "P": P, "C": C})
    consistent, excluded = [], []
    for setting in settings_named(None if settings is None else tuple(settings)):
        found = _judged(setting, measured)
        if isinstance(found, Consistent):
            consistent.append(found)
        elif found is not None:
            excluded.append(found)
    return Lookup(
        measured, tuple(consistent), tuple(excluded), further_measurement(consistent, measured)
    )


def _judged(setting: Setting, measured: Mapping[str, Measured]) -> Consistent | Excluded | None:
    """None where a setting says nothing of any measured exponent."""
    tested = {x: one for x, one in measured.items() if x in setting.stated}
    if not tested:
        return None
    formulas = setting.exponents
    exponents = Exponents(formulas, setting.free)
    points = region(exponents, tested, setting.values)
    if points is None:
        return Excluded(setting, _reason(exponents, tested, setting))
    return Consistent(
        setting,
        formulas,
        points.ends(points.a),
        points.ends(points.b),
        None if setting.free is None else points.ends(points.free),
        {x: points.ends(exponents.at(x, points)) for x in formulas if x not in measured},
        {x: tuple(_curves(formulas[x], one.value)) for x, one in tested.items()},
        tuple(x for x in measured if x not in tested),
    )


def _reason(exponents: Exponents, tested: Mapping[str, Measured], setting: Setting) -> str:
    alone = [x for x, one in tested.items() if region(exponents, {x: one}, setting.values) is None]
    if alone:
        return f"no a and b give {' or '.join(f'r_{x}' for x in alone)}"
    return f"no a and b give {' and '.join(f'r_{x}' for x in tested)} together"


def _curves(exponent: Expr, value: float) -> list[Curve]:
    """The curves in the plane of a and b on which an exponent has a value, case by case."""
    wanted = Rational(f"{value:.12g}")
    folded = piecewise_fold(exponent.rewrite(Piecewise))
    cases = folded.args if isinstance(folded, Piecewise) else [(folded, true)]
    found = []
    for formula, where in cases:
        letter = a if formula.has(a) else b
        for root in solve(formula - wanted, letter):
            curve = Curve(letter, root, simplify(where.subs(letter, root)))
            if _is_somewhere(curve):
                found.append(curve)
    return found


def _is_somewhere(curve: Curve) -> bool:
    """Whether a curve passes through a > 1 and b > 1 where it holds."""
    if curve.letter == b:
        return not curve.value.is_number or bool(curve.value > 1)
    for other in _SOME_B:
        point = {b: other}
        value, where = curve.value.subs(point), curve.where.subs(point)
        if where != false and not (value.is_number and value <= 1):
            return True
    return False


def further_measurement(
    consistent: Sequence[Consistent], measured: Mapping[str, Measured]
) -> Further | None:
    """The resource in which most of the remaining settings differ, and by the widest gap."""
    candidates = []
    for resource in RESOURCES:
        said = {
            one.setting.name: one.predicted[resource]
            for one in consistent
            if resource in one.predicted
        }
        if resource in measured or len(said) < 2:
            continue
        gaps = {pair: _gap(said[pair[0]], said[pair[1]]) for pair in combinations(said, 2)}
        apart = tuple(pair for pair, gap in gaps.items() if gap > 0)
        candidates.append((len(apart), max(gaps.values()), Further(resource, said, apart)))
    if not candidates:
        return None
    return max(candidates, key=lambda one: one[:2])[2]


def _gap(one: Interval, other: Interval) -> float:
    """How far apart two intervals are, below zero where they overlap."""
    return max(one[0], other[0]) - min(one[1], other[1])
