"""Claims of [lin2024scaling], an isotropic prior: a = b; M there is the width of the sketch."""

from sympy import Eq

from analytic.claim import Claim
from analytic.notation import a, b

PAPER = "lin2024scaling"
PRIOR = "isotropic prior, $lambda_k = k^-b$; "

CLAIMS = {
    "time-limited": (
        Claim(
            "L1",
            PAPER,
            "text",
            "exponent of $L(t)$",
            (b - 1) / b,
            f"{PRIOR}steps of one pass, as many as samples; $N$ large",
            Eq(a, b),
        ),
    ),
    "width-limited": (
        Claim(
            "L1",
            PAPER,
            "text",
            "exponent of $L(N)$",
            b - 1,
            f"{PRIOR}width of the sketch; many samples",
            Eq(a, b),
        ),
    ),
}
