"""Claims of [maloney2022solvable], with a = b = 1 + alpha."""

from sympy import Eq, Integer, Rational, pi, sin

from analytic.claim import Claim
from analytic.notation import M, N, P, a, b, d, d_2, kappa, sigma2, w, w_2

PAPER = "maloney2022solvable"
ISOTROPIC = Eq(a, b)
POWERS = "$lambda_k = k^-b$, $c_k = k^-a$ with $a > 1$, $b > 1$; $t = {} = infinity$; ${}$ large"
BY_WIDTH, BY_DATA = POWERS.format("P", "N"), POWERS.format("N", "P")
EQUAL = "$lambda_k = k^-b$, $c_k = k^-a$ with $a = b$; $t = infinity$; $N = P$ large"
RATIO = "amplitude of $L(P)$ / that of $L(N)$"
UNIT = (pi / b / sin(pi / b)) ** b

RIDGELESS = "$t = infinity$, no penalty; any spectrum, $c_k = lambda_k$; ${}$"
BOTH = "$L(oo) + sigma^2$ of an isotropic target, ${}$"
LESS_WIDTH, LESS_DATA = (N * kappa + sigma2) / (1 - N / P), (P * kappa + sigma2) / (1 - P / N)

ANY = "any spectrum, target, noise and number of modes; $s = s' = gamma$"
_SHARE, _G = (1 - d / N) / (1 - d_2 / N), kappa * (w - kappa * w_2)
AT_PENALTY = (kappa * w + sigma2 - _G * _SHARE) / (1 - (d - (d - d_2) * _SHARE) / P) - sigma2

BEST = "$c_k = lambda_k = k^-b$, no noise, the best penalty; $N$, $P$ large"
JOINT = "$L^*(P, P)$ over the joint law"

GROWS = "the slope of $log(N)$ in $log(N P)$ at the best $N/P$"

LEVEL = "slope of $L(oo)$ in ${}$ at $N > M$, $P > M$"
LATENT = "$M$ modes, label noise, $N > M$, $P > M$"

BEYOND = "features $phi(u x)$ of Gaussian data with $lambda_k = k^-b$, ${}$"
TRIPLES = "$r_n$ of triples, $x = M^nu$"
PAST = "$r_n$ past $M$, ${}$"

CLAIMS = {
    "nonlinear-features": (
        Claim(
            "S7", PAPER, "text", "$r_n$ of pairs, $M = oo$, $x$ large", b, BEYOND.format("M = oo")
        ),
        Claim("S7", PAPER, "text", PAST.format("x = M^nu"), b, BEYOND.format("M"), grows=M),
        Claim("S7", PAPER, "text", TRIPLES, b, BEYOND.format("M"), grows=M),
        Claim("S7", PAPER, "text", PAST.format("x = M^2/u"), b, BEYOND.format("M")),
    ),
    "plateau": (
        Claim("S8", PAPER, "text", LEVEL.format("N"), Integer(0), LATENT),
        Claim("S8", PAPER, "text", LEVEL.format("P"), Integer(0), LATENT),
    ),
    "equiparameterization": (
        Claim("S6", PAPER, "text", GROWS, Rational(1, 2), "$N P$ large, no penalty", ISOTROPIC),
    ),
    "optimal-ridge": (Claim("S5", PAPER, "text", JOINT, Integer(1), BEST),),
    "ridge": (
        Claim("S1", PAPER, "text", "$L(gamma)$", AT_PENALTY, ANY),
        Claim("S4", PAPER, "text", "$L(P, N) - L(N, P)$", Integer(0), "$c_k = lambda_k$, no noise"),
    ),
    "double-descent": (
        Claim("S2", PAPER, "text", BOTH.format("N<P"), LESS_WIDTH, RIDGELESS.format("N < P")),
        Claim("S2", PAPER, "text", BOTH.format("P<N"), LESS_DATA, RIDGELESS.format("P < N")),
    ),
    "width-limited": (
        Claim("S3", PAPER, "$n kappa_n$", "amplitude of $L(N)$", UNIT, BY_WIDTH, ISOTROPIC),
    ),
    "data-limited": (
        Claim("S3", PAPER, "$n kappa_n$", "amplitude of $L(P)$", UNIT, BY_DATA, ISOTROPIC),
    ),
    "width-data-duality": (Claim("S3", PAPER, "text", RATIO, Integer(1), EQUAL, ISOTROPIC),),
}
