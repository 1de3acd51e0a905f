"""Claims of [kunstner2025zipf]."""

from analytic.claim import Claim
from analytic.notation import b, epsilon

PAPER = "kunstner2025zipf"

CLAIMS = {
    "plateau": (
        Claim(
            "Z1",
            PAPER,
            "text",
            "power of $M$ of the time at fixed $L(t)/L(0)$, $b < 1$",
            b,
            "gradient descent, $b < 1$",
        ),
        Claim(
            "Z1",
            PAPER,
            "text",
            "power of $M$ of the time at $L(t)/L(0) = epsilon$, $b = 1$",
            1 - epsilon,
            "gradient descent, $b = 1$",
        ),
    ),
}
