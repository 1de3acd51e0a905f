r"""One-point solution of the field equations: the responses, self-consistently.

    H_k = dv_k/dw*_k,   \kappa = -(the pole of H_k in \lambda_k),
    D_P = dv^1/du^1,   D_N = dv^3/du^3

Every sum over modes of a rational function of the eigenvalue reduces, by partial fractions, to the
effective dimension and the target resolvent,

    d(\kappa) = \sum_k \lambda_k / (\lambda_k + \kappa),
    w(\kappa) = \sum_k c_k / (\lambda_k + \kappa).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from sympy import Derivative, Expr, Integer, Poly, Sum, Symbol, factor, fraction, solve

from analytic.errors import DivergenceError, InvalidProblemError
from analytic.notation import D_N, D_P, c_k, d, kappa, kappa2, lambda_k, primed, s, w
from analytic.problem import FieldEquations
from analytic.quotient import cancel


def sum_over_modes(summand: Expr) -> Expr:
    r"""The sum over k of a rational function of lambda_k, affine in c_k, with simple poles.

        \sum_k [ r \lambda_k + q c_k ] / (\lambda_k + \kappa) = r d(\kappa) + q w(\kappa)

    Poles may stand at -kappa and at -kappa'.

    Raises    DivergenceError where the summand does not vanish with lambda_k, or grows with it.

    >>> sum_over_modes(lambda_k / (lambda_k + kappa))
    d
    """
    without_target = cancel(summand.subs(c_k, 0))
    with_target = cancel(summand.diff(c_k))
    dimension = _residues(without_target / lambda_k, summand)
    target = _residues(with_target, summand)
    return dimension[0] * d + dimension[1] * primed(d) + target[0] * w + target[1] * primed(w)


def _residues(function: Expr, summand: Expr) -> tuple[Expr, Expr]:
    """The residues at lambda = -kappa and lambda = -kappa' of a function with no other part.

    That is all of it where the denominator is of a higher degree, and vanishes at simple poles.
    """
    above, below = (Poly(part, lambda_k) for part in fraction(cancel(function)))
    slope = below.diff()
    poles = [point for point in (kappa, kappa2) if below.eval(-point) == 0]
    if above.degree() >= below.degree() or below.degree() != len(poles):
        raise DivergenceError(
            f"The sum over modes of {summand} is no combination of d and w: a part of {function} "
            "is left over. Its summand must vanish with lambda_k and have simple poles at -kappa "
            "and -kappa'."
        )
    first, second = (
        factor(above.eval(-point) / slope.eval(-point)) if point in poles else Integer(0)
        for point in (kappa, kappa2)
    )
    return first, second


@dataclass(frozen=True)
class Responses:
    r"""Mode response, effective regulariser, feedback traces and memory functions.

        H_k = dv_k/dw^*_k,   D_P = dv1/du1,   D_N = dv3/du3,   \kappa D_P D_N = s

    `H_k` and `kappa` are functions of s, D_P, D_N; `feedback`, `D_P` and `D_N` of d(kappa).
    """

    fields: Mapping[Symbol, Expr]
    H_k: Expr
    kappa: Expr
    feedback: Mapping[Symbol, Expr]
    D_P: Expr
    D_N: Expr

    @cached_property
    def frequency(self) -> Expr:
        """The frequency s in terms of kappa, D_P, D_N."""
        (s_of_kappa,) = solve(self.kappa - kappa, s)
        return s_of_kappa

    @cached_property
    def dimensions(self) -> tuple[dict[Expr, Expr], ...]:
        """d at both frequencies in terms of D_N, and in terms of D_P, where they depend on it."""
        memory = ((D_N, self.D_N), (D_P, self.D_P))
        return tuple(
            both({d: solution}) for symbol, own in memory for solution in solve(own - symbol, d)
        )

    def at_kappa(self, expression: Expr) -> Expr:
        """An expression of both frequencies in the independent variables kappa, d, w."""
        memory = both({D_P: self.D_P, D_N: self.D_N})
        return expression.xreplace(both({s: self.frequency})).xreplace(memory)

    def trace(self, expression: Expr) -> Expr:
        """Every Sum over modes in an expression, carried out."""
        return expression.replace(
            lambda node: isinstance(node, Sum),
            lambda node: sum_over_modes(node.function.xreplace(both({s: self.frequency}))),
        )


def solve_fields(statement: FieldEquations) -> dict[Symbol, Expr]:
    r"""Every field as a linear function of the sources, the response functions given.

        v_i = \sum_j (dv_i/du_j) u_j

    [bordelon2024dynamical], eq. (26).
    """
    solution: dict[Symbol, Expr] = solve(statement.equations, statement.fields, dict=True)[0]
    return solution


@cache
def responses(statement: FieldEquations) -> Responses:
    r"""The self-consistent responses of field equations.

        D_P = 1 - d(\kappa)/P,   D_N = 1 - d(\kappa)/N,   \kappa D_P D_N = s

    for those of the model: [bordelon2024dynamical], eqs. (10)-(11). d(\kappa) = \sum_k \lambda_k/
    (\lambda_k + \kappa) stays a symbol, as does a response that the equations leave open.

    Raises    InvalidProblemError where the self-consistency has not exactly one solution.
    """
    fields = solve_fields(statement)
    mode_response = cancel(fields[statement.error].diff(statement.initial))
    (pole,) = solve(fraction(mode_response)[1], lambda_k)
    bare = Responses(fields, mode_response, -pole, {}, D_P, D_N)
    feedback = {
        symbol: cancel(bare.trace(_derivatives(definition, fields)))
        for symbol, definition in statement.feedback.items()
    }
    memory = [
        fraction(cancel(symbol / _derivatives(definition, fields).xreplace(feedback) - 1))[0]
        for symbol, definition in statement.memory.items()
    ]
    solutions = solve(memory, list(statement.memory), dict=True)
    if len(solutions) != 1:
        raise InvalidProblemError(
            f"The responses have {len(solutions)} solutions at given kappa, not one. "
            "State field equations whose self-consistency is linear."
        )
    closed = {symbol: value.expand() for symbol, value in solutions[0].items()}
    memory_of = (closed.get(symbol, symbol) for symbol in (D_P, D_N))
    return Responses(fields, mode_response, -pole, feedback, *memory_of)


def both(values: Mapping[Expr, Expr]) -> dict[Expr, Expr]:
    """A substitution at the first frequency together with the same one at the second."""
    return {**values, **{primed(key): primed(value) for key, value in values.items()}}


def _derivatives(definition: Expr, fields: Mapping[Symbol, Expr]) -> Expr:
    return definition.replace(
        lambda node: isinstance(node, Derivative),
        lambda node: fields[node.expr].diff(node.variables[0]),
    )
