"""Claims of [atanasov2024scaling], with S = 1/D_P at the regulariser kappa."""

from analytic.claim import Claim
from analytic.notation import P, d

PAPER = "atanasov2024scaling"

CLAIMS = {
    "ridge": (
        Claim(
            "G1",
            PAPER,
            "text",
            "$(L(gamma) + sigma^2)/Lhat(gamma)$",
            1 / (1 - d / P) ** 2,
            "any spectrum, target and noise",
        ),
    ),
}
