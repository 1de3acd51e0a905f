"""The libraries that only the site needs, and what to do where they are missing."""

from importlib import import_module
from typing import Any

from analytic.errors import ScalingLawsError


def library(name: str) -> Any:
    """An optional library.

    Raises    ScalingLawsError where it is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise ScalingLawsError(
            f"The site cannot be made: {name} is not installed, which nothing else needs. "
            "Install the extra site, as in pip install 'scaling-laws[site]'."
        ) from None
