"""Claims of [bordelon2024dynamical], in its letters; D27 to D33 quote equations as printed.

The cubic of D22 is that of the two responses as the paper couples them.
"""

from sympy import And, Eq, Integer, Min, Rational, Sum, cosh, exp, pi, sqrt

from analytic.claim import Claim
from analytic.notation import (
    C_0,
    C_1,
    C_3,
    D_N,
    D_N2,
    D_P,
    L_0,
    R_02,
    R_24,
    V_A,
    B,
    E,
    H_k,
    H_k2,
    M,
    N,
    P,
    a,
    alpha,
    b,
    beta,
    c_k,
    d,
    d_2,
    eta,
    k,
    kappa,
    lambda_j,
    lambda_k,
    mean_error,
    mu,
    nu,
    p,
    primed,
    r_N,
    r_P,
    r_t,
    ratio,
    s,
    s2,
    t,
    u,
    w,
    w_2,
    x,
    z,
)

PAPER = "bordelon2024dynamical"
POWERS = "$lambda_k = k^-b$, $c_k = k^-a$ with $a > 1$, $b > 1$; "
UNLIMITED = f"{POWERS}$N = P = infinity$; $t$ large"
BY_WIDTH, BY_DATA = (
    f"{POWERS}$t = P = infinity$; $N$ large",
    (f"{POWERS}$t = N = infinity$; $P$ large"),
)
STABLE = f"{POWERS}any stable step and batch"
PROPORTIONAL, ANY = (
    "$M$, $N$, $P$ large in proportion",
    ("any $t$, $N$, $P$; $M$, $N$, $P$ large in proportion"),
)
EVERY, PAIRS, TOGETHER = "every frequency", "every pair of frequencies", ("$s$, $s' -> 0$ together")
FLAT = f"$lambda = 1$; {PROPORTIONAL}"
WIDE = "$lambda = 1$; $P = infinity$; $M$, $N$ large in proportion"
KERNEL = "$lambda = 1$, $N = infinity$, $r = M/P$"
FIXED_WIDTH, FIXED_DATA = (
    "fixed $t$, $N$ large, $P = infinity$",
    ("fixed $t$, $P$ large, $N = infinity$"),
)
QUOTED = "a residual network on CIFAR-5M, measured $b = 2.0$, $a - 1 = 0.15$ (quoted)"
CIFAR = And(Eq(a, Rational(23, 20)), Eq(b, 2))
BUDGET, FEW = "$C = N t$ large, $P = infinity$", "$C = N t$ large, $P$ larger"
MANY, LETTERS = "$C -> infinity$ at fixed $P$", "$C = N t$, any exponents"
FEWER_DATA, FEWER_WIDTH = "$P < N < M$, no label noise", "$N < P$, no label noise"
MEMBERS = "$P = infinity$, $C = N E t$, $E > 1$, no noise"
LIMITED, NOISY = "limited $P$, no label noise", "label noise, $N = infinity$, $P$ large"
LATE = "$P -> infinity$ at fixed $t$, no label noise"
INERTIA = "from rest, as printed: $i omega -> i omega + beta (i omega)^2$ in $H_k$"
STEPS, MOVING_STEPS = "full batches, step $eta$", "steps $eta$ with momentum $mu$, as printed"
ALL_DATA, TRAINED = "$P = infinity$, any $N$, $t$", "label noise, $t = infinity$"
GAUSSIAN, GIVEN = "Gaussian features, given $A$", "along an eigenvector of $K$, at given $A$"

