"""Claims of [bordelon2024feature]."""

from sympy import Min

from analytic.claim import Claim
from analytic.notation import a, b

PAPER = "bordelon2024feature"
POWERS = "$lambda_k = k^-b$, $c_k = k^-a$ with $a > 1$, $b > 1$; $t = P = infinity$; $N$ large"
PLATEAU = b * Min(2, (a - 1) / b)

CLAIMS = {
    "width-limited": (Claim("F2", PAPER, "width plateau", "exponent of $L(N)$", PLATEAU, POWERS),),
}
