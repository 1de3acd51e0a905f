r"""The comparators: how two witnesses' values of one thing are compared, whatever it is about.

identical:    two routes of algebra to one expression
equal:        a closed form and digits, |x/y - 1| < 10^{-digits}
bounded:      |Q(n) - expansion(n)| <= F C error(n),   C = max of |Q - expansion|/error, n near
ordered:      what is claimed to be smaller is smaller
replicated:   E[simulated at r copies] = theory + \alpha/r + O(1/r^2)

A law against simulations at finite sizes is `comparison.law_simulations`. Each comparator makes a
check of a function of the result and the effort that lists what is to be compared.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, Integer, oo, simplify, sympify

from analytic.comparison.numbers import relative_gap
from analytic.result import Check, Effort, Outcome, Result, Witness

Reals = NDArray[np.float64]
Listed = TypeVar("Listed")
Listing = Callable[[Result, Effort], Iterable[Listed]]
Pair = tuple[Any, Any, str]

LARGEST_SCORE = 5.0  # of a few normal variables, once in a hundred thousand seeds and less
ROOM = 10  # a bounded ratio of competing powers wanders by a factor; a wrong term grows by more
COPIES = (4, 8, 16)
_SHOWN = 3
_ROUNDING = 1e-12  # a training loss that is interpolated is zero up to rounding, and does not vary


class Off(NamedTuple):
    """By how much two values differ, over what is allowed, and where: more than one disagrees."""

    ratio: Expr
    where: str = ""


class Left(NamedTuple):
    """What an expansion leaves of a value at one size, its stated error, and the digits' noise."""

    off: Expr
    error: Expr
    noise: Expr = Integer(0)


class Curve(NamedTuple):
    """What is left at near sizes, from which the constant of the error is read, and at far ones.

    Without near sizes the errors are what is allowed, with no constant and no room.
    """

    where: str
    near: Sequence[Left]
    far: Sequence[Left]


def without_value(where: str) -> Curve:
    """A curve that cannot be compared, as where no law is left: it disagrees."""
    return Curve(where, [Left(Integer(1), Integer(1))], [Left(oo, Integer(1))])


class Replicas(NamedTuple):
    """A theory's values, and how they are drawn at r copies of everything.

    `copies` are given where they are not those of the check: sizes, say, or one copy, at which the
    theory has to hold as it is. `more` draws are made for each of other simulations.

    Shape     expected (points,); draw(r, effort) returns samples (draws, points).
    """

    expected: Reals
    draw: Callable[[int, Effort], Reals]
    copies: Sequence[int] = ()
    more: int = 1


class Intercept(NamedTuple):
    """Value at 1/r = 0 of a straight line in 1/r, and its standard error."""

    value: Reals
    standard_error: Reals


def compared(
    witness: Witness,
    name: str,
    bound: str,
    offs: Listing[Off],
) -> Check:
    """A check that no difference exceeds what is allowed: `offs` of the result and the effort.

    One that does is enough, and the last to be compared. Where nothing is found to compare, the
    check fails.
    """

    def run(result: Result, effort: Effort) -> Outcome:
        found: list[Off] = []
        for off in offs(result, effort):
            found.append(off)
            if _real(off.ratio) > 1:
                break
        if not found:
            return Outcome(False, "nothing to compare", bound)
        worst = max(found, key=lambda off: _real(off.ratio))
        size = _real(worst.ratio)
        ratio = "no number" if size == oo else str(Float(size, _SHOWN))
        where = f", {worst.where}" if worst.where else ""
        measured = f"{len(found)} compared; at most {ratio} of what is allowed{where}"
        return Outcome(bool(size <= 1), measured, bound)

    return Check(witness, name, run)


def identical(name: str, routes: Listing[Pair]) -> Check:
    """A check of algebra that both sides of every pair are one expression."""

    def offs(result: Result, effort: Effort) -> Iterable[Off]:
        for one, other, where in routes(result, effort):
            same = one == other or simplify(one - other) == 0
            yield Off(Integer(0) if same else oo, where)

    return compared("symbolic", name, "the same expression", offs)


def equal(
    name: str,
    pairs: Listing[Pair],
    *,
    digits: int | None = None,
    witness: Witness = "exact",
) -> Check:
    """A check that both numbers of every pair agree to so many digits, the effort's at most."""

    def offs(result: Result, effort: Effort) -> Iterable[Off]:
        kept = effort.digits if digits is None else min(digits, effort.digits)
        for value, reference, where in pairs(result, effort):
            yield Off(relative_gap(value, reference) * 10**kept, where)

    most = "" if digits is None else f", at most {digits}"
    return compared(witness, name, f"equal to the digits asked{most}", offs)


