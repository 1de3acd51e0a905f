"""Claims of [atanasov2024scaling], with S = 1/D_P at the regulariser kappa.

Of its code: a penalty P^-ell and N = P^nu features, with alpha = b and r = (a - 1)/(2 b).
"""

from sympy import Integer, Min

from analytic.claim import Claim
from analytic.comparison.feature_variance import RANGES
from analytic.notation import P, a, b, c, d, ell, nu, theta

PAPER = "atanasov2024scaling"
PLOT = "phase plot"
POWERS = "white features, $gamma = P^-ell$, $N = P^nu$, $P$ large"
SIGNAL = Min(a - 1, 2 * b, 2 * ell, (a - 1) * ell / b)
NOISY_SIGNAL = Min(2 * b, 2 * ell, (a - 1) * ell / b)
FEATURES = (b - 1) * Min(1, ell / b) + nu
WIDTH = Min(b * nu, (a - 1) * nu)
NOISE = 1 - Min(1, ell / b, nu)
UNEVEN = (1 - c) / c
WIDE = ("the penalty first", "the data first")
NARROW = ("the width first, $ell > b$", "the width first, $ell < b$")
EVERYWHERE = (*WIDE, *NARROW, "$N = P$, $ell > b$")
TERMS = (
    ("$L$", Min(SIGNAL, FEATURES, WIDTH), PLOT, EVERYWHERE),
    ("$L$ with noise", Min(NOISY_SIGNAL, FEATURES, WIDTH, NOISE), PLOT, EVERYWHERE),
    ("$L_0$", SIGNAL, PLOT, WIDE),
    ("$L_0$", NOISY_SIGNAL, f"{PLOT}, with noise", WIDE),
    ("$V_A$", FEATURES, PLOT, WIDE),
    ("$V_A$", WIDTH, PLOT, NARROW),
    ("$V_sigma$", NOISE, PLOT, (*WIDE, *NARROW)),
)

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
    "ridge-map": tuple(
        Claim("G2", PAPER, place, f"exponent of {quantity}, {where}", formula, POWERS)
        for quantity, formula, place, conditions in TERMS
        for where in conditions
    ),
    "structured-features": tuple(
        Claim(
            "G3",
            PAPER,
            PLOT,
            f"exponent of $V_A/g$, {where}",
            power * (1 - theta),
            "features of weights $k^-c$; $d asymp N^theta$, $theta < 1$",
        )
        for where, power in zip(RANGES, (Integer(1), UNEVEN, UNEVEN, Integer(0)), strict=True)
    ),
}
