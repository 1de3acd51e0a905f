r"""Formulas as MathML, which browsers set by themselves: no script, no font, no network.

The LaTeX is what our own printers write; SymPy's MathML printer knows neither their order of
factors nor their letters.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from analytic.export.site.optional import library

_PRIME = re.compile("<msup><mi>([^<]*)</mi><mo>′</mo></msup>")
_BREAK = r" \\ "


@lru_cache(maxsize=65536)
def inline(latex: str) -> str:
    r"""A formula in a sentence.

    >>> inline("N^{-b}")
    '<math><msup><mi>N</mi><mrow><mo lspace="0" rspace="0">−</mo><mi>b</mi></mrow></msup></math>'
    """
    return _primed(_converter().convert_with_local_state(latex, displaystyle=False))


@lru_cache(maxsize=65536)
def display(latex: str) -> str:
    """A formula on a line of its own."""
    return _primed(_converter().convert_with_local_state(latex, displaystyle=True))


def aligned(lines: Sequence[str]) -> str:
    r"""The LaTeX of lines that are aligned at &.

    >>> aligned([r"x &= 1", r"&\quad + 2"])
    '\\begin{aligned}x &= 1 \\\\ &\\quad + 2\\end{aligned}'
    """
    return rf"\begin{{aligned}}{_BREAK.join(lines)}\end{{aligned}}"


def _primed(markup: str) -> str:
    """Primes beside their letter: the sign is a raised one, which fonts raise again in a power."""
    return _PRIME.sub(r'<mrow><mi>\1</mi><mo lspace="0" rspace="0">′</mo></mrow>', markup)


@cache
def _converter() -> Any:
    return library("math_core").LatexToMathML(fancy_error=False)
