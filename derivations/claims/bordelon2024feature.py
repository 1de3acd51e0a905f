"""Claims of [bordelon2024feature], with alpha = b and beta = (a - 1)/b."""

from sympy import Max, Min

from analytic.claim import Claim
from analytic.notation import a, b

PAPER = "bordelon2024feature"
POWERS = "$lambda_k = k^-b$, $c_k = k^-a$ with $a > 1$, $b > 1$; $t = P = infinity$; $N$ large"
IN_TIME = "$lambda_k = k^-b$, $c_k = k^-a$ with $a > 1$, $b > 1$; $N = P = infinity$; $t$ large"
ON_BATCHES = (
    "$lambda_k = k^-b$, $c_k = k^-a$ with $a > b + 1$, $b > 1$, where features stay as they were "
    "but for a constant; $N = infinity$, fresh batches, a stable step; $t$ large"
)
ON_BUDGET = "the same; $C = N t$ large, $P = infinity$"
ALPHA, BETA = b, (a - 1) / b
PLATEAU = ALPHA * Min(2, BETA)
CHI = BETA * Max(1, 2 / (1 + BETA))
LEARNED = "with feature learning"

CLAIMS = {
    "width-limited": (Claim("F2", PAPER, "width plateau", "exponent of $L(N)$", PLATEAU, POWERS),),
    "one-pass-sgd": (
        Claim(
            "F1",
            PAPER,
            "boundary of super-easy targets",
            "exponent in $t$ of $L(t)$, $N = oo$",
            Min(BETA, 2 - 1 / ALPHA),
            ON_BATCHES,
            a > b + 1,
        ),
    ),
    "feature-learning": (
        Claim("F1", PAPER, "10", f"exponent of $L(t)$ {LEARNED}", CHI, IN_TIME),
        Claim("F2", PAPER, "width plateau", f"exponent of $L(N)$ {LEARNED}", PLATEAU, POWERS),
        Claim(
            "F1",
            PAPER,
            "compute",
            f"exponent of $L^*(C)$ {LEARNED}",
            ALPHA * BETA * CHI / (ALPHA * BETA + CHI),
            ON_BUDGET,
        ),
    ),
}