RESPONSE = 1 / (s + lambda_k * (1 - d / P) * (1 - d / N))
SUMMAND = lambda_k * H_k * H_k2 * (c_k / lambda_k + C_3 / N + lambda_k * D_N * D_N2 * C_1 / P)
UPPER, LOWER = (1 + sqrt(ratio)) ** 2, (1 - sqrt(ratio)) ** 2
DENSITY = sqrt(UPPER - x) * sqrt(x - LOWER) / (2 * pi * ratio * x)
AS_PRINTED = sqrt(x - LOWER) * sqrt(x - UPPER) / (2 * pi * ratio * x)
OF_FIRST_POWER = (alpha * nu * s - alpha * nu + alpha + nu**2 - nu) / nu**2
CUBIC = D_N**3 + D_N**2 * (alpha - 2 * nu + 1) / nu + D_N * OF_FIRST_POWER - alpha * s / nu
QUADRATIC = D_N**2 + D_N * (nu * s - nu + 1) / nu - s
LINEAR = 1 - 1 / nu - s
ROOT = (LINEAR + sqrt(LINEAR**2 + 4 * s)) * Rational(1, 2)
APPROXIMATION = exp(-t) * cosh(t / sqrt(nu))
SLOWEST = 1 - 1 / sqrt(nu)
IN_MODE_J = lambda_j / lambda_k * (1 - exp(-lambda_k * t) - lambda_k * t * exp(-lambda_k * t))
LEAST = Min(a - 1, 2 * b)
COST = a - 1 + b * LEAST
ORDERS = 1 / (N * E) + 1 / (P * B) + 1 / (N * P * E * B)
INTERPOLATING = kappa**2 * w_2 / (1 - d_2 / P)
OVER = INTERPOLATING + kappa * w / (N / P - 1)
GAP = -(R_02 + primed(R_02)) / P + R_02 * primed(R_02) / P**2
SQUARED_BIAS = Sum(c_k * H_k * H_k2, (k, 1, M))
DESCENT_RESPONSE = 1 / (z - 1 + eta * lambda_k * D_P * D_N)
FLOW_RESPONSE = 1 / (p + beta * p**2 + lambda_k * D_P * D_N)
STEP_RESPONSE = 1 / (z - 1 - mu + mu / z + eta * D_P * D_N)

OF_SOURCE = "weight of $u^2_k$ in $v_k$ over that of $u^4_k$"
OF_FEEDBACK = "weight of $dv^2_k/du^4_k$ in the feedback of $R_3$"
ATOM_OF_FEWER = "atom of $rho$ at $x = 0$ ($M < P$, $r = 1/(1 + u)$)"
AT_ALL_DATA = "polynomial in $R_3$ that vanishes, $P = infinity$"
FIXED_TIME = "$H(t)$ at fixed $t$, $r = M/N$ small"
TERM_OF_MODE = "term of mode $j$ in the coefficient of $1/N + 1/P$ in $H_k(t)$"
TIME_RANK = "exponent of $L(t)$ from the modes above rank $t^(1/b)$"
KERNEL_LOSS = "$L(oo)$ of the kernel limit, $d(kappa) = P$"
ANSATZ_WIDTH = "exponent of $1/N(C)$ at the optimum of the ansatz"
ANSATZ_TIME = "exponent of $1/t(C)$ at the optimum of the ansatz"
END_OF_POWER = "exponent in $P$ of $1/C$ where the power law of $L^*(C)$ ends"
EXCESS = "exponent in $C$ of $L^*(C, P)$ less its limit"
LAST_WIDTH = "exponent of $1/N^*(C, P)$ beyond all powers of $P$"
ORDERS_OF_TERMS = "orders of the terms of $L_EB$ beyond the squared bias"
TRAIN_SHARE = "$Lhat(oo)$ over $L(oo)$, $N < P$"
TEST_UNDER = "$L(oo)$, $d(kappa) = N < P$, $N < M$"
ORDER_OF_GAP = "order in $1/P$ of the gap at a fixed time"
GROWTH_OF_GAP = "sign of the growth in $t$ of the gap's $1/P$ term, late"
NOISE_AND_WIDTH = "sign of the change with $N$ of what noise adds to $L(oo)$, $N < P$"
NARROW = "sign of the slope in $t$ of $L$, late, $N < P$"
UNLIMITED_WIDTH = "sign of the slope in $t$ of $L$, late, $N = infinity$"
MOMENTUM_IN_STEPS = "$H_k(z)$ of gradient descent with momentum"
RESIDUE_AT_END = "residue of $H_k$ at the end of training, over that of gradient flow"
BATCH_GAP = "loss on the next batch - $L(t)$ - noise"
OVER_FLOW = "$L(t/eta)/L(t)$ of flow as $eta -> 0$, $N = oo$"

