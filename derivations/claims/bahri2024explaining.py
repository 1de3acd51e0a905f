"""Claims of [bahri2024explaining], with a = b = 1 + alpha_K."""

from sympy import Eq, Integer

from analytic.claim import Claim
from analytic.notation import a, b, d_M, n, t

PAPER = "bahri2024explaining"
ISOTROPIC = Eq(a, b)
KERNEL = "$lambda_k = k^-b$, $c_k = k^-a$ with $a = b$"
POWERS = "$lambda_k = k^-b$, $c_k = k^-a$ with $a > 1$, $b > 1$; $t = {} = infinity$; ${}$ large"
EQUAL = f"{KERNEL}; $t = infinity$; $N = P$ large"
PRINTED = "$lambda_k = c_k = k^-b$; $t = N = infinity$; $P$ large, then $b$ large"
FINAL = "$t = infinity$, the other resource fixed"
BY_WIDTH, BY_DATA = POWERS.format("P", "N"), POWERS.format("N", "P")
FIXED_WIDTH, FIXED_DATA = (
    "fixed $t$, $N$ large, $P = infinity$",
    ("fixed $t$, $P$ large, $N = infinity$"),
)
IN_WIDTH, IN_DATA = "resolution-limited, width", "resolution-limited, data"
ORDER_N, ORDER_P = "order in $1/N$ of $L(t, N) - L(t)$", "order in $1/P$ of $L(t, P) - L(t)$"
DIFFERENCE, FOR_LARGE_B = (
    "exponent of $L(N)$ - exponent of $L(P)$",
    ("amplitude of $L(P)$ for large $b$"),
)
MERGED = "exponent of $L(P)$ of merged classes - exponent of $L(P)$"
NOISY = "whether noise in the inputs changes the exponent of $L(P)$, 1 or 0"
IN_A_DRAW = "$L(D) - L(P)$ of one draw"
FEATURES = (
    "mean over isotropic targets, $t = infinity$, no noise, $P$ features and infinitely many "
    "points or $D$ points and all features; their losses are half of ours"
)

INTERPOLATED = "exponent of piecewise"
SMOOTH = "kernels that are $t$ times differentiable on a manifold of dimension $d_M$"
MANIFOLD = "$P$ samples on a closed manifold of dimension $d_M$"

EXCESS = "exponent of $E(ell(f)) - ell(f_0)$, "
MOMENTS = "all centred moments of $f$ are $O(epsilon)$; $f_0$ is its mean"
AT_FIXED_TIME = "fixed $t$, $N$ or $P$ large, the other one infinite; squared loss"

CLAIMS = {
    "variance-limited": (
        Claim("E2", PAPER, "theorem 1", EXCESS + "bounded second derivative", Integer(1), MOMENTS),
        Claim("E2", PAPER, "theorem 1", EXCESS + "polynomial", Integer(1), MOMENTS),
        Claim(
            "E2", PAPER, "theorem 1", "exponent of $E(|f - f_0|^n)$ at $n = 2$", Integer(1), MOMENTS
        ),
        Claim("E2", PAPER, "theorem 1", "order in $1/P$ of $V_D$", Integer(1), AT_FIXED_TIME),
        Claim("E2", PAPER, "theorem 1", "order in $1/N$ of $V_A$", Integer(1), AT_FIXED_TIME),
    ),
    "resolution-limited": (
        Claim("E3", PAPER, "theorems 2, 3", "exponent of a Lipschitz loss", 1 / d_M, MANIFOLD),
        Claim("E4", PAPER, "text", "exponent of a loss of order $n$", n / d_M, MANIFOLD),
        Claim("E4", PAPER, "text", f"{INTERPOLATED} constant interpolation", 2 / d_M, MANIFOLD),
        Claim("E4", PAPER, "text", f"{INTERPOLATED} linear interpolation", 4 / d_M, MANIFOLD),
    ),
    "kernel-smoothness": (
        Claim("E8", PAPER, "text", "exponent of $lambda_n$", 1 + t / d_M, SMOOTH),
        Claim("E8", PAPER, "text", "$alpha_K$ of a kernel", t / d_M, SMOOTH),
    ),
    "width-limited": (
        Claim("E6", PAPER, "text", "exponent of $L(N)$", b - 1, BY_WIDTH, ISOTROPIC),
    ),
    "data-limited": (
        Claim("E6", PAPER, "text", "exponent of $L(P)$", b - 1, BY_DATA, ISOTROPIC),
        Claim("E10", PAPER, "experiments", MERGED, Integer(0), f"{BY_DATA}; classes merged"),
        Claim("E10", PAPER, "experiments", NOISY, Integer(1), f"{BY_DATA}; it changes"),
        Claim("E7", PAPER, "4-5, as printed", FOR_LARGE_B, b - 1, PRINTED, ISOTROPIC, grows=b),
    ),
    "width-data-duality": (
        Claim("E5", PAPER, "random features", IN_A_DRAW, Integer(0), FEATURES, ISOTROPIC),
        Claim("E6", PAPER, "text", DIFFERENCE, Integer(0), EQUAL, ISOTROPIC),
    ),
    "finite-width-correction": (
        Claim("E1", PAPER, "variance-limited, width", ORDER_N, Integer(1), FIXED_WIDTH),
    ),
    "finite-data-correction": (
        Claim("E1", PAPER, "variance-limited, data", ORDER_P, Integer(1), FIXED_DATA),
    ),
    "four-regimes": (
        Claim("E1", PAPER, IN_WIDTH, "exponent of $L(N)$", b - 1, KERNEL, ISOTROPIC),
        Claim("E1", PAPER, IN_DATA, "exponent of $L(P)$", b - 1, KERNEL, ISOTROPIC),
        Claim("E9", PAPER, "text", "order in $1/P$ of $L(N, P) - L(N)$", Integer(1), FINAL),
        Claim("E9", PAPER, "text", "order in $1/N$ of $L(N, P) - L(P)$", Integer(1), FINAL),
    ),
}
