"""What holds around every test: nobody leaves a precision changed."""

from collections.abc import Iterator

import gmpy2
import mpmath
import pytest


def _precisions() -> tuple[int, int, int]:
    return mpmath.mp.prec, mpmath.iv.prec, gmpy2.get_context().precision


@pytest.fixture(autouse=True)
def precision_is_restored() -> Iterator[None]:
    """The working precisions of mpmath and gmpy2 are the same after a test as before."""
    before = _precisions()
    yield
    assert _precisions() == before
