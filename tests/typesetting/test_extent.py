"""The estimated width of a formula, against what pdflatex measures."""

import re
from pathlib import Path

from sympy import Add, exp, gamma, pi, sin, sqrt, zeta

from analytic.export.latex_document import TEXT_WIDTH
from analytic.notation import C_0, D_N, D_P, L, N, P, a, b, d, kappa, lambda_k, s, sigma2, t, w
from analytic.page import NUMBER_WIDTH
from analytic.typesetting import formula
from analytic.typesetting.extent import extent
from tests.export.pdflatex import compiled

FORMULAS = [
    formula(expression)
    for expression in (
        D_N * D_P * lambda_k + s,
        N * sigma2 + P * kappa * w - P**2 * kappa**2 * sigma2 / (N - P),
        gamma((a - 1) / b) * (2 * t) ** ((1 - a) / b) / b,
        (pi / (b * sin(pi / b))) ** b * N**-b * zeta(a - b) - N ** (1 - a) / (2 * b + 1),
        exp(-2 * pi * (b * t / pi) ** (1 / (b + 1)) * (1 + 1 / b) * sin(pi / (2 * b + 2))),
        sqrt(2 * sqrt(a) - a + t - 1) / (2 * pi * a * t) + L(t) - C_0,
        Add(*(d**j / (j + kappa) for j in range(1, 9))),
    )
]


def test_no_formula_is_wider_than_estimated_by_more_than_is_kept_free(tmp_path: Path) -> None:
    boxes = "\n".join(
        rf"\setbox0=\hbox{{$\displaystyle {latex}$}}\typeout{{WIDTH \the\wd0}}"
        for latex in FORMULAS
    )
    document = r"\documentclass{article}\usepackage{amsmath}\begin{document}%s\end{document}"
    log = compiled(document % boxes, tmp_path)
    widths = [float(width) for width in re.findall(r"WIDTH ([\d.]+)pt", log)]
    assert len(widths) == len(FORMULAS)
    for width, latex in zip(widths, FORMULAS, strict=True):
        assert width * (1 - NUMBER_WIDTH / TEXT_WIDTH) <= extent(latex) <= 1.25 * width, latex
