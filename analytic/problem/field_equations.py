r"""The single-site field equations, stated once as data.

The equations are linear with Gaussian sources u_1 ... u_4; response functions are derivatives of a
field by a source, correlation functions are second moments of the fields.
[bordelon2024dynamical], eq. (26) and appendix B, at s = i \omega; their R_1, R_3 are D_P, D_N.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sympy import Derivative, Eq, Expr, Function, Sum, Symbol

from analytic.notation import (
    C_0,
    C_1,
    C_2,
    C_3,
    D_N,
    D_P,
    R_02,
    R_24,
    M,
    N,
    P,
    c_k,
    d,
    k,
    lambda_k,
    primed,
    s,
    s2,
    sigma2,
    u1,
    u2,
    u3,
    u4,
    v,
    v1,
    v2,
    v3,
    v4,
    w_star,
)

Cov = Function("Cov")
MODES = (k, 1, M)


@dataclass(frozen=True, eq=False)
class FieldEquations:
    r"""Five linear equations, what their response functions are, and how their sources covary.

        v1 = u1 + R_02 v1/P,   v2_k = u2_k + \lambda_k D_P v_k,   v3 = u3 + R_24 v3/N,
        v4_k = u4_k + D_N v2_k,   s v_k - w^*_k = -v4_k

    as `FIELD_EQUATIONS` has them: [bordelon2024dynamical], eq. (26) and appendix B.

    `memory` and `feedback` define response functions by Derivative(field, source), `correlations`
    define C_i by Cov(field) = <field field'>; Sum is the trace over modes. `error` is the field
    v_k and `initial` its initial value w*. `drawn_with` names the sources that are due to the
    projection A and to the data: replicas that do not share the one do not share the other.
    Two statements are equal only if they are one: what follows from a statement is kept with it.
    """

    equations: tuple[Eq, ...]
    fields: tuple[Symbol, ...]
    error: Symbol
    initial: Symbol
    memory: Mapping[Symbol, Expr]
    feedback: Mapping[Symbol, Expr]
    covariances: Mapping[Symbol, Expr]
    correlations: Mapping[Symbol, Expr]
    drawn_with: Mapping[str, frozenset[Symbol]]


FIELD_EQUATIONS = FieldEquations(
    equations=(
        Eq(v1, u1 + R_02 / P * v1),
        Eq(v2, u2 + lambda_k * D_P * v),
        Eq(v3, u3 + R_24 / N * v3),
        Eq(v4, u4 + D_N * v2),
        Eq(s * v - w_star, -v4),
    ),
    fields=(v1, v2, v3, v4, v),
    error=v,
    initial=w_star,
    memory={D_P: Derivative(v1, u1), D_N: Derivative(v3, u3)},
    feedback={
        R_02: Sum(lambda_k * Derivative(v, u2), MODES),
        R_24: Sum(Derivative(v2, u4), MODES),
    },
    covariances={
        u1: C_0 + sigma2 / (s * s2),
        u2: lambda_k * C_1 / P,
        u3: C_2,
        u4: C_3 / N,
        w_star: c_k / lambda_k,
    },
    correlations={
        C_0: Sum(lambda_k * Cov(v), MODES),
        C_1: Cov(v1),
        C_2: Sum(Cov(v2), MODES),
        C_3: Cov(v3),
    },
    drawn_with={"A": frozenset({u3, u4}), "data": frozenset({u1, u2})},
)


def projected(response: Expr) -> FieldEquations:
    r"""The field equations of a projection whose D_N is a function of d = -D_N R_24.

        v^3 = u^3 + \Sigma v^3,   <u^4 u^4'> = C_3 (\Sigma - \Sigma')/(R_24 - R_24'),
        \Sigma = 1 - 1/D_N(d)

    \Sigma = R_24/N for Gaussian entries. A response D_N, the letter itself, is left open.
    """
    kept = 1 - 1 / response.subs(d, -D_N * R_24)
    source = C_3 * (kept - primed(kept)) / (R_24 - primed(R_24))
    return replace(
        FIELD_EQUATIONS,
        equations=tuple(
            Eq(v3, u3 + kept * v3) if one.lhs == v3 else one for one in FIELD_EQUATIONS.equations
        ),
        covariances={**FIELD_EQUATIONS.covariances, u4: source},
    )


ANY_PROJECTION = projected(D_N)
