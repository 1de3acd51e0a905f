"""Claims of [nam2024solvable]; its alpha is a - 1 with a = b."""

from sympy import Eq

from analytic.claim import Claim
from analytic.notation import a, b

PAPER = "nam2024solvable"
SKILLS = "skills of frequency $k^-a$, one a sample, that are learned one by one, $a = 1 + alpha$"

CLAIMS = {
    "one-hot-data": (
        Claim("Q2", PAPER, "text", "exponent of $L(t)$", (a - 1) / a, SKILLS, Eq(a, b)),
        Claim("Q2", PAPER, "text", "exponent of $L(P)$", (a - 1) / a, SKILLS, Eq(a, b)),
        Claim("Q2", PAPER, "text", "exponent of $L(N)$", a - 1, SKILLS, Eq(a, b)),
        Claim(
            "Q2",
            PAPER,
            "text",
            "exponent of $L(C)$, $C = N t$",
            (a - 1) / (a + 1),
            SKILLS,
            Eq(a, b),
        ),
    ),
}
