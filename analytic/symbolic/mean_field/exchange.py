r"""Width and samples exchanged: in the mean field at every pair of frequencies, and in every draw.

    s s' [C_0(N, P) - C_0(P, N)]
        = (1/P - 1/N) [\kappa \kappa' (d w' - d' w) + \sigma^2 (d \kappa - d' \kappa')]/(s - s')

In a draw K = F \Lambda^{1/2} S \Lambda^{1/2}, with F = A^T A/N and S of the whitened samples. Where
K^T \Lambda^{1/2} = \Lambda^{1/2} K_{F <-> S} the matrix \Lambda^{1/2} f(K) is transposed as F and S
are exchanged, for all functions f; its squared norm is the loss of isotropic targets.
"""

from functools import cache

from sympy import Expr, Mul, expand, factor

from analytic.notation import C_0, F_A, Lambda_half, N, P, S_psi, s, s2
from analytic.problem import FieldEquations
from analytic.quotient import cancel
from analytic.symbolic.mean_field.two_point import solution


@cache
def exchanged(statement: FieldEquations) -> Expr:
    """s s' C_0 at width N and P samples, less that at width P and N samples, where kappa is one."""
    one_point, correlations = solution(statement)
    whole = one_point.at_kappa(s * s2 * correlations.expanded[C_0])
    difference = whole - whole.subs({N: P, P: N}, simultaneous=True)
    return factor(cancel(difference * one_point.at_kappa(s - s2))) / (s - s2)


def exchange_in_a_draw() -> Expr:
    """K^T Lambda^(1/2) less Lambda^(1/2) times K with F and S exchanged.

    >>> exchange_in_a_draw()
    0
    """
    operator = F_A * Lambda_half * S_psi * Lambda_half
    transposed = Mul(*reversed(operator.args_cnc()[1]))
    other = operator.subs({F_A: S_psi, S_psi: F_A}, simultaneous=True)
    return expand(transposed * Lambda_half - Lambda_half * other)
