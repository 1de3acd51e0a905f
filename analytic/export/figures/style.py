"""The style of all figures, in one place: sizes, fonts, colours.

The colours of curves are Okabe and Ito's, which colour-blind readers tell apart; regions have light
tints of them. Curves are told apart by markers and dashes as well.
"""

from collections.abc import Mapping
from typing import Any

WIDTH, HEIGHT = 3.4, 2.9  # inches of a panel: two of them make the width of a page
DOTS = 200  # an inch
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00")
MARKERS = ("o", "s", "^", "D", "v")
DASHES: tuple[Any, ...] = ((0, (5, 2)), (0, (5, 2, 1, 2)), (0, (2, 1.5)), (0, (1, 2.5)))
LAW, GREY, LINE = "#222222", "#777777", "#333333"

# of regions: those of terms of the loss have one each, others take theirs in turn
TERMS = {
    "time law": "#e6e6e6",
    "width law": "#9ccbe8",
    "$1/N$ term": "#d3e9f6",
    "data law": "#f2b58c",
    "$1/P$ term": "#fbe0cd",
}
TINTS = ("#9ccbe8", "#f2b58c", "#b5dcc4", "#e6c6dd", "#f5e6a8", "#d9d9d9")

STYLE: Mapping[Any, Any] = {
    "font.size": 9,
    "axes.titlesize": 9,
    "legend.fontsize": 7.5,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "mathtext.fontset": "cm",
    "axes.formatter.limits": (-3, 4),  # powers of ten in front of the axis, beyond
    "pdf.fonttype": 42,  # TrueType: many journals refuse Type 3
    "svg.hashsalt": "scaling-laws",
}
