"""Claims of [cui2021generalization], with m = min(a - 1, 2 b)."""

from sympy import Min

from analytic.claim import Claim
from analytic.notation import a, b

PAPER = "cui2021generalization"
M = Min(a - 1, 2 * b)
NOISY = "kernel ridge regression, the best penalty, label noise, $P$ large"

QUIET = "kernel ridge regression, the best penalty, no noise, $P$ large"

CLAIMS = {
    "noise-and-regularisation": (
        Claim("C1", PAPER, "text", "exponent of $L^*(P)$", M / (1 + M), NOISY),
        Claim("C1", PAPER, "text", "exponent of $L^*(P)$ without noise", M, QUIET),
        Claim("C1", PAPER, "text", "power of $sigma^2$ at which noise counts", -1 / M, NOISY),
    ),
}
