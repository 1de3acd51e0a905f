"""Nothing has changed but the form, and no form unless it is written anew by `-m tests.golden`."""

import pytest

from derivations import RESULTS
from tests.golden.frozen import forms, kept, losses, verdicts


@pytest.mark.parametrize("name", RESULTS)
def test_formulas_are_those_that_were_kept(name: str) -> None:
    assert forms(RESULTS[name]) == kept(name)


def test_verdicts_are_those_that_were_kept() -> None:
    assert verdicts() == kept("verdicts")


def test_losses_are_those_that_were_kept() -> None:
    assert losses() == kept("losses")
