"""Prose of the pages as LaTeX."""

import pytest

from analytic.typesetting import typeset


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("Poisson's first harmonic", "Poisson's first harmonic"),
        ("at s and s':", "at s and $s'$:"),
        ("(u^3, u^4)", "($u^{3}$, $u^{4}$)"),
        ("d(kappa) = P", r"$d(\kappa)$ = P"),
        ("lambda_k, 5% & more", r"$\lambda_{k}$, 5\% \& more"),
        ("L = O(1/x_0).", r"L = $O(1/x_{0})$."),
        ("bordelon2024dynamical, eq. (1)", r"\cite{bordelon2024dynamical}, eq. (1)"),
    ],
)
def test_formulas_and_citations_are_found(plain: str, latex: str) -> None:
    assert typeset(plain) == latex