def bounded(
    name: str,
    curves: Listing[Curve],
    *,
    room: int = ROOM,
    witness: Witness = "exact",
) -> Check:
    """A check that what is left, over its stated error, stays bounded from near sizes to far."""

    def offs(result: Result, effort: Effort) -> Iterable[Off]:
        return (Off(growth(curve, room), curve.where) for curve in curves(result, effort))

    bound = f"the stated error, with the factor of near sizes and {room} for room"
    return compared(witness, name, bound, offs)


def growth(curve: Curve, room: int = ROOM) -> Expr:
    """What is left far out over its error, times what near sizes allow and some room."""
    near = [one.off / one.error for one in curve.near]
    constant = room * max(near, key=_real) if near else Integer(1)
    if _real(constant) == oo:
        return oo
    return max(_real(one.off / (constant * one.error + one.noise)) for one in curve.far)


def ordered(
    name: str,
    pairs: Listing[Pair],
    *,
    witness: Witness = "exact",
) -> Check:
    """A check that the first number of every pair is the smaller one."""

    def offs(result: Result, effort: Effort) -> Iterable[Off]:
        for smaller, larger, where in pairs(result, effort):
            yield Off(Integer(0) if smaller < larger else oo, where)

    return compared(witness, name, "in the order that is claimed", offs)


def replicated(
    name: str,
    replicas: Listing[Replicas],
    *,
    copies: Sequence[int] = COPIES,
    nonzero: bool = False,
) -> Check:
    """A check that simulations of more and more copies come to the theory's values.

    Where these are the effect itself they have to be `nonzero` beyond the errors, too.
    """

    def run(result: Result, effort: Effort) -> Outcome:
        found = list(replicas(result, effort))
        lines = [_line(one, effort, copies) for one in found]
        worst = max(float(np.max(np.abs(line.value / line.standard_error))) for line in lines)
        least = min(
            float(np.min(np.abs(line.value + one.expected) / line.standard_error))
            for line, one in zip(lines, found, strict=True)
        )
        told = f", at least {least:.1f} of the effect" if nonzero else ""
        beyond = f", that of the effect above {LARGEST_SCORE:.0f}" if nonzero else ""
        return Outcome(
            bool(worst < LARGEST_SCORE and (not nonzero or least > LARGEST_SCORE)),
            f"largest |z| of the replicated difference {worst:.2f}{told}",
            f"|z| < {LARGEST_SCORE:.0f}{beyond}",
        )

    return Check("sampling", name, run)


def replicated_scores(replicas: Replicas, effort: Effort, copies: Sequence[int] = COPIES) -> Reals:
    """z-scores of the replicated differences, one a point."""
    line = _line(replicas, effort, copies)
    return np.asarray(line.value / line.standard_error)


def _line(replicas: Replicas, effort: Effort, copies: Sequence[int]) -> Intercept:
    """Simulated less theoretical values at infinitely many copies.

    The smaller replicas are drawn more often: their draws cost less and vary more.
    """
    copies = replicas.copies or copies
    draws = replicas.more * effort.draws * copies[-1]
    means, errors = [], []
    for r in copies:
        samples = replicas.draw(r, replace(effort, draws=draws // r, seed=effort.seed + r))
        means.append(samples.mean(axis=0) - replicas.expected)
        errors.append(samples.std(axis=0, ddof=1) / np.sqrt(len(samples)))
    line = intercept(copies, np.array(means), np.array(errors))
    rounding = _ROUNDING * np.max(np.abs(replicas.expected), initial=0.0)
    return Intercept(line.value, np.maximum(line.standard_error, rounding))


def intercept(copies: Sequence[int], differences: Reals, errors: Reals) -> Intercept:
    """The intercept at 1/r = 0 of a weighted straight line in 1/r, or of one copy its own value.

    Shape     differences and errors (len(copies), points), errors positive; result (points,).
    """
    if len(copies) == 1:
        return Intercept(differences[0], errors[0])
    inverse = 1 / np.array(copies, dtype=float)[:, None]
    weight = (errors / errors.max(axis=0)) ** -2.0
    zeroth, first, second = ((weight * inverse**n).sum(axis=0) for n in range(3))
    determinant = zeroth * second - first**2
    mean, slope = ((weight * inverse**n * differences).sum(axis=0) for n in range(2))
    value = (second * mean - first * slope) / determinant
    return Intercept(value, errors.max(axis=0) * np.sqrt(second / determinant))


def about(check: Check, other: Callable[[Result], Result], suffix: str = "") -> Check:
    """The check of what another result made of this one says, named with a suffix."""
    name = check.name + suffix
    return replace(check, name=name, run=lambda one, effort: check.run(other(one), effort))


def at_point(point: Mapping[Expr, Expr]) -> str:
    """A point in words: "a = 2, b = 3/2"."""
    return ", ".join(f"{symbol} = {value}" for symbol, value in point.items())


def _real(ratio: Any) -> Expr:
    """The number, infinite where it is not real."""
    number = sympify(ratio)
    return number if number.is_extended_real else oo