CLAIMS = {
    "field-equations": (
        Claim("D1", PAPER, "26, B.1-B.2", "the five single-site processes", None, PROPORTIONAL),
        Claim("D2", PAPER, "10-11, 32-33", "$H_k$", RESPONSE, PROPORTIONAL),
        Claim("D3", PAPER, "68", "$D_N$", 1 - P * (1 - D_P) / N, EVERY),
        Claim("D4", PAPER, "34-35", "summand of $C_0$", SUMMAND, PAIRS),
        Claim(
            "D5", PAPER, "12, 65-67", "$L(oo)$, $P < N < M$, by $s s' C_0$", s * s2 * C_0, TOGETHER
        ),
        Claim(
            "D5",
            PAPER,
            "12, 65-67",
            "$L(oo)$, $N < P$, $N < M$, by $s s' C_0$",
            s * s2 * C_0,
            TOGETHER,
        ),
        Claim("D27", PAPER, "31", "$R_1$, by its feedback", 1 + R_24 * D_P / P, EVERY),
        Claim("D27", PAPER, "31", "$R_3$, by its feedback", 1 + R_24 * D_N / N, EVERY),
        Claim("D28", PAPER, "33", OF_SOURCE, lambda_k * D_N, EVERY),
        Claim("D29", PAPER, "48", OF_FEEDBACK, lambda_k, EVERY),
    ),
    "spectral-density": (
        Claim("D11", PAPER, "88-95", "$rho(x)$ between its edges", DENSITY, KERNEL),
        Claim("D31", PAPER, "95", "$rho(x)$ between its edges", AS_PRINTED, KERNEL),
        Claim(
            "D31", PAPER, "95", "atom of $rho$ at $x = 0$ ($M > P, r = 1 + u$)", Integer(0), KERNEL
        ),
        Claim("D31", PAPER, "95", ATOM_OF_FEWER, Integer(0), KERNEL),
    ),
    "white-spectrum": (
        Claim("D22", PAPER, "117-120", "polynomial in $R_3$ that vanishes", CUBIC, FLAT),
        Claim("D22", PAPER, "121, I", AT_ALL_DATA, QUADRATIC, WIDE),
        Claim("D22", PAPER, "121, I", "$R_3$, $P = infinity$", ROOT, WIDE),
        Claim("D22", PAPER, "122, I", FIXED_TIME, APPROXIMATION.subs(nu, 1 / ratio), WIDE),
        Claim(
            "D22", PAPER, "122, I", "$e^t H(t)$ at $t = u sqrt(N/M)$, $N/M$ large", cosh(u), WIDE
        ),
        Claim(
            "D22", PAPER, "122, I", "rate of decay of $H(t)$ at late times, $N > M$", SLOWEST, WIDE
        ),
        Claim(
            "D22", PAPER, "I", "$L(t)/L(0)$ at fixed $t$, $r = M/N$ small", mean_error(t) ** 2, WIDE
        ),
    ),
    "early-time": (Claim("D8", PAPER, "81-83", TERM_OF_MODE, IN_MODE_J, "early time"),),
    "time-limited": (
        Claim("D12", PAPER, "14, 125", "exponent of $L(t)$", (a - 1) / b, UNLIMITED),
        Claim("D15", PAPER, "15", TIME_RANK, (a - 1) / b, UNLIMITED),
    ),
    "width-limited": (
        Claim("D13", PAPER, "14, 128, J.2", "exponent of $L(N)$", LEAST, BY_WIDTH),
        Claim(
            "D15", PAPER, "15", "exponent of $L(N)$ from the modes above rank $N$", a - 1, BY_WIDTH
        ),
    ),
    "data-limited": (
        Claim("D7", PAPER, "77-80", KERNEL_LOSS, INTERPOLATING, "$N = infinity$, $P < M$"),
        Claim("D14", PAPER, "14, 131, J.3", "exponent of $L(P)$", LEAST, BY_DATA),
        Claim(
            "D15", PAPER, "15", "exponent of $L(P)$ from the modes above rank $P$", a - 1, BY_DATA
        ),
    ),
    "finite-width-correction": (
        Claim(
            "D9", PAPER, "Fig. 2b", "order in $1/N$ of $L(t, N) - L(t)$", Integer(1), FIXED_WIDTH
        ),
    ),
    "finite-data-correction": (
        Claim("D9", PAPER, "Fig. 2e", "order in $1/P$ of $L(t, P) - L(t)$", Integer(1), FIXED_DATA),
    ),
    "compute-optimal": (
        Claim("D16", PAPER, "17", "exponent of $L^*(C)$", (a - 1) * LEAST / COST, BUDGET),
        Claim("D16", PAPER, "17, $t^*$", "exponent of $1/t^*(C)$", b * LEAST / COST, BUDGET),
        Claim("D16", PAPER, "17, $N^*$", "exponent of $1/N^*(C)$", (a - 1) / COST, BUDGET),
        Claim("D17", PAPER, "153-156, $N$", "exponent of $1/N^*(C)$", r_t / (r_t + r_N), BUDGET),
        Claim(
            "D17", PAPER, "153-156, $L$", "exponent of $L^*(C)$", r_t * r_N / (r_t + r_N), BUDGET
        ),
        Claim("D26", PAPER, "20, Fig. 7", "exponent of $L^*(C)$", Rational(1, 20), QUOTED, CIFAR),
        Claim("D33", PAPER, "155", ANSATZ_WIDTH, r_t / (r_t + r_N), LETTERS),
        Claim("D33", PAPER, "155", ANSATZ_TIME, r_t / (r_t + r_N), LETTERS),
    ),
    "compute-limited-data": (
        Claim("D17", PAPER, "153-156, $N$", END_OF_POWER, r_P * (1 / r_t + 1 / r_N), FEW),
        Claim("D17", PAPER, "153-156, $N$", EXCESS, r_t * r_N / (r_t + r_N), MANY),
        Claim("D17", PAPER, "153-156, $N$", LAST_WIDTH, r_t / (r_t + r_N), MANY),
    ),
    "ensembling": (
        Claim(
            "D18", PAPER, "107-112, H.3", ORDERS_OF_TERMS, ORDERS, "fixed $t$, $N$ and $P$ large"
        ),
        Claim("D19", PAPER, "19, 114", "$C_0$ of infinite ensembles", SQUARED_BIAS, ANY),
        Claim("D20", PAPER, "115, H.4", "$L_EB$ at $P = infinity$", L_0 + V_A / E, ALL_DATA),
        Claim("D20", PAPER, "116, H.4", "sign of $L_E(N) - L_1(N E)$", Integer(1), MEMBERS),
    ),
    "train-test-gap": (
        Claim("D6", PAPER, "69-76", "$Lhat(oo)$, $P < N < M$", Integer(0), "$P < N < M$"),
        Claim(
            "D6", PAPER, "69-76", TRAIN_SHARE, (1 - N / P) ** 2, "$N < P$, $N < M$, no label noise"
        ),
        Claim("D6", PAPER, "69-76", "$L(oo)$, $d(kappa) = P < N < M$", OVER, FEWER_DATA),
        Claim("D6", PAPER, "69-76", TEST_UNDER, kappa * w / (1 - N / P), FEWER_WIDTH),
        Claim("D10", PAPER, "18, 85-87", "gap over $C_1$", GAP, PAIRS),
        Claim("D10", PAPER, "18, 85-87", ORDER_OF_GAP, Integer(1), "fixed $t$, $P$ large"),
        Claim("D10", PAPER, "text", GROWTH_OF_GAP, Integer(1), LATE),
        Claim("D30", PAPER, "85", "covariance of $u^1$ at $s$ and $s'$", C_1, PAIRS),
    ),
    "label-noise": (
        Claim("D21", PAPER, "Fig. 5a, 10", "sign of $L(oo) - L(t^*)$", Integer(1), NOISY),
        Claim("D21", PAPER, "Fig. 5a, 10", NOISE_AND_WIDTH, Integer(1), TRAINED),
        Claim(
            "D21",
            PAPER,
            "Fig. 10",
            "sign of the change with $N$ of $L(t^*)$",
            None,
            "any $N$ and $P$",
        ),
    ),
    "early-stopping": (
        Claim("D21", PAPER, "Fig. 5a", NARROW, Integer(1), LIMITED),
        Claim("D21", PAPER, "Fig. 5a", UNLIMITED_WIDTH, Integer(1), LIMITED),
    ),
    "gradient-descent": (
        Claim("D23", PAPER, "132-136", "$H_k(z)$ of gradient descent", DESCENT_RESPONSE, STEPS),
    ),
    "momentum": (
        Claim("D24", PAPER, "137-139", "$H_k$ of a flow with momentum", FLOW_RESPONSE, INERTIA),
        Claim("D24", PAPER, "140-141", MOMENTUM_IN_STEPS, STEP_RESPONSE, MOVING_STEPS),
        Claim("D24", PAPER, "text", RESIDUE_AT_END, Integer(1), "any momentum"),
    ),
    "one-pass-sgd": (
        Claim("D25", PAPER, "16", BATCH_GAP, Integer(0), "every step: the batch is new"),
        Claim("D25", PAPER, "16", "$L(t)$ as $t -> oo$, $N = oo$, no noise", Integer(0), STABLE),
        Claim("D25", PAPER, "142-144", "what a step leaves of $v$, on average", 1 - eta * x, GIVEN),
        Claim("D25", PAPER, "143-144", "what a step leaves of $v^2$", (1 - eta * x) ** 2, GAUSSIAN),
        Claim("D25", PAPER, "text", OVER_FLOW, Integer(1), "$eta t$ fixed, $t$ large"),
        Claim("D32", PAPER, "142", "what a step leaves of $v$, on average", 1 + eta * x, GIVEN),
    ),
}
