"""What derivations are compared with is evaluated once."""

import pytest


@pytest.fixture(autouse=True)
def remembered_everywhere(remembered: None) -> None:
    """No test here changes a witness, other than by putting another one in its place."""
