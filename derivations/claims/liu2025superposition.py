"""Claims of [liu2025superposition]; its alpha is a, the power of the frequencies of features."""

from analytic.claim import Claim
from analytic.notation import a

PAPER = "liu2025superposition"
FREQUENCIES = "features of frequency $k^-a$, a code of $N$ dimensions"

CLAIMS = {
    "one-hot-data": (
        Claim(
            "W1",
            PAPER,
            "text, weak superposition",
            "exponent of $L(N)$",
            a - 1,
            f"{FREQUENCIES} for the most frequent ones",
        ),
        Claim(
            "W1",
            PAPER,
            "text, strong superposition",
            "exponent of $L(N)$ of overlapping codes",
            None,
            f"{FREQUENCIES} for all of them: $1/N$",
        ),
    ),
}
