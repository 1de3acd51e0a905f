"""The sentences of pages: what stands between dollars is what the reader of formulas knows."""

import re

import pytest

from derivations import RESULTS


@pytest.mark.parametrize("name", RESULTS)
def test_a_sum_in_a_reason_is_said_in_words(name: str) -> None:
    """A product is sorted where it is set: sum_k c_k would be c_k sum_k."""
    page = RESULTS[name].page
    sentences = (page.statement, page.problem, *(one.reason for one in page.equations))
    marked = (match for one in sentences for match in re.findall(r"\$([^$]+)\$", one))
    assert [one for one in marked if re.search(r"\b(sum|prod|int)_", one)] == []
