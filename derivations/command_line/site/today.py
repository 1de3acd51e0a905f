"""The day on which a site is made."""

import os
from datetime import UTC, datetime

from analytic.errors import InvalidProblemError

VARIABLE = "SOURCE_DATE_EPOCH"


def today() -> str:
    """The date of today, or that of SOURCE_DATE_EPOCH, by which a build can be repeated.

    Raises    InvalidProblemError where that variable holds no number of seconds.
    """
    given = os.environ.get(VARIABLE)
    if given is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return datetime.fromtimestamp(int(given), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise InvalidProblemError(
            f"{VARIABLE}={given} is no date. It is the number of seconds since 1970. Give one, or "
            "unset the variable."
        ) from None
