r"""Two-point solution of the field equations: C_0 ... C_3 at two frequencies.

Fields are linear in independent sources, so every correlation is affine in C_0 ... C_3 at the same
pair of frequencies. [bordelon2024dynamical], eqs. (34)-(35); replicas: appendix H.
`solution` has them once for each statement.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Mul,
    Poly,
    Symbol,
    expand_mul,
    factor,
    fraction,
    linear_eq_to_matrix,
    solve,
)
from sympy.polys.matrices import DomainMatrix

from analytic.errors import InvalidProblemError
from analytic.notation import C_0, primed, s, s2, sigma2
from analytic.problem import Cov, FieldEquations
from analytic.quotient import cancel
from analytic.symbolic.mean_field.responses import Responses, both, responses

SAME = frozenset({"A", "data"})


def linear_system(
    statement: FieldEquations, one_point: Responses, shared: frozenset[str] = SAME
) -> dict[Symbol, Expr]:
    r"""The linear equations of the correlations at two frequencies, sums over modes done.

        C_i = \sum_j A_{ij} C_j + B_i,   i = 0 ... 3

    [bordelon2024dynamical], eqs. (34)-(35).

    `shared` names what two replicas have in common: the projection "A", the "data" or both.
    """
    gains = _gains(statement, one_point, shared)
    return {
        quantity: one_point.trace(
            _correlate(definition, statement, gains).xreplace(both(one_point.feedback))
        )
        for quantity, definition in statement.correlations.items()
    }


class Correlations(Mapping[Symbol, Expr]):
    """Correlations, solved for and factored when they are first asked for."""

    def __init__(self, equations: Mapping[Symbol, Expr]) -> None:
        self._equations = dict(equations)
        self._factored: dict[Symbol, Expr] = {}

    def __getitem__(self, quantity: Symbol) -> Expr:
        if quantity not in self._factored:
            self._factored[quantity] = factor(self.expanded[quantity])
        return self._factored[quantity]

    def __iter__(self) -> Iterator[Symbol]:
        return iter(self._equations)

    def __len__(self) -> int:
        return len(self._equations)

    @cached_property
    def expanded(self) -> dict[Symbol, Expr]:
        """Every correlation as solved: one polynomial over another, not factored."""
        equations = [quantity - right for quantity, right in self._equations.items()]
        matrix, right = linear_eq_to_matrix(equations, list(self))
        augmented = DomainMatrix.from_Matrix(matrix.row_join(right).applyfunc(cancel)).to_field()
        solution = augmented[:, :-1].lu_solve(augmented[:, -1:]).to_Matrix()
        return dict(zip(self, solution, strict=True))


def two_point(system: Mapping[Symbol, Expr], one_point: Responses) -> Correlations:
    """The correlations C_0 ... C_3 in kappa, d, w at both frequencies, factored.

        C = (1 - A)^{-1} B

    with A and B those of `linear_system`: [bordelon2024dynamical], eqs. (34)-(35).
    """
    return Correlations({quantity: one_point.at_kappa(right) for quantity, right in system.items()})


def summand(statement: FieldEquations, one_point: Responses, quantity: Symbol) -> Expr:
    """What a correlation function sums over modes, in terms of the other correlations."""
    definition = statement.correlations[quantity].function
    return _correlate(definition, statement, _gains(statement, one_point, SAME))


def _correlate(
    definition: Expr, statement: FieldEquations, gains: Mapping[Symbol, dict[Symbol, Expr]]
) -> Expr:
    return definition.replace(
        Cov,
        lambda field: Add(
            *(
                Mul(gain, primed(gain), statement.covariances[source])
                for source, gain in gains[field].items()
            )
        ),
    )


def _gains(
    statement: FieldEquations, one_point: Responses, shared: frozenset[str]
) -> Mapping[Symbol, dict[Symbol, Expr]]:
    """The response of every field to every source that two replicas share."""
    private = [sources for name, sources in statement.drawn_with.items() if name not in shared]
    kept = [u for u in statement.covariances if not any(u in sources for sources in private)]
    traces = _traces_in_memory(statement, one_point)
    return {
        field: {u: cancel(value.diff(u).xreplace(traces)) for u in kept}
        for field, value in one_point.fields.items()
    }


def _traces_in_memory(statement: FieldEquations, one_point: Responses) -> dict[Expr, Expr]:
    """The feedback traces written in D_P and D_N, so that no trace is left in a response."""
    equations = [
        symbol - one_point.fields[definition.expr].diff(definition.variables[0])
        for symbol, definition in statement.memory.items()
    ]
    return dict(solve(equations, list(statement.feedback)))


class Solution(NamedTuple):
    """The responses, and C_0 ... C_3 in the variables kappa, d, w at both frequencies."""

    one_point: Responses
    correlations: Correlations


@cache
def solution(statement: FieldEquations) -> Solution:
    r"""The solution of a statement of the field equations: responses and correlations.

        \kappa D_P D_N = s,   C_0 ... C_3 at s and s'

    [bordelon2024dynamical], eqs. (26)-(35).
    """
    one_point = responses(statement)
    return Solution(one_point, two_point(_system(statement), one_point))


@cache
def test_correlation(statement: FieldEquations, unlimited: Symbol) -> Expr:
    r"""The test correlation without noise, one of N and P unlimited, in kappa, d, w at s and s'.

        s s' C_0(s, s') = s s' \sum_k \lambda_k <v_k v_k'>

    The limit is taken in the linear system, which has a solution there, too.
    """
    full = responses(statement)
    memory = {part: at_infinity(getattr(full, part), unlimited) for part in ("D_P", "D_N")}
    one_point = replace(full, **memory)

    def there(expression: Expr) -> Expr:
        terms = Add.make_args(expand_mul(expression.subs(sigma2, 0)))
        return Add(*(at_infinity(one_point.at_kappa(term), unlimited) for term in terms))

    system = {quantity: there(right) for quantity, right in _system(statement).items()}
    return cancel(there(s * s2) * two_point(system, one_point).expanded[C_0])


def at_infinity(function: Expr, letter: Symbol) -> Expr:
    """The limit of a rational function as a letter grows, where it is finite.

    >>> from analytic.notation import N, kappa
    >>> at_infinity((N - kappa) / (2 * N), N)
    1/2
    """
    if letter not in function.free_symbols:
        return function
    above, below = (Poly(part, letter) for part in fraction(cancel(function)))
    degree = below.degree()
    if above.degree() > degree:
        raise InvalidProblemError(
            f"{function} grows without bound with {letter}. State field equations whose solution "
            "is finite there."
        )
    return above.coeff_monomial(letter**degree) / below.LC()


@cache
def _system(statement: FieldEquations) -> dict[Symbol, Expr]:
    return linear_system(statement, responses(statement))
