r"""Any projection, from D_N as a page has it: responses, single draws, losses, the 1/N term.

    (1/r) \sum_x x/(s/r + x) -> d(\kappa),   s = \kappa D_N(d(\kappa))

over the eigenvalues x of K in draws of r copies: D_N is read off one draw, without its mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import product
from typing import NamedTuple, cast

import numpy as np
from sympy import Add, Expr, Integer, Rational, Symbol, nsolve, oo

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.final_losses import (
    final_replicas,
    numbers_at_end,
    numbers_at_penalty,
)
from analytic.comparison.law_digits import curve
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.notation import d, l_N, n, x
from analytic.problem import Model, PowerLaw, Ridge, replace_model
from analytic.result import Check, Effort, Result
from analytic.stated import Formula, Stated
from analytic.symbolic.mean_field.any_projection import log_slope

_GUARD, _DOUBLE, _FAR_DIGITS = 12, 16, 24
_PENALTY = Ridge("1/50")
_FREQUENCIES = (Rational(1, 10), Rational(1, 1000))
_REGULARISERS = (Integer(1), Rational(3, 10), Rational(1, 10))
_TIME = Integer(30)
_COPIES = (2, 4, 8)
_SIZES = (Integer(10) ** 3,), (Integer(10) ** 7,)


Ends = tuple[Stated, Stated]
D_N_GONE, D_P_GONE = Formula("L + sigma^2, D_N = 0"), Formula("L + sigma^2, D_P = 0")


class Case(NamedTuple):
    """A projection of a model: its D_N as a result states it, what its letters are there."""

    name: Stated
    model: Model
    letters: Mapping[Symbol, Expr]

    def with_samples(self, samples: int) -> Case:
        """The same with another number of samples."""
        return self._replace(model=replace_model(self.model, samples=Integer(samples)))

    def stated(self, result: Result, digits: int, dimension: Expr) -> Expr:
        """The result's D_N at a value of d, to so many digits."""
        formula = result.formulas[self.name].subs(self.letters)
        point = {d: dimension}
        if formula.has(x):
            point[x] = feature_root(self.model, dimension, digits)
        return evaluated(formula, point, digits)


def feature_shares(model: Model, digits: int) -> list[Expr]:
    r"""The eigenvalues g \propto i^{-c} of structured features, of sum one."""
    features = cast(PowerLaw, model.projection.features(model.width))
    powers = [(Integer(i) ** -features.b).evalf(digits) for i in range(1, int(features.modes) + 1)]
    return [power / Add(*powers) for power in powers]


def feature_root(model: Model, dimension: Expr, digits: int) -> Expr:
    """The x at which structured features have the dimension d."""
    total = Add(*(g / (g + x) for g in feature_shares(model, digits)))
    return nsolve(1 / total - 1 / dimension, x, 1 / dimension, prec=digits)


def statement_check(cases: Sequence[Case]) -> Check:
    """D_N of a page against that of the problem's own statement, by algebra."""

    def routes(result: Result, _: Effort) -> Iterable[compare.Pair]:
        for name, model, letters in cases:
            yield result.formulas[name].subs(letters), model.response, str(name)

    return compare.identical("D_N as the projections state it", routes)


def responses_check(cases: Sequence[Case]) -> Check:
    """D_N of a page at the d of digits, against the response in digits."""

    def pairs(result: Result, effort: Effort) -> Iterable[compare.Pair]:
        digits = effort.digits + _GUARD
        for case, frequency in product(cases, _FREQUENCIES):
            at = exact.responses(case.model, frequency, digits)
            dimension = to_sympy(exact.resolvents(case.model.spectrum, at.kappa, digits).d, digits)
            yield case.stated(result, digits, dimension), to_sympy(at.R_3, digits), str(case.name)

    return compare.equal("D_N at the responses in digits", pairs)


def slope_check(cases: Sequence[Case], stated: Stated) -> Check:
    """The formula for l_N against the slope of the problem's own statement."""

    def routes(result: Result, _: Effort) -> Iterable[compare.Pair]:
        for case in cases:
            yield result.formulas[stated].subs(case.letters), log_slope(case.model.response), ""

    return compare.identical("slope of log D_N", routes)


