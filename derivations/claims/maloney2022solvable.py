"""Claims of [maloney2022solvable], with a = b = 1 + alpha."""

from sympy import Eq, Integer, pi, sin

from analytic.claim import Claim
from analytic.notation import a, b

PAPER = "maloney2022solvable"
ISOTROPIC = Eq(a, b)
POWERS = "lambda_k = k^-b, c_k = k^-a with a > 1, b > 1; t = {} = infinity; {} large"
BY_WIDTH, BY_DATA = POWERS.format("P", "N"), POWERS.format("N", "P")
EQUAL = "lambda_k = k^-b, c_k = k^-a with a = b; t = infinity; N = P large"
RATIO = "amplitude of L(P) / that of L(N)"
UNIT = (pi / b / sin(pi / b)) ** b

CLAIMS = {
    "width-limited": (
        Claim("S3", PAPER, "n kappa_n", "amplitude of L(N)", UNIT, BY_WIDTH, ISOTROPIC),
    ),
    "data-limited": (
        Claim("S3", PAPER, "n kappa_n", "amplitude of L(P)", UNIT, BY_DATA, ISOTROPIC),
    ),
    "width-data-duality": (Claim("S3", PAPER, "text", RATIO, Integer(1), EQUAL, ISOTROPIC),),
}
