r"""The laws of one-pass SGD: its loss at unlimited width, what 1/N adds, and its floor.

G_L = G_F/(1 - G_K)   at small p, with   F_pp/(1 - K_\Sigma)   and   K_pp/(1 - K_\Sigma)^2
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

from sympy import Add, Expr, expand, nan, oo, simplify, zoo

from analytic.law import Law
from analytic.notation import eta, t
from analytic.problem import FieldEquations, PowerLaw
from analytic.symbolic.frontier.terms import terms_of
from analytic.symbolic.series.dominant_balance import balanced
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import is_positive
from analytic.symbolic.training.batch_moments import BatchStep
from analytic.symbolic.training.one_pass import (
    Transforms,
    constants,
    first_in_width,
    late,
    loss_transform,
    loss_transform_in_width,
    resolvents,
    transforms,
)
from derivations import time_limited_loss
from derivations.bottleneck import WIDTH, limited_law

_LATE = "$N = P = oo$, no noise, a stable step; $t$ large"
_WIDE = "N -> oo at fixed t, then t large; no noise, a stable step"


class Laws(NamedTuple):
    """The loss at N = infinity, its coefficient of 1/N, its floor; F(t) and K(t) at late times.

    The floor is that of flow: the noise passed on multiplies it by 1/(1 - K_Sigma).
    """

    loss: Law
    added: Law
    floor: Law
    bias: LogPowers
    kernel: LogPowers


def one_pass_laws(spectrum: PowerLaw, statement: FieldEquations, step: BatchStep) -> Laws:
    """All laws of a spectrum."""
    at = _unlimited(spectrum, statement, step)
    return Laws(
        loss_law(spectrum, statement, step),
        added_law(spectrum, statement, step),
        limited_law(WIDTH, spectrum, statement),
        late(at.bias),
        late(at.kernel),
    )


def laws_off_edges(spectrum: PowerLaw, statement: FieldEquations, step: BatchStep) -> Laws:
    """The laws where no two of their powers are the same: all that exponents and phases need."""
    at = _unlimited(spectrum, statement, step)
    first = first_in_width(spectrum, step, resolvents(statement).first)
    return Laws(
        balanced(late(loss_transform(at)), "r_t(SGD)", t, _LATE, at.conditions),
        balanced(
            late(loss_transform_in_width(at, first)), "r_t(1/N, SGD)", t, _WIDE, first.conditions
        ),
        limited_law(WIDTH, spectrum, statement),
        late(at.bias),
        late(at.kernel),
    )


@cache
def loss_law(spectrum: PowerLaw, statement: FieldEquations, step: BatchStep) -> Law:
    """L(t) at unlimited width."""
    at = partial(_at, loss_law, spectrum, statement, step)
    transformed = _unlimited(spectrum, statement, step)
    return balanced(
        late(loss_transform(transformed)), "r_t(SGD)", t, _LATE, transformed.conditions, at
    )


@cache
def added_law(spectrum: PowerLaw, statement: FieldEquations, step: BatchStep) -> Law:
    """The coefficient of 1/N in L(t)."""
    at = partial(_at, added_law, spectrum, statement, step)
    first = first_in_width(spectrum, step, resolvents(statement).first)
    series = loss_transform_in_width(_unlimited(spectrum, statement, step), first)
    return balanced(late(series), "r_t(1/N, SGD)", t, _WIDE, first.conditions, at)


def _at(
    law: Callable[[PowerLaw, FieldEquations, BatchStep], Law],
    spectrum: PowerLaw,
    statement: FieldEquations,
    step: BatchStep,
    values: Mapping[Expr, Expr],
) -> Law:
    return law(spectrum.at(values), statement, step)


@cache
def _unlimited(spectrum: PowerLaw, statement: FieldEquations, step: BatchStep) -> Transforms:
    return transforms(spectrum, step, resolvents(statement).unlimited)


def over_flow(law: Law, spectrum: PowerLaw, step: BatchStep) -> Expr:
    """The law at t/eta as eta -> 0, over that of flow: what is passed on vanishes with eta."""
    flow = time_limited_loss.derive(spectrum).law
    assert flow is not None
    far = {symbol: value.subs(eta, 0) for symbol, value in constants(spectrum, step).items()}
    leading = expand(law.general.leading.subs(far).subs(t, t / eta))
    terms = [one for part in Add.make_args(leading) for one in terms_of(part, (eta,), "")]
    if any(is_positive(one.decay(eta)) for one in terms):
        return oo
    left = Add(*(one.coefficient for one in terms if one.decay(eta) == 0))
    return simplify(left / flow.leading)


def where_infinite(law: Law) -> Expr:
    """The leading terms without those cases in which the general ones are finite: the same."""
    general = law.off_curves.leading
    infinite = (edge for edge in law.resonances if general.subs(*edge.args).has(zoo, nan, oo))
    return replace(law, resonances={edge: law.resonances[edge] for edge in infinite}).leading
