"""Claims of [ren2025emergence], whose target a_p ~ p^-beta has the power p^-a with a = 2 beta."""

from analytic.claim import Claim
from analytic.notation import a

PAPER = "ren2025emergence"
BETA = a / 2
TARGET = "features learned one by one, $a_p = p^(-a/2)$; many of them"

CLAIMS = {
    "feature-learning": (
        Claim("R1", PAPER, "text", "exponent in width, one by one", 2 * BETA - 1, TARGET),
        Claim("R1", PAPER, "text", "exponent in time, one by one", (2 * BETA - 1) / BETA, TARGET),
        Claim(
            "R1",
            PAPER,
            "text",
            "exponent in compute, one by one",
            (2 * BETA - 1) / (1 + BETA),
            TARGET,
        ),
    ),
}
