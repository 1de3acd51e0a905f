r"""What is stated of ensembles: orders, infinitely many members, members against width.

The order of a part in 1/N and 1/P is read off its two-point function; what infinite ensembles leave
is a limit of the averaged loss; width against members at the same N E is a difference of two
expansions, whose sign is that of functions of time that are positive.
"""

from sympy import (
    Expr,
    Integer,
    Mul,
    Poly,
    Sum,
    Symbol,
    factor,
    fraction,
    limit,
    oo,
    sign,
    solve,
)

from analytic.comparison.ensembles import COST, MEMBERS_LOSS
from analytic.errors import InvalidProblemError
from analytic.notation import (
    D_P,
    L_0,
    L_A,
    L_D,
    V_A,
    V_AD,
    V_D,
    B,
    E,
    H_k,
    H_k2,
    L,
    M,
    N,
    P,
    c_0,
    c_k,
    d,
    k,
    kappa,
    lambda_j,
    primed,
    s,
    s2,
    t,
    u,
    v_A,
    x,
)
from analytic.problem import FieldEquations
from analytic.quotient import cancel
from analytic.result import Statement
from analytic.symbolic.ensembles.pairs import (
    LOSSES,
    NEITHER,
    ONLY_A,
    ONLY_DATA,
    averaged,
    correlation,
    in_parts,
    parts,
)
from analytic.symbolic.mean_field.finite_size import regulariser_shift, time_function
from analytic.symbolic.mean_field.two_point import SAME, at_infinity, solution

CLOSED = "the three variances in closed form, and their laws"
SCOPE = (
    "proved to order $1/N$ at every $t$, and at $t = infinity$ for every $N$; at a finite "
    "$N$ and $t$ between these it is a matter of digits"
)
PROOF = (
    "for every spectrum and target at every $t > 0$, as the $1/N$ term of the squared bias "
    "is positive; with limited data the sign is that of the $1/N$ term of $L_D$"
)


def statements(statement: FieldEquations) -> dict[str, Statement]:
    """What claims are judged by, and how digits measure it at unlimited data."""
    alike, cost = unlimited_data(statement), more_width(c_0(t), v_A(t))
    one = solution(statement).one_point

    def in_kappa(mean: Expr) -> Expr:
        errors = mean.subs({H_k: one.H_k, H_k2: primed(one.H_k)})
        return one.at_kappa(s * s2 * one.trace(errors))

    return {
        "orders of the terms of $L_EB$ beyond the squared bias": Statement(
            orders(statement), CLOSED, factor(parts(statement).data)
        ),
        "$C_0$ of infinite ensembles": Statement(infinite_ensemble(statement), reads=in_kappa),
        "$L_EB$ at $P = infinity$": Statement(
            alike, "", alike, MEMBERS_LOSS, given="N = 40, t = 100, E = 3"
        ),
        "sign of $L_E(N) - L_1(N E)$": Statement(
            sign_of_more_width(statement),
            PROOF,
            cost,
            COST,
            "sign",
            given="N = 40, E = 3",
            scope=SCOPE,
        ),
    }


def orders(statement: FieldEquations) -> Expr:
    """The powers of N, P, E and B in the terms of the loss of an ensemble, bias aside."""
    found = parts(statement)
    powers = {
        V_A: N ** -order_in(found.features, N) * P ** -order_in(found.features, P),
        V_D: N ** -order_in(found.data, N) * P ** -order_in(found.data, P),
        V_AD: N ** -order_in(found.interaction, N) * P ** -order_in(found.interaction, P),
    }
    return in_parts().subs({L_0: 0, **powers})


def infinite_ensemble(statement: FieldEquations) -> Expr:
    """s s' C_0 of infinitely many projections and data sets."""
    left = limit(limit(averaged(LOSSES), E, oo), B, oo)
    values = {loss: correlation(statement, pair) for pair, loss in LOSSES.items()}
    return factor(left.xreplace(values))


def share_of_mean_errors(statement: FieldEquations) -> Expr:
    """The squared bias over the sum of c_k H_k H_k' over modes."""
    one = solution(statement).one_point
    errors = one.trace(Sum(c_k * one.H_k * primed(one.H_k), (k, 1, M)))
    return cancel(infinite_ensemble(statement) / one.at_kappa(s * s2 * errors))


def unlimited_data(statement: FieldEquations) -> Expr:
    """The averaged loss at P = infinity, where pairs that differ in their data only are alike.

    Raises    InvalidProblemError where unlimited data still make a difference.
    """
    alike = {L(t): (SAME, ONLY_A, L_A), L_D: (ONLY_DATA, NEITHER, L_0)}
    for one, other, _ in alike.values():
        apart = correlation(statement, one) - correlation(statement, other)
        if at_infinity(apart, P) != 0:
            raise InvalidProblemError(
                "Unlimited data are not the same for all replicas. State field equations in which "
                "the noise of the data falls with P."
            )
    same = averaged(LOSSES).subs({loss: to for loss, (_, _, to) in alike.items()})
    return cancel(same.subs(L_A, L_0 + V_A))


def sign_of_more_width(statement: FieldEquations) -> Expr:
    """The sign of what members cost against width, the transform of the bias's change positive."""
    bias = x if _is_positive_in_time(change_of_mean_error(statement)) else -x
    return sign(factor(more_width(bias, V_A).subs(E, 1 + u)))


def more_width(bias: Expr, variance: Expr) -> Expr:
    """E members of width N less one of width N E, given the coefficients of 1/N of both parts."""
    members = (bias + variance / E) / N
    width = (bias + variance) / (N * E)
    return factor(members - width)


def change_of_mean_error(statement: FieldEquations) -> Expr:
    """The transform of N times what width N adds to H_k, one mode j of d; P = infinity."""
    one = solution(statement).one_point
    (memory,) = solve(one.frequency - s, D_P)
    at_kappa = cancel(one.H_k.subs(D_P, memory))
    shift = regulariser_shift(statement, N, P).subs(d, lambda_j / (lambda_j + s))
    return factor(at_kappa.diff(kappa).subs(kappa, s) * shift)


def _is_positive_in_time(transform: Expr) -> bool:
    """Whether a product is the transform of a convolution of positive functions of time."""
    return all(
        bool((time_function(part, s) if part.has(s) else part).is_positive)
        for part in Mul.make_args(transform)
    )


def order_in(part: Expr, resource: Symbol) -> Expr:
    """The power of 1/resource with which a part vanishes."""
    above, below = (Poly(side, resource).degree() for side in fraction(part))
    return Integer(below - above)
