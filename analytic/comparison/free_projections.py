r"""What every free projection has in common, kind by kind, and hashing, which is none.

Of hashing the trace d(s) differs from the one that freeness would make of its eigenvalues; at equal
eigenvalues of the covariance there is nothing to be free of, and the two agree.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from mpmath import inf, quad
from sympy import Add, Expr, Float, Integer, Integral, Rational, Sum, exp, lambdify, oo

from analytic import sampling
from analytic.comparison.comparators import Pair, Reals, Replicas, equal, replicated
from analytic.comparison.final_losses import numbers_at_penalty
from analytic.comparison.numbers import evaluated
from analytic.comparison.projections import (
    D_N_GONE,
    D_P_GONE,
    Case,
    drawn_losses_check,
    drawn_traces,
    final_losses_check,
    penalty_check,
    responses_check,
    single_draws_check,
    statement_check,
)
from analytic.notation import D_N, N_1, N_2, G_Lambda, M, N, d, epsilon, l_N, n, s, u, z
from analytic.problem import GaussianProjection, Model, PowerLaw, Projection, Ridge
from analytic.problem.projections import (
    DeepProjection,
    HashingProjection,
    OrthogonalProjection,
    StructuredProjection,
)
from analytic.problem.residual_projections import SkipConnection
from analytic.result import Check, Effort, Result
from analytic.stated import IN_CASE, Formula
from analytic.symbolic.mean_field.any_projection import log_slope


class FreeProjection:
    """Formulas of any free projection, and of hashing."""

    ORTHOGONAL, GAUSSIAN, LAYERS, CORRELATED, SKIP = (
        IN_CASE.of(D_N, kind)
        for kind in (
            "orthogonal",
            "Gaussian",
            "two layers",
            "correlated features",
            "skip connection",
        )
    )
    PENALTY = Formula("L + sigma^2, penalty")
    MOMENTS, TRACE = map(Formula, ("psi_A, hashing", "d, hashing"))


_SPECTRUM = PowerLaw(2, "3/2", modes=12)
_MODES, _WIDTH, _FIRST, _NOISE = Integer(12), Integer(6), Integer(8), Rational(1, 4)
_EPSILON = Rational(1, 2)
_LETTERS = {M: _MODES, N: _WIDTH, N_1: _FIRST, N_2: _WIDTH, epsilon: _EPSILON}
_KINDS: dict[Formula, Projection] = {
    FreeProjection.GAUSSIAN: GaussianProjection(),
    FreeProjection.ORTHOGONAL: OrthogonalProjection(),
    FreeProjection.LAYERS: DeepProjection([_FIRST, _WIDTH]),
    FreeProjection.CORRELATED: StructuredProjection("3/2"),
    FreeProjection.SKIP: SkipConnection(_EPSILON),
}
_CASES = [
    Case(
        kind,
        Model(_SPECTRUM, oo if kind == FreeProjection.SKIP else _WIDTH, 18, _NOISE, one),
        _LETTERS,
    )
    for kind, one in _KINDS.items()
]
_EXPLICIT = [case for case in _CASES if case.name != FreeProjection.CORRELATED]
"""Those whose D_N is a function of d alone."""
_ENDS = D_N_GONE, D_P_GONE

_HASHED = Model(PowerLaw(2, 3, modes=12), 3, projection=HashingProjection())
_UNIT = Model(PowerLaw(2, "3/2", modes=20), 8, 12, _NOISE), Ridge("1/20")
_DOUBLE = 16
_RATES = [Integer(k) ** -3 for k in range(1, 13)]
_FREQUENCY = Rational(1, 10)
_TERMS, _DIGITS, _ROUNDING = 80, 11, 1e-13


def free_projection_checks() -> tuple[Check, ...]:
    """Every D_N by algebra, digits and single draws; what they have in common; hashing."""
    few = [case.with_samples(4) for case in _EXPLICIT]
    ranked = [case for case in _EXPLICIT if case.model.ranks]
    return (
        statement_check(_CASES),
        responses_check(_CASES),
        penalty_check(_EXPLICIT, FreeProjection.PENALTY),
        final_losses_check([*ranked, *few], _ENDS),
        equal("hashing where all modes are alike", _alike, digits=_DIGITS, witness="symbolic"),
        single_draws_check(_CASES),
        drawn_losses_check(few[1:], _ENDS),
        replicated("hashing is not free", lambda one, _: [_hashed(one)], nonzero=True),
        replicated("normalised features and samples", _normalised),
    )


def _alike(result: Result, _: Effort) -> Iterable[Pair]:
    """The trace where the covariance is one, against the moments of hashing."""
    moments = _moments(result).subs(z, -1 / _FREQUENCY).evalf(2 * _DIGITS)
    yield _trace(result, [Integer(1)] * int(_MODES)), -_MODES * moments, f"s = {_FREQUENCY}"


def _moments(result: Result) -> Expr:
    """psi(z) of hashing, its sum over n cut off where its terms vanish."""
    formula = result.formulas[FreeProjection.MOMENTS].subs({M: _MODES, N: _HASHED.width})
    return formula.replace(
        lambda node: isinstance(node, Sum),
        lambda node: Add(*(node.function.subs(n, count) for count in range(_TERMS))),
    )


def _trace(result: Result, rates: Iterable[Expr]) -> Expr:
    """d(s) of hashing, for these eigenvalues."""
    formula = result.formulas[FreeProjection.TRACE].subs({N: _HASHED.width, s: _FREQUENCY})
    of_modes = formula.replace(G_Lambda, lambda at: Add(*(1 - exp(-rate * at) for rate in rates)))
    return of_modes.replace(
        lambda node: isinstance(node, Integral),
        lambda node: Float(quad(lambdify(u, node.function, "mpmath"), [0, 1, 10, 100, inf])),
    )


def _if_free(result: Result) -> float:
    """The trace that freeness would make of the same eigenvalues.

    kappa = s S_A(p), S_A(p) = (1 + p) z/p at psi(z) = p, p = -d(kappa)/M.
    """
    rates, frequency = np.array(_RATES, dtype=float), float(_FREQUENCY)
    moments = lambdify(z, _moments(result))

    def off(point: float) -> float:
        share = moments(point)
        return float(np.mean(rates / (rates + frequency * (1 + share) * point / share)) + share)

    low, high = -10 / frequency, -0.01 / frequency
    while high - low > _ROUNDING * -low:
        middle = (low + high) / 2
        low, high = (middle, high) if off(middle) < 0 else (low, middle)
    return float(-_MODES * moments(low))


def _hashed(result: Result) -> Replicas:
    """The trace in draws less that of freeness, and what it is."""
    claimed, stated = _if_free(result), float(_trace(result, _RATES))

    def draw(r: int, effort: Effort) -> Reals:
        return drawn_traces(_HASHED, np.array([float(_FREQUENCY)]), r, effort) - claimed

    return Replicas(np.array([stated - claimed]), draw)


def _normalised(result: Result, _: Effort) -> Iterable[Replicas]:
    """The Gaussian loss with a penalty, and draws in which features or samples have unit variance.

    Of r copies the rates are r times smaller, and so is the penalty.
    """
    model, training = _UNIT
    point = numbers_at_penalty(model, training.penalty, _DOUBLE)
    slope = log_slope(model.response).subs(d, point[d])
    stated = evaluated(result.formulas[FreeProjection.PENALTY], {**point, l_N: slope}, _DOUBLE)
    for normalised in ("features", "samples"):

        def draw(r: int, effort: Effort, normalised: Any = normalised) -> Reals:
            copies, penalty = model.replicated(r), training.replicated(r)
            found = sampling.normalisation.normalised_test_loss(
                copies, penalty, normalised, effort.draws // 2, effort.seed
            )
            return found[:, None]

        yield Replicas(np.array([float(stated - model.noise)]), draw)
