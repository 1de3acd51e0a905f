r"""What the formulas of the field equations must satisfy, whoever wrote them down.

Each function returns a residual: an expression that is zero if and only if the formulas are right.
"""

from collections.abc import Mapping

from sympy import Expr, Rational, solve

from analytic.notation import (
    C_0,
    C_1,
    C_2,
    C_3,
    D_N,
    D_P,
    H_k,
    N,
    P,
    d,
    d2,
    h,
    kappa,
    kappa2,
    lambda_k,
    primed,
    s,
    s2,
    sigma2,
    w,
    w2,
)
from analytic.problem import FieldEquations
from analytic.quotient import cancel
from analytic.stated import Formula, Stated, by_smaller
from analytic.symbolic.mean_field.final_value import one_after_the_other
from analytic.symbolic.mean_field.responses import Responses, responses
from analytic.symbolic.mean_field.two_point import linear_system

DIFFERENT_A, DIFFERENT_DATA, BOTH_DIFFERENT = map(
    Formula, ("C_0 different A", "C_0 different data", "C_0 both different")
)
FINAL_TEST, FINAL_TRAIN = map(by_smaller, ("L(oo) if {}", "Lhat(oo) if {}"))
REPLICAS = {  # what two replicas share
    DIFFERENT_A: frozenset({"data"}),
    DIFFERENT_DATA: frozenset({"A"}),
    BOTH_DIFFERENT: frozenset[str](),
}
_POINT = {
    kappa: Rational(1, 3),
    kappa2: Rational(2, 7),
    d: Rational(5, 4),
    d2: Rational(7, 5),
    w: Rational(9, 8),
    w2: Rational(11, 9),
    N: Rational(13, 2),
    P: Rational(17, 3),
    sigma2: Rational(1, 5),
}


def _response_residuals(formulas: Mapping[Stated, Expr], statement: FieldEquations) -> list[Expr]:
    """Definition minus value of the two memory functions, of H_k and of kappa."""
    one = responses(statement)
    memory = {D_P: formulas[D_P], D_N: formulas[D_N]}
    definitions = [
        one.fields[ratio.expr].diff(ratio.variables[0]).xreplace(one.feedback).xreplace(memory)
        for ratio in statement.memory.values()
    ]
    mode = one.fields[statement.error].diff(statement.initial)
    pole = formulas[kappa] + lambda_k
    return [
        *(cancel(x - y) for x, y in zip(definitions, memory.values(), strict=True)),
        cancel(formulas[H_k] / mode - 1),
        cancel(1 / mode).subs(lambda_k, solve(pole, lambda_k)[0]).cancel(),
    ]


def _system_residuals(formulas: Mapping[Stated, Expr], statement: FieldEquations) -> list[Expr]:
    """Left minus right of the linear equations of C_0 ... C_3, at one exact point."""
    one = responses(statement)
    values = {c: one.at_kappa(formulas[c]).xreplace(_POINT) for c in (C_0, C_1, C_2, C_3)}
    return [
        values[c] - one.at_kappa(right).xreplace(_POINT).xreplace(values)
        for c, right in linear_system(statement, one).items()
    ]


def _collapse_residuals(formulas: Mapping[Stated, Expr], statement: FieldEquations) -> list[Expr]:
    """C_1 (s' - s) minus the difference of h at the two frequencies."""
    one = responses(statement)
    apart = formulas[C_1] * (s2 - s) - formulas[h] + primed(formulas[h])
    return [cancel(one.at_kappa(apart))]


def _replica_residuals(formulas: Mapping[Stated, Expr], statement: FieldEquations) -> list[Expr]:
    """What the linear systems of two replicas leave when C_0 is given, at one exact point.

    C_1 ... C_3 follow from their own equations; the equation of C_0 must then hold.
    """
    one = responses(statement)
    return [
        _replica_residual(one.at_kappa(formulas[name]).xreplace(_POINT), statement, one, shared)
        for name, shared in REPLICAS.items()
    ]


def _replica_residual(
    value: Expr, statement: FieldEquations, one: Responses, shared: frozenset[str]
) -> Expr:
    system = {
        quantity: one.at_kappa(right).xreplace(_POINT).subs(C_0, value)
        for quantity, right in linear_system(statement, one, shared).items()
    }
    others = [quantity for quantity in system if quantity != C_0]
    solution = solve([quantity - system[quantity] for quantity in others], others)
    return cancel(value - system[C_0].xreplace(solution))


def _final_residuals(formulas: Mapping[Stated, Expr], statement: FieldEquations) -> list[Expr]:
    """The stated final values minus the iterated residues of the stated C_0 and C_1."""
    one = responses(statement)
    return [
        cancel(
            formulas[final[side]]
            - one_after_the_other(one.at_kappa(s * s2 * formulas[correlation]), side)
        )
        for final, correlation in ((FINAL_TEST, C_0), (FINAL_TRAIN, C_1))
        for side in (P, N)
    ]


RESIDUALS = {
    "the responses satisfy their definitions": _response_residuals,
    "C_0 ... C_3 solve their linear system": _system_residuals,
    "C_1 is the difference quotient of h": _collapse_residuals,
    "the replicas solve theirs": _replica_residuals,
    "the final values are limits of C_0 and C_1": _final_residuals,
}
