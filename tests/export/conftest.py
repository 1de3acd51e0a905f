"""An invented result that has everything a result can have, and a bibliography for it."""

from dataclasses import replace

import pytest
from sympy import Eq, Integer, Ne, Piecewise, gamma, log, pi, sin, zeta

from analytic.claim import Claim, Judgement, Verdict, judge, undecided
from analytic.export.bibliography import Reference, read_bibliography
from analytic.law import Law
from analytic.notation import L, N, a, b, kappa, x_minus
from analytic.page import Page
from analytic.result import Result
from analytic.stated import Formula
from analytic.term import Term

PRICE = pi / (b * sin(pi / b))


@pytest.fixture
def bibliography() -> dict[str, Reference]:
    """Two entries, the second with an accent, quotes and signs that LaTeX would take amiss."""
    return read_bibliography(
        """
        @article{somebody1900,
          author = {Body, Some and M{\\"u}ller, Max},
          title  = {A {L}aw of 5% & More},
          journal = {Journal of Laws}, volume = 3, pages = {1--2}, year = {1900}
        }
        @misc{nobody1901, author = "Nobody", title = "Nothing", eprint = {1901.00001}}
        """
    )


@pytest.fixture
def law() -> Law:
    """A law with two regimes, a logarithm on their boundary, corrections and exceptions."""
    leading = N ** (1 - a) * PRICE ** (a - 1) * gamma((a - 1) / b) + N**-b * PRICE**b * zeta(a - b)
    terms = [j * N ** (-j - a) * PRICE ** (j + a) * zeta(a - j * b) / (j + b) for j in (1, 2, 3)]
    between = Law.of(
        "r_N",
        N,
        PRICE**b * N**-b * log(N),
        N ** (-b - 1) * log(N),
        "N large",
        terms=(Term(PRICE**b, b, 1, condition=Eq(a, b + 1)),),
    )
    return Law.of(
        "r_N",
        N,
        leading,
        N ** (-b - 2),
        "N large, 5% & no noise_floor",
        correction=sum(terms, start=Integer(0)),
        terms=(
            Term(PRICE ** (a - 1) * gamma((a - 1) / b), a - 1, condition=a < b + 1),
            Term(PRICE**b * zeta(a - b), b, condition=a > b + 1),
        ),
        boundaries={Eq(a, b + 1): between},
        excluded=(Ne(a, b + 1), Ne(a, 2 * b + 1)),
    )


@pytest.fixture
def result(law: Law) -> Result:
    """A result with a long derivation, a law, claims under several verdicts, and formulas."""
    page = Page(
        title="Invented loss",
        statement="It falls: kappa -> 0, at 100% & with # and ~ in file_name.",
        source="somebody1900, eqs. (1)-(2); new: everything",
        validity="a > 1 and b > 1, t < N",
        problem="L(N) = kappa w, d(kappa) = N",
    )
    page.show(L(N), law.leading, "put in: what leads")
    page.show(kappa, law.expansion, "reversion, as in [nobody1901]", heuristic=True)
    cases = Piecewise((law.correction, a < b + 1), (law.correction**2, True))
    page.show(L(N), cases, "by cases")
    claim = Claim("X1", "somebody1900", "14, B.1", "exponent of $L(N)$", 2 * b, "N large")
    point = {"a": "4", "b": "3/2", "claimed": "3", "derived": "3/2"}
    some = Judgement(
        claim, Verdict.HOLDS_ONLY_WHERE, b, "holds where a <= b + 1", point, (a < b) & (b > 1)
    )
    return Result(
        "invented-loss",
        page.title,
        page,
        {
            L(N): law.leading,
            Formula("L(oo) if P<N"): N,
            x_minus: law.amplitude,
            Formula("C_0 sum"): kappa,
        },
        law,
        (
            some,
            judge(replace(claim, id="X2", equation="Fig. 2b"), 2 * b),
            undecided(replace(claim, id="X3", formula=None), "nothing to compare"),
        ),
    )
