r"""Orthonormal rows: D_N, first order, both ends of training, the width law, equality at N = M.

First order is measured against the Gaussian projection that it says is the same to that order.
"""

from collections.abc import Iterable, Mapping

from sympy import Expr, Integer, Rational, Symbol, oo

from analytic import exact
from analytic.comparison.comparators import Curve, Pair, bounded, equal
from analytic.comparison.law_digits import curve
from analytic.comparison.law_points import points
from analytic.comparison.numbers import exact_loss, to_sympy
from analytic.comparison.projections import (
    D_N_GONE,
    D_P_GONE,
    Case,
    drawn_losses_check,
    final_losses_check,
    first_order_check,
    responses_check,
    single_draws_check,
    slope_check,
    statement_check,
)
from analytic.notation import D_N, M, N, a, b, d, l_N, n
from analytic.problem import Model, PowerLaw
from analytic.problem.projections import OrthogonalProjection
from analytic.result import Check, Effort, Result
from analytic.stated import Formula

_SPECTRUM = PowerLaw(2, "3/2", modes=12)
_LETTERS = {M: Integer(12), N: Integer(6)}
_MORE, _LESS = (
    Case(D_N, Model(_SPECTRUM, 6, samples, "1/4", OrthogonalProjection()), _LETTERS)
    for samples in (18, 4)
)
_ENDS = D_N_GONE, D_P_GONE


class Orthogonal:
    """Formulas of orthogonal rows."""

    FIRST, LAW, LEFT = map(Formula, ("l_N at d = 0", "L(N), N << M", "remainder, N << M"))


_POINTS = points("2 3/2", "9/2 3/2")
_WIDTHS = (Integer(30),), (Integer(1000), Integer(10**5))
_DIGITS = 20


def orthogonal_projection_checks() -> tuple[Check, ...]:
    """By algebra, digits and draws."""
    return (
        statement_check([_MORE]),
        responses_check([_MORE]),
        slope_check([_MORE], l_N),
        equal("what is lost, and nothing of it at N = M", _lost),
        first_order_check({Orthogonal.FIRST: _sized}),
        final_losses_check([_MORE, _LESS], _ENDS),
        bounded("width law far below M", _law),
        single_draws_check([_MORE]),
        drawn_losses_check([_MORE, _LESS], _ENDS),
    )


def _lost(result: Result, effort: Effort) -> Iterable[Pair]:
    """One less the response in digits, at N = 6 and at N = M."""
    digits = effort.digits + 2
    for width in (6, 12):
        model = Model(_SPECTRUM, width, 18, projection=OrthogonalProjection())
        at = exact.responses(model, Rational(1, 10), digits)
        dimension = to_sympy(exact.resolvents(_SPECTRUM, at.kappa, digits).d, digits)
        point = {M: Integer(12), N: Integer(width), d: dimension}
        found = 1 - to_sympy(at.R_3, digits)
        yield result.formulas[1 - D_N].subs(point), found, f"N = {width}"


def _sized(size: Expr) -> tuple[Model, Mapping[Symbol, Expr]]:
    """Half as many rows as modes."""
    spectrum = PowerLaw(2, "3/2", modes=2 * size)
    return Model(spectrum, size, projection=OrthogonalProjection()), {N: size, M: 2 * size}


def _law(result: Result, _: Effort) -> Iterable[Curve]:
    """The end of training at M = N^4 against the width law."""
    names = Orthogonal.LAW, Orthogonal.LEFT
    for point in _POINTS:
        leading, error = (result.formulas[one].subs(point).subs(M, n**4) for one in names)

        def value(size: Expr, point: Mapping[Expr, Expr] = point) -> Expr:
            spectrum = PowerLaw(point[a], point[b], modes=size**4)
            model = Model(spectrum, size, projection=OrthogonalProjection())
            return exact_loss(model, oo, _DIGITS)

        stated = leading.subs(N, n), (leading * error).subs(N, n)
        yield curve(value, stated, n, _WIDTHS, where=f"a = {point[a]}", digits=_DIGITS)
