"""The field equations solved as they stand: against the fast path, and against the algebra."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from sympy import Derivative, Eq, Expr, I, Rational, Symbol, log

from analytic import MeasuredSpectrum, Model, PowerLaw, exact
from analytic.comparison.numbers import evaluated, relative_gap, to_sympy
from analytic.errors import BranchError, InvalidProblemError
from analytic.exact import LinearFields, linear_fields
from analytic.notation import (
    C_1,
    C_3,
    D_N,
    D_P,
    R_02,
    R_24,
    N,
    P,
    d,
    d2,
    kappa,
    kappa2,
    lambda_k,
    s,
    s2,
    sigma2,
    u1,
    u2,
    u4,
    v,
    v1,
    v2,
    v4,
    w,
    w2,
)
from analytic.problem import FIELD_EQUATIONS, FieldEquations
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mean_field.two_point import linear_system, two_point

DIGITS = 25
MODELS = {
    "fewer samples": Model(PowerLaw("9/5", "6/5", modes=12), 30, 17, "1/20"),
    "fewer neurons": Model(PowerLaw(2, "3/2", modes=9), "5/2", 8),
    "unlimited width": Model(PowerLaw(2, "3/2", modes=9), samples=6, noise=1),
    "levels": Model(
        PowerLaw(3, 2, 5, scale="1/3", further_powers=[(2, 4)], multiplicity=2), 7, 7, "1/3"
    ),
    "measured": Model(MeasuredSpectrum([1, "1/3", "1/10", "1/50"], [1, 2, "1/2", 0]), 3, 5, 2),
}
SAME = {"A": "width", "data": "samples"}


def frequencies(seed: int) -> tuple[Expr, Expr]:
    """Two frequencies of sizes 1e-3 ... 10 and any argument off the negative axis."""
    draw = np.random.default_rng(seed)
    z = 10 ** draw.uniform(-3, 1, 2) * np.exp(1j * draw.uniform(-0.9 * np.pi, 0.9 * np.pi, 2))
    first, second = (Rational(float(x.real)) + I * Rational(float(x.imag)) for x in z)
    return first, second


def farthest(found: Mapping[Symbol, object], wanted: Mapping[Symbol, Expr]) -> Expr:
    """The largest relative difference between numbers of the same names."""
    assert set(wanted) <= set(found)
    return max(
        relative_gap(to_sympy(found[name], DIGITS + 12), value) for name, value in wanted.items()
    )


def fast(model: Model, pair: tuple[Expr, Expr], shared: tuple[str, ...]) -> dict[Symbol, Expr]:
    """The correlations by the linear system that knows the field equations by heart."""
    names = [SAME[name] for name in shared]
    found = exact.two_point(model, *pair, digits=DIGITS, shared=names)
    symbols = FIELD_EQUATIONS.correlations
    return {x: to_sympy(y, DIGITS + 12) for x, y in zip(symbols, found, strict=True)}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", MODELS)
def test_the_fast_path_solves_the_field_equations(name):
    pair = frequencies([*MODELS].index(name))
    found = linear_fields(MODELS[name], *pair, digits=DIGITS)
    assert farthest(found.correlations, fast(MODELS[name], pair, tuple(SAME))) < 10**-DIGITS
    for one, scalars in zip(pair, found[:2], strict=True):
        at = exact.responses(MODELS[name], one, digits=DIGITS)
        wanted = {D_P: to_sympy(at.R_1, DIGITS + 12), D_N: to_sympy(at.R_3, DIGITS + 12)}
        assert farthest(scalars, wanted) < 10**-DIGITS


@pytest.mark.parametrize("shared", [(), ("A",), ("data",)], ids=str)
def test_the_fast_path_solves_those_of_replicas(shared):
    pair = frequencies(11)
    found = linear_fields(MODELS["measured"], *pair, digits=DIGITS, shared=shared)
    assert farthest(found.correlations, fast(MODELS["measured"], pair, shared)) < 10**-DIGITS


def with_equation(field: Symbol, right: Expr) -> FieldEquations:
    """The field equations with another right side for one field."""
    others = {one.lhs: one for one in FIELD_EQUATIONS.equations}
    return replace(FIELD_EQUATIONS, equations=tuple({**others, field: Eq(field, right)}.values()))


def with_covariance(source: Symbol, value: Expr) -> FieldEquations:
    """The field equations with another covariance of one source."""
    return replace(FIELD_EQUATIONS, covariances={**FIELD_EQUATIONS.covariances, source: value})


CHANGED = {
    "more feedback of the data": with_equation(v1, u1 + Rational(3, 2) * R_02 / P * v1),
    "less of a field": with_equation(v2, u2 + Rational(9, 10) * lambda_k * D_P * v),
    "more of a field": with_equation(v4, u4 + 2 * D_N * v2),
    "another source of the data": with_covariance(u2, Rational(101, 100) * lambda_k * C_1 / P),
    "another source of the width": with_covariance(u4, 2 * C_3 / N),
    "less noise": with_covariance(
        u1, FIELD_EQUATIONS.covariances[u1].subs(sigma2, sigma2 * Rational(1, 2))
    ),
    "more feedback of the width": replace(
        FIELD_EQUATIONS,
        feedback={**FIELD_EQUATIONS.feedback, R_24: 2 * FIELD_EQUATIONS.feedback[R_24]},
    ),
}


def by_algebra(
    statement: FieldEquations, model: Model, pair: tuple[Expr, Expr], found: LinearFields
) -> dict[Symbol, Expr]:
    """The correlations by the algebra's formulas, at the numbers of D_P and D_N."""
    one, digits = responses(statement), DIGITS + 12
    point = {N: model.width, P: model.samples, sigma2: model.noise, s: pair[0], s2: pair[1]}
    for letters, scalars in (((kappa, d, w, s), found[0]), ((kappa2, d2, w2, s2), found[1])):
        memory = {x: to_sympy(scalars[x], digits) for x in (D_P, D_N)}
        at = evaluated(one.kappa.xreplace({s: letters[3]}), {**point, **memory}, digits)
        sums = exact.resolvents(model.spectrum, at, digits)
        numbers = (at, to_sympy(sums.d, digits), to_sympy(sums.w, digits))
        point.update(zip(letters[:3], numbers, strict=True))
        for symbol, formula in ((D_P, one.D_P), (D_N, one.D_N)):
            by_formula = formula.xreplace({d: letters[1]})
            assert relative_gap(evaluated(by_formula, point, digits), memory[symbol]) < 10**-DIGITS
    solved = two_point(linear_system(statement, one), one)
    return {quantity: evaluated(formula, point, digits) for quantity, formula in solved.items()}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("change", [None, *CHANGED])
