r"""The laws of one-pass SGD against digits: over time, in width, and at the end.

N = \infty    L(t) = F_pp + K_pp + ...
1/N           N [L(t, N) - L(t)] = F_ac + ...
t = \infty    L(\infty, N) (1 - K_\Sigma)/L_flow(\infty, N) = 1 + O(1/N)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sympy import Expr, Float, Integer, Rational, Sum, Symbol, oo

from analytic import exact
from analytic.comparison.law_digits import law_digits_check
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.comparison.one_pass.observables import (
    ONE_PASS,
    TRAINING,
    AddedByWidth,
    at_point,
    numbers,
)
from analytic.law import Law
from analytic.notation import Delta_L, K_Sigma, L, R_t, a, b, t
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["floor_check", "one_pass_digits_check", "printed_law_check", "width_term_check"]

_NEAR = tuple(Integer(10) ** n for n in (4, 6))
_FAR = tuple(Integer(10) ** n for n in (9, 12))
_POINTS: tuple[Mapping[Expr, Expr], ...] = tuple(
    {a: Rational(source), b: Rational(3, 2)} for source in ("2", "7/2")
)
_WIDTHS = tuple(Integer(10) ** n for n in (4, 8, 16))
_DIGITS, _ALL_DIGITS = 12, 20  # F_pp/t is left out: 1e-12 of the loss at least
_ROOM = 10


def one_pass_digits_check(spectrum: PowerLaw) -> Check:
    """The law at unlimited width over the decades, in every regime and on every boundary."""
    bare = law_digits_check(spectrum, _NEAR, _FAR[-1:], _ALL_DIGITS)

    def run(result: Result, effort: Effort) -> Outcome:
        assert result.law is not None
        law = _given(result.law, numbers(result))
        return bare.run(replace(result, law=law, derive=None), effort)

    return Check("exact", "rescaled remainder over the decades", run)


def printed_law_check() -> Check:
    """The law, the correction and the remainder that the page displays, against digits."""

    def run(result: Result, _: Effort) -> Outcome:
        found = [_left_of_page(result, point) for point in _POINTS]
        worst = max(ratio / (_ROOM * near) for near, *far in found for ratio in far)
        return Outcome(
            bool(worst <= 1),
            f"at most {Float(worst, 3)} of what is allowed, a = 2 and 7/2, b = 3/2",
            f"left over remainder bounded from {Float(_NEAR[0], 1)} to {Float(_FAR[-1], 1)}",
        )

    return Check("exact", "the law as it is printed", run)


def _left_of_page(result: Result, point: Mapping[Expr, Expr]) -> list[Expr]:
    """|L - printed law and correction|/printed remainder over the decades."""
    values = at_point(numbers(result), point)
    stated = (one for one in reversed(result.page.equations) if not one.right.has(Sum))
    shown = {one.left: one.right for one in stated}  # the first of each, off all curves
    law, remainder = (
        evaluated(formula.subs(values).subs(point), {}, _ALL_DIGITS)
        for formula in (shown[L(t)] + shown[Delta_L], shown[R_t])
    )
    spectrum, observable = PowerLaw(point[a], point[b]), ONE_PASS
    rescaled = []
    for size in (_NEAR[0], *_FAR):
        measured = observable.exact(spectrum, size, _ALL_DIGITS)
        gap = measured - evaluated(law, {t: size}, _ALL_DIGITS)
        rescaled.append(abs(gap / evaluated(remainder, {t: size}, _DIGITS)))
    return rescaled


def _given(law: Law, values: Mapping[Symbol, Expr]) -> Law:
    """The law with its numbers, which are evaluated once at a point."""
    given = law.given(values)
    if law.derived_at is None:
        return given
    return replace(given, derived_at=lambda point: law.at(point).given(at_point(values, point)))


def width_term_check() -> Check:
    """The coefficient of 1/N: what is left of it, rescaled, stays bounded over the decades."""

    def run(result: Result, _: Effort) -> Outcome:
        worst = max((_excess(result, point) for point in _POINTS), key=lambda ratio: float(ratio))
        return Outcome(
            bool(worst <= 1),
            f"at most {Float(worst, 3)} of what is allowed, a = 2 and 7/2, b = 3/2",
            f"rescaled remainder bounded from {Float(_NEAR[0], 1)} to {Float(_FAR[0], 1)}",
        )

    return Check("exact", "the 1/N term over the decades", run)


def _excess(result: Result, point: Mapping[Expr, Expr]) -> Expr:
    values = at_point(numbers(result), point)
    coefficient = AddedByWidth()
    rescaled = []
    for size in (_NEAR[0], _FAR[0]):
        here = {**point, **values, coefficient.variable: size}
        law, remainder = (
            evaluated(result.formulas[name].subs(values), here, _DIGITS)
            for name in ("c_N(t)", "c_N remainder")
        )
        measured = coefficient.exact(PowerLaw(point[a], point[b]), size, _DIGITS)
        rescaled.append(abs(measured - law) / abs(remainder))
    return rescaled[1] / (_ROOM * rescaled[0])


def floor_check() -> Check:
    """The final loss over that of flow at the same width, up to 1/N; the mean field's too."""

    def run(result: Result, _: Effort) -> Outcome:
        given = numbers(result)
        worst = Integer(0)
        for point in _POINTS:
            for formula, mean_field in (
                (1 / (1 - K_Sigma), False),
                (result.formulas["mean field over L(oo)"] / (1 - K_Sigma), True),
            ):
                share = evaluated(formula.subs(given).subs(point), {}, 3 * _DIGITS)
                gaps = [n * abs(_final_ratio(point, n, mean_field) / share - 1) for n in _WIDTHS]
                worst = max(worst, *(gap / (_ROOM * gaps[0]) for gap in gaps[1:]))
        return Outcome(
            bool(worst <= 1),
            f"N |ratio - 1| grows by at most {Float(_ROOM * worst, 3)}",
            f"bounded from N = {Float(_WIDTHS[0], 1)} to {Float(_WIDTHS[-1], 1)}",
        )

    return Check("exact", "floor against that of flow", run)


def _final_ratio(point: Mapping[Expr, Expr], width: Expr, mean_field: bool) -> Expr:
    model, digits = Model(PowerLaw(point[a], point[b]), width=width), 3 * _DIGITS
    one_pass, flow = (
        to_sympy(found, digits)
        for found in (
            exact.one_pass_loss(model, oo, TRAINING, digits, mean_field),
            exact.test_loss(model, oo, digits),
        )
    )
    return one_pass / flow
