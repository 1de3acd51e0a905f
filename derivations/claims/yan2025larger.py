"""Claims of [yan2025larger]."""

from analytic.claim import Claim
from analytic.notation import a, b

PAPER = "yan2025larger"
TOKENS = "$lambda_k = k^-a$, shown with probabilities $k^-b$, isotropic target, several passes"

CLAIMS = {
    "one-hot-data": (
        Claim("K1", PAPER, "text", "exponent of $L(t)$, few passes", (a - 1) / a, TOKENS),
        Claim("K1", PAPER, "text", "exponent of $L(P)$, many passes", (a - 1) / b, TOKENS),
        Claim("K1", PAPER, "text", "power of $P$ of the passes that help", (a - b) / b, TOKENS),
    ),
}
