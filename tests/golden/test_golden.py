"""Nothing has changed but the form, and no form unless it is written anew by `-m tests.golden`."""

import pytest

from derivations import RESULTS
from tests.golden.frozen import kept, losses, numbers, stated, verdicts


@pytest.mark.parametrize("name", RESULTS)
def test_formulas_are_those_that_were_kept(name: str) -> None:
    before = kept(name)
    now = {key: form for key, form in stated(RESULTS[name]) if form is not None}
    assert set(now) == set(before)
    changed = {key: form for key, form in now.items() if str(form) != before[key][0]}
    assert {key: (str(form), *numbers(form)) for key, form in changed.items()} == {}


def test_verdicts_are_those_that_were_kept() -> None:
    assert verdicts() == kept("verdicts")


def test_losses_are_those_that_were_kept() -> None:
    assert losses() == kept("losses")