def single_draws_check(cases: Sequence[Case]) -> Check:
    """D_N of a page against traces in single draws, at unlimited data."""

    def replicas(result: Result, _: Effort) -> Iterable[compare.Replicas]:
        for case in cases:
            model = replace_model(case.model, samples=oo)
            spectrum = model.spectrum
            dimensions = [
                to_sympy(exact.resolvents(spectrum, one, _DOUBLE).d, _DOUBLE)
                for one in _REGULARISERS
            ]
            frequencies = [
                float(one * case.stated(result, _DOUBLE, dimension))
                for one, dimension in zip(_REGULARISERS, dimensions, strict=True)
            ]
            draw = partial(_few_traces, model, np.array(frequencies))
            yield compare.Replicas(np.array(dimensions, dtype=float), draw)

    return compare.replicated("D_N in single draws", replicas)


def drawn_traces(model: Model, frequencies: compare.Reals, r: int, effort: Effort) -> compare.Reals:
    """The sum over eigenvalues of x/(s/r + x), over r, in draws of r copies."""
    rates = _rates(model, r, effort)[:, :, None]
    return np.asarray((rates / (frequencies / r + rates)).sum(axis=1) / r)


def _few_traces(model: Model, frequencies: compare.Reals, r: int, effort: Effort) -> compare.Reals:
    """The same in a tenth of the draws: a trace hardly varies."""
    return drawn_traces(model, frequencies, r, replace(effort, draws=max(2, effort.draws // 10)))


@lru_cache(maxsize=16 * len(compare.COPIES))
def _rates(model: Model, r: int, effort: Effort) -> compare.Reals:
    return sampling.eigenvalues(model.replicated(r), **effort.simulation)


def penalty_check(cases: Sequence[Case], stated: Stated) -> Check:
    """The formula of L + sigma^2 with a penalty for any D_N, against digits."""

    def pairs(result: Result, effort: Effort) -> Iterable[compare.Pair]:
        digits = effort.digits + _GUARD
        for case in cases:
            model = case.model
            point = numbers_at_penalty(model, _PENALTY.penalty, digits)
            at = {**point, **_slope(model, point[d])}
            yield (
                evaluated(result.formulas[stated], at, digits),
                exact_loss(model, oo, digits, _PENALTY) + model.noise,
                str(case.name),
            )

    return compare.equal("losses with a penalty", pairs)


def _slope(model: Model, dimension: Expr) -> Mapping[Symbol, Expr]:
    return {l_N: log_slope(model.response).subs(d, dimension)}


def _final(result: Result, ends: Ends, case: Case, digits: int) -> Expr:
    """L + sigma^2 at the end by the first formula where D_N vanishes, by the second where D_P."""
    model = case.model
    point = {**case.letters, **numbers_at_end(model, digits)}
    if min(model.ranks, default=oo) < model.samples:
        return evaluated(result.formulas[ends[0]], point, digits)
    whole = {**point, **_slope(model, model.samples)}
    return evaluated(result.formulas[ends[1]], whole, digits)


def final_losses_check(cases: Sequence[Case], ends: Ends) -> Check:
    """Both formulas of L + sigma^2 at the end of training, for any D_N, against digits."""

    def pairs(result: Result, effort: Effort) -> Iterable[compare.Pair]:
        digits = effort.digits + _GUARD
        for case in cases:
            loss = exact_loss(case.model, oo, digits)
            yield (
                _final(result, ends, case, digits),
                loss + case.model.noise,
                f"{case.name}, P = {case.model.samples}",
            )

    return compare.equal("losses at the end of training", pairs)


def drawn_losses_check(cases: Sequence[Case], ends: Ends) -> Check:
    """The same formulas against simulations of the end of training."""

    def replicas(result: Result, _: Effort) -> Iterable[compare.Replicas]:
        for case in cases:
            stated = _final(result, ends, case, _DOUBLE) - case.model.noise
            yield final_replicas(case.model, [stated])._replace(copies=_COPIES)

    return compare.replicated("losses at the end of training by replication", replicas)


Sized = Callable[[Expr], tuple[Model, Mapping[Symbol, Expr]]]


def first_order_check(cases: Mapping[Stated, Sized]) -> Check:
    """To first order a projection is a Gaussian one of a width that a formula of the page states.

    By its name each is a model and its letters at a size n.
    """

    def curves(result: Result, _: Effort) -> Iterable[compare.Curve]:
        for name, sized in cases.items():

            def left(size: Expr, name: Stated = name, sized: Sized = sized) -> Expr:
                model, letters = sized(size)
                over = result.formulas[name].subs(letters).subs(d, 0)
                gaussian = Model(model.spectrum, 1 / over)
                one, other = (exact.test_loss(it, _TIME, _FAR_DIGITS) for it in (model, gaussian))
                return to_sympy(one - other, _FAR_DIGITS)

            yield curve(left, (Integer(0), n**-2), n, _SIZES, where=str(name))

    return compare.bounded("a Gaussian projection to first order", curves)