def test_a_changed_statement_changes_digits_and_algebra_alike(change):
    model, pair = MODELS["measured"], frequencies(7)
    statement = CHANGED[change] if change else FIELD_EQUATIONS
    found = linear_fields(model, *pair, digits=DIGITS + 5, statement=statement)
    assert farthest(found.correlations, by_algebra(statement, model, pair, found)) < 10**-DIGITS
    gap = farthest(found.correlations, fast(model, pair, ("A", "data")))
    assert gap > 1e-4 if change else gap < 10**-DIGITS


def test_null_modes_and_many_modes_are_refused():
    with pytest.raises(InvalidProblemError, match=r"Ask for model\.visible"):
        linear_fields(Model(MeasuredSpectrum([1, 0], [1, 1])), 1, 2)
    with pytest.raises(InvalidProblemError, match="added one by one"):
        linear_fields(Model(PowerLaw(2, 2)), 1, 2)


def test_what_is_no_number_is_refused():
    model = MODELS["measured"]
    with pytest.raises(BranchError):
        linear_fields(model, -1, 2)
    with pytest.raises(InvalidProblemError, match=r"cannot share\. Choose among"):
        linear_fields(model, 1, 2, shared=["width"])
    with pytest.raises(InvalidProblemError, match="State them in rational functions"):
        linear_fields(model, 1, 2, statement=with_covariance(u4, log(C_3)))
    first, *others, _ = FIELD_EQUATIONS.equations
    twice = replace(FIELD_EQUATIONS, equations=(first, *others, first))
    with pytest.raises(InvalidProblemError, match="no unique solution"):
        linear_fields(model, 1, 2, statement=twice)


def test_a_derivative_of_a_field_stands_in_the_definitions_only():
    memory = {**FIELD_EQUATIONS.memory, D_N: Derivative(v1, u4)}
    statement = replace(FIELD_EQUATIONS, memory=memory)
    found = linear_fields(MODELS["measured"], 1, 2, digits=10, statement=statement)
    assert found.responses[D_N] == 0
