"""What a notebook and a prompt show of results, laws, claims, comparisons and verifications."""

import numpy as np
import pytest

import analytic as an
from analytic.checking import Comparison
from analytic.claim import Claim, Judgement
from analytic.law import Law
from analytic.problem.statement import in_full
from analytic.result import Result
from analytic.verification import Verification
from derivations import RESULTS

LONGEST = 400  # characters of a repr


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_is_short_at_a_prompt_and_whole_in_a_notebook(name: str) -> None:
    result = RESULTS[name]
    assert len(repr(result)) < LONGEST
    shown = result._repr_markdown_()
    assert result.title in shown
    assert shown.count("$") % 2 == 0
    for judgement in result.judgements:
        assert f"| {judgement.claim.id} |" in shown
        assert judgement.claim.id in judgement._repr_markdown_()
        assert judgement.claim.source in judgement.claim._repr_markdown_()
    if result.law is not None:
        assert len(repr(result.law)) < LONGEST
        table = result.law._repr_markdown_()
        rows = [line for line in table.splitlines() if line.startswith("|")]
        cells = {line.replace(r"\|", "").count("|") for line in rows}
        assert cells <= {4}
        regimes = len(result.law.regimes) + sum(
            len(law.regimes) for law in result.law.boundaries.values()
        )
        assert len(rows) == (regimes + 2 if regimes > 1 else 0)


def test_what_one_asks_shows_itself() -> None:
    comparison = an.check("width-limited", "2*b", draws=0)
    assert "| claimed | $2 b$ |" in comparison._repr_markdown_()
    verification = an.verify("time-limited", digits=5, draws=0)
    assert verification._repr_markdown_().count("| yes |") == len(verification.checks)
    assert max(len(repr(comparison)), len(repr(verification))) < LONGEST
    for kind in (Result, Law, Claim, Judgement, Comparison, Verification):
        assert hasattr(kind, "_repr_markdown_")


def test_a_page_of_one_s_own_and_its_verification_show_themselves() -> None:
    page = an.Page("Effective dimension", where="a < b + 1")
    page.let("A", "pi/(b*sin(pi/b))")
    page.show("d", "A*kappa**(-1/b) + O(kappa)", "the pole at 1/b")
    found = an.verify(page, digits=10)
    assert max(len(repr(page)), len(repr(found))) < LONGEST
    assert "O(\\kappa)" in page._repr_markdown_()
    assert "eq:effective-dimension:2" in page.latex()
    assert "A = " in page.text()
    assert "**fails**" in found._repr_markdown_()
    assert "(2) fails" in str(found)
    assert found._repr_markdown_().count("$") % 2 == 0


def test_a_long_spectrum_is_short_at_a_prompt_and_whole_in_a_checkpoint() -> None:
    eigenvalues = np.arange(20000, 0, -1.0)
    one, other = (
        an.Model(an.MeasuredSpectrum(eigenvalues, power), 3, 4)
        for power in (np.ones(20000), 2 * np.ones(20000))
    )
    assert len(repr(one)) < LONGEST
    assert in_full(one) != in_full(other)
