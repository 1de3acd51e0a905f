"""Claims of [atanasov2024scaling], with S = 1/D_P at the regulariser kappa.

Of its code: a penalty P^-ell and N = P^nu features, with alpha = b and r = (a - 1)/(2 b).
"""

from sympy import Expr, Integer, Min, Rational

from analytic.claim import Claim
from analytic.comparison.feature_variance import RANGES
from analytic.notation import P, a, b, c, d, ell, nu, theta

PAPER = "atanasov2024scaling"
PLOT = "phase plot"
POWERS = "white features, $gamma = P^-ell$, $N = P^nu$, $P$ large"
R = (a - 1) / (2 * b)
SIGNAL, NOISY_SIGNAL = (
    Min(*(2 * b * one for one in (1, source, ell / b, ell * R / b))) for source in (R, 1)
)
FEATURES = (b - 1) * Min(1, ell / b) + nu
WIDTH = Min(*(2 * b * nu * one for one in (Rational(1, 2), R)))
NOISE = 1 - Min(1, ell / b, nu)
LEAST, NOISY_LEAST = (
    Min(SIGNAL, FEATURES, WIDTH),
    Min(NOISY_SIGNAL, FEATURES, WIDTH, NOISE),
)
UNEVEN = (1 - c) / c
PENALTY, DATA = "the penalty first", "the data first"
NARROW, NARROWER = "the width first, $ell > b$", "the width first, $ell < b$"
PEAK = "$N = P$, $ell > b$"


def _claim(quantity: str, where: str, formula: Expr, place: str = PLOT) -> Claim:
    return Claim("G2", PAPER, place, f"exponent of {quantity}, {where}", formula, POWERS)


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
    "ridge-map": (
        *(_claim("$L$", where, LEAST) for where in (PENALTY, DATA, NARROW, NARROWER, PEAK)),
        *(
            _claim("$L$ with noise", where, NOISY_LEAST)
            for where in (PENALTY, DATA, NARROW, NARROWER, PEAK)
        ),
        *(_claim("$L_0$", where, SIGNAL) for where in (PENALTY, DATA)),
        *(_claim("$L_0$", where, NOISY_SIGNAL, f"{PLOT}, with noise") for where in (PENALTY, DATA)),
        *(_claim("$V_A$", where, FEATURES) for where in (PENALTY, DATA)),
        *(_claim("$V_A$", where, WIDTH) for where in (NARROW, NARROWER)),
        *(_claim("$V_sigma$", where, NOISE) for where in (PENALTY, DATA, NARROW, NARROWER)),
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
