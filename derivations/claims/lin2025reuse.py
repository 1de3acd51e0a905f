"""Claims of [lin2025reuse]."""

from analytic.claim import Claim
from analytic.notation import a, b

PAPER = "lin2025reuse"

CLAIMS = {
    "noise-and-regularisation": (
        Claim(
            "K2",
            PAPER,
            "abstract",
            "power of $P$ of the best time",
            b / a,
            "data used again in up to $P^(b/a)$ steps, label noise",
            a < b,
        ),
    ),
}
