"""Claims of [paquette2024phases], with b = 2 alpha and a = 2 alpha + 2 beta.

P3 are the amplitudes in a notebook of its authors, up to factors that it leaves to its caller: of
the kernel eta^2/B, of the floor one half. Its gamma B is our step eta, its kappa d^b is 1/kappa_N.
"""

from sympy import And, Max, Piecewise, Rational, gamma, zeta

from analytic.claim import Claim
from analytic.notation import a, b, eta, k, kappa

PAPER = "paquette2024phases"
POWERS = "$lambda_k = k^-b$, $c_k = k^-a$ with $a > 1$, $b > 1$; "
STABLE = f"{POWERS}any stable step and batch"
BUDGET = "$C = N t$, $b > 1$, no noise, fixed batch"
PER_WIDTH = "fixed $t$, then $t$ large"
FIRST, SECOND, THIRD = a < b + 1, And(b + 1 < a, a < 2 * b), a > 2 * b
PHASES = Piecewise((1, FIRST), (2, SECOND), (3, THIRD))
F_0, F_AC = b - Max(0, b + 1 - a), 1 - 1 / b
FORGETS, NOISE = (
    "exponent in $t$ of $F(t)$, $N = oo$",
    ("exponent in $t$ of the kernel $K(t)$, $N = oo$"),
)
ADDED, FLOOR = "exponent in $t$ of the $1/N$ term of $L(t)$", "exponent in $N$ of $L(oo)$"
LEAST, WIDTH = "exponent in $C$ of the least $L(t, N)$", "exponent in $C$ of $1/N^*(C)$"
COEFFICIENT, FIXED = "exponent in $t$ of the $1/N$ term", "fixed $t$, $N$ large, $P = infinity$"
FRONT_F, FRONT_K = (
    "amplitude of $F(t)$, $N = oo$",
    "amplitude of $K(t) B/eta^2$, $N = oo$",
)
IN_FRONT, WIDE = "amplitude of the $1/N$ term", "$t = P = infinity$, any $N$"
UNLIMITED = f"{POWERS}$N = P = infinity$; $t$ large"
BY_WIDTH = f"{POWERS}$t = P = infinity$; $N$ large"
NOTEBOOK = "notebook, {}"
F_PP = (2 * eta) ** (-(a - 1) / b) * gamma((a - 1) / b) / b
K_PP = (2 * eta) ** (1 / b - 2) * gamma(2 - 1 / b) / b
SLOW_MODES = 2 ** (1 / b - 1) * gamma(1 - 1 / b) * zeta(a - b) / b
OF_MODE = k**-a / (1 + k**-b / kappa)

CLAIMS = {
    "time-limited": (Claim("P1", PAPER, "$F_pp$", "exponent of $L(t)$", (a - 1) / b, UNLIMITED),),
    "width-limited": (
        Claim("P1", PAPER, "$F_0$", "exponent of $L(N)$", F_0, BY_WIDTH),
        Claim("P3", PAPER, NOTEBOOK.format("$F_0$"), "term of mode $k$ in $L(oo)$", OF_MODE, WIDE),
    ),
    "finite-width-correction": (
        Claim("P1", PAPER, "$F_ac$", COEFFICIENT, F_AC, FIXED),
        Claim("P3", PAPER, NOTEBOOK.format("$F_ac$"), IN_FRONT, SLOW_MODES, FIXED),
    ),
    "one-pass-sgd": (
        Claim("P1", PAPER, "$F_pp$", FORGETS, (a - 1) / b, STABLE),
        Claim("P1", PAPER, "$K_pp$", NOISE, 2 - 1 / b, STABLE),
        Claim("P1", PAPER, "$F_ac$", ADDED, F_AC, PER_WIDTH),
        Claim("P1", PAPER, "$F_ac$, $2 beta > 1$", ADDED, F_AC, PER_WIDTH, a > b + 1),
        Claim("P1", PAPER, "$F_0$", FLOOR, F_0, STABLE),
        Claim("P3", PAPER, NOTEBOOK.format("$F_pp$"), FRONT_F, F_PP, STABLE),
        Claim("P3", PAPER, NOTEBOOK.format("$K_pp$"), FRONT_K, K_PP, STABLE),
        Claim("P2", PAPER, "phases", "number of the phase, from small a", PHASES, BUDGET),
        Claim("P2", PAPER, "phase Ia", LEAST, (a - 1) / (1 + b), BUDGET, FIRST),
        Claim("P2", PAPER, "phase II", LEAST, (a - 1) / a, BUDGET, SECOND),
        Claim("P2", PAPER, "phase III", LEAST, 1 - 1 / (2 * b), BUDGET, THIRD),
        Claim("P2", PAPER, "phase Ia, width", WIDTH, 1 / (1 + b), BUDGET, FIRST),
        Claim("P2", PAPER, "phase II, width", WIDTH, 1 - b / a, BUDGET, SECOND),
        Claim("P2", PAPER, "phase III, width", WIDTH, Rational(1, 2), BUDGET, THIRD),
    ),
}
