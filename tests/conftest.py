"""What tests share: nobody leaves a precision changed; a command line, run in this process."""

from collections.abc import Callable, Iterator

import gmpy2
import mpmath
import pytest

from derivations.command_line.application import run
from tests.remembered import remembered_numbers

Command = Callable[..., tuple[int, str, str]]


def _precisions() -> tuple[int, int, int]:
    return mpmath.mp.prec, mpmath.iv.prec, gmpy2.get_context().precision


@pytest.fixture(autouse=True)
def precision_is_restored() -> Iterator[None]:
    """The working precisions of mpmath and gmpy2 are the same after a test as before."""
    before = _precisions()
    yield
    assert _precisions() == before


@pytest.fixture
def remembered() -> Iterator[None]:
    """Exact numbers and simulations that another test has asked for are not evaluated again."""
    with remembered_numbers():
        yield


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """A command line, run in this process: exit code, standard output, standard error."""

    def command(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return command
