"""The protocol of spectra: what every witness asks of one, and that it asks nothing else."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sympy import Expr, Integer, S, oo

from analytic import ExponentialDecay, MeasuredSpectrum, Model, PowerLaw, exact, sampling
from analytic.errors import InvalidProblemError
from analytic.exact.precision import Double
from analytic.exact.sums.spectral_sums import spectral_sums
from analytic.problem import Levels, Spectrum, require_spectrum

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    path for folder in ("analytic", "derivations") for path in (ROOT / folder).rglob("*.py")
)
WHERE_SUMS_ARE_CHOSEN = ROOT / "analytic" / "exact" / "sums" / "spectral_sums.py"
KINDS = {"PowerLaw", "MeasuredSpectrum", "ExponentialDecay"}

SPECTRA = {
    "power law": PowerLaw(2, "3/2", 5, scale="1/3", further_powers=[(2, 4)]),
    "levels": PowerLaw(3, 2, 3, multiplicity=2, multiplicity_growth=1),
    "measured": MeasuredSpectrum([1, "1/3", "1/10"], [1, 2, "1/2"]),
    "exponential": ExponentialDecay("1/2", "1/3", 7, scale=2, multiplicity=3),
}


def asks_which_kind(tree: ast.Module) -> Iterator[str]:
    """Where a spectrum is asked what it is, by isinstance or by a pattern."""
    for node in ast.walk(tree):
        is_question = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance"
        if is_question or isinstance(node, ast.MatchClass):
            names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
            if names & KINDS:
                yield f"line {node.lineno}"


def test_one_place_asks_a_spectrum_what_it_is():
    places = [path for path in SOURCES if [*asks_which_kind(ast.parse(path.read_text()))]]
    assert places == [WHERE_SUMS_ARE_CHOSEN]


@pytest.mark.parametrize(
    "source",
    [
        "isinstance(law, PowerLaw)",
        "not isinstance(law, PowerLaw | MeasuredSpectrum)",
        "match law:\n    case MeasuredSpectrum():\n        pass",
    ],
)
def test_the_rule_objects(source):
    assert [*asks_which_kind(ast.parse(source))]
    assert not [*asks_which_kind(ast.parse("isinstance(law, Spectrum)"))]


@pytest.mark.parametrize("name", SPECTRA)
def test_what_is_drawn_has_the_sums_that_are_exact(name):
    r"""d and w at one kappa, the trace and the power, of the exact witness and of the levels."""
    spectrum = SPECTRA[name]
    eigenvalues, powers, copies = spectrum.levels()
    sums = spectral_sums(Double(), spectrum)
    at = sums.evaluate(np.array([0.1 + 0.2j]))
    response = copies / (eigenvalues + 0.1 + 0.2j)
    rounding = 64 * np.finfo(float).eps
    assert at.d[0] == pytest.approx((eigenvalues * response).sum(), rel=rounding)
    assert at.w[0] == pytest.approx((powers * response).sum(), rel=rounding)
    assert sums.trace() == pytest.approx((eigenvalues * copies).sum(), rel=rounding)
    assert sums.power() == pytest.approx((powers * copies).sum(), rel=rounding)
    for mine, drawn in zip(sums.levels(), spectrum.levels(), strict=True):
        np.testing.assert_allclose(mine, drawn, rtol=rounding)


@pytest.mark.parametrize("name", SPECTRA)
def test_spectra_are_spectra(name):
    spectrum = SPECTRA[name]
    assert require_spectrum(spectrum) is spectrum
    assert spectrum.visible is spectrum
    assert (spectrum.null_modes, spectrum.null_power) == (0, 0)
    assert spectrum.unlimited_power_law is None
    assert not spectrum.free_symbols
    assert all(x > 0 for x in spectrum.sizes())


def test_what_only_one_kind_is():
    law, measured = PowerLaw(2, "3/2"), MeasuredSpectrum([1, 0, 0], ["1/2", "1/3", 0])
    assert law.unlimited_power_law is law
    assert (measured.is_population, law.is_population) == (True, False)
    assert (measured.null_modes, measured.null_power) == (2, Fraction(1, 3))
    assert measured.sizes() == (1, 1, Fraction(1, 3), Fraction(1, 2))
    with pytest.raises(InvalidProblemError, match=r"modes that were measured.*Cut its arrays"):
        Model(measured).with_modes(2)


@dataclass(frozen=True)
class Halving:
    """2^-k and 3^-k: a third kind of spectrum, that nothing in the package knows."""

    modes: Expr
    null_modes: Expr = S.Zero
    null_power: Expr = S.Zero
    unlimited_power_law: None = None
    is_population: bool = False
    free_symbols: frozenset[Any] = frozenset()

    @property
    def visible(self) -> "Halving":
        return self

    def log2_extent(self, _: float, __: float) -> float:
        return 0.0

    def sizes(self) -> tuple[Expr, ...]:
        return (2**-self.modes, 3**-self.modes)

    def levels(self) -> Levels:
        k = np.arange(1.0, int(self.modes) + 1)
        return Levels(2.0**-k, 3.0**-k, np.ones(len(k)))

    def with_modes(self, modes: Any) -> "Halving":
        return Halving(Integer(modes))

    def replicated(self, copies: int) -> "Halving":
        raise NotImplementedError

    def stated(self) -> dict[str, Expr]:
        return {"modes": self.modes}


def test_another_kind_is_drawn_as_it_is_and_exact_says_what_it_lacks():
    model = Model(Halving(oo)).with_modes(6)
    assert isinstance(model.spectrum, Spectrum)
    loss = sampling.test_loss(model, 3, draws=2)
    k = np.arange(1, 7)
    assert loss.mean == pytest.approx((3.0**-k * np.exp(-6 * 2.0**-k)).sum(), rel=1e-14)
    with pytest.raises(InvalidProblemError, match=r"No sums of Halving.* are known"):
        exact.test_loss(model, 3)
