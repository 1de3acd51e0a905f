"""Claims of [spigler2020asymptotic], with the powers of the Fourier coefficients of two kernels."""

from sympy import Min

from analytic.claim import Claim
from analytic.notation import alpha_S, alpha_T, d_M

PAPER = "spigler2020asymptotic"
LEARNED = Min(alpha_T - d_M, 2 * alpha_S) / d_M
WHERE = "a kernel without a penalty, Gaussian targets of another kernel, dimension $d_M$; recalled"

CLAIMS = {
    "kernel-smoothness": (
        Claim("T1", PAPER, "text", "exponent of $L(P)$, another target", LEARNED, WHERE),
    ),
}
