"""Claims of [michaud2023quantization]; its alpha is a - 1 with a = b."""

from sympy import Eq

from analytic.claim import Claim
from analytic.notation import a, b

PAPER = "michaud2023quantization"
QUANTA = "quanta of frequency $k^-b$ that lower the loss by $k^-a$ each, $a = b = 1 + alpha$"

CLAIMS = {
    "one-hot-data": (
        Claim("Q1", PAPER, "text", "exponent of $L(N)$", a - 1, QUANTA, Eq(a, b)),
        Claim("Q1", PAPER, "text", "exponent of $L(P)$", (a - 1) / a, QUANTA, Eq(a, b)),
        Claim("Q1", PAPER, "text", "exponent of $L(t)$", (a - 1) / a, QUANTA, Eq(a, b)),
    ),
}
