r"""Power laws of measured losses, with what no resource takes away.

L = L_\infty + \sum_i A_i x_i^{-r_i},   L_\infty >= 0
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytic.errors import require
from analytic.fits.least_squares import FittedNumber, LeastSquares
from analytic.fits.loss_table import RESOURCES, LossTable
from analytic.fits.windows import Array

_SPREAD = 1e-9  # relative differences that are rounding
_FEWEST_OF_A_HALF = 6  # points


@dataclass(frozen=True)
class LossFit:
    """Exponents and amplitudes by the letter of the resource, the irreducible loss, warnings.

    `scatter` is the relative size of what is left; `freedom` the points beyond the parameters.
    """

    table: LossTable
    exponents: dict[str, FittedNumber]
    amplitudes: dict[str, float]
    irreducible: FittedNumber
    scatter: float
    freedom: int
    warnings: tuple[str, ...]

    def loss(self, **resources: float | Array) -> Array:
        """The fitted loss at these resources, without corrections of small ones."""
        terms = [
            self.amplitudes[letter] * np.asarray(resources[letter]) ** -one.value
            for letter, one in self.exponents.items()
        ]
        return np.asarray(self.irreducible.value + sum(terms))


def fit_losses(losses: LossTable, resources: Sequence[str] | None = None) -> LossFit:
    r"""Exponents of measured losses in some of N, P, t, C, and the irreducible loss.

        L = L_\infty + \sum_i A_i x_i^{-r_i},   L_\infty >= 0

    Without errors of their own all losses are taken to be off by the same share, measured by what
    is left, and more where neighbours are off alike. Where the upper half of the range of one
    resource has another exponent, the interval holds that one too, and a warning says so.

    Raises    InvalidProblemError for too few points, for losses that do not change, and where SciPy
              is not installed.

    >>> N = np.geomspace(10, 1e4, 12)
    >>> fit = fit_losses(LossTable({"N": N}, 0.1 + 3 * N**-0.5, None))
    >>> round(fit.exponents["N"].value, 6), round(fit.irreducible.value, 6)
    (0.5, 0.1)
    """
    require(
        isinstance(losses, LossTable),
        f"{str(losses)[:60]!r} is no table of losses. Give what an.read_losses reads.",
    )
    letters = _varying(losses, resources)
    least = LeastSquares(losses, letters)
    found = least.best()
    numbers = [least.interval(found, place) for place in range(1 + len(letters))]
    exponents = dict(zip(letters, numbers[1:], strict=True))
    warnings = [*_short(losses, letters), *least.doubts(found, exponents)]
    if len(letters) == 1:
        exponents, drifting = _with_drift(losses, letters[0], exponents)
        warnings += drifting
    return LossFit(
        losses,
        exponents,
        dict(zip(letters, least.amplitudes(found), strict=True)),
        numbers[0],
        least.scatter(found),
        least.freedom,
        tuple(warnings),
    )


def _varying(losses: LossTable, resources: Sequence[str] | None) -> list[str]:
    """The resources to fit in: those asked for, or all that change."""
    changing = [x for x in RESOURCES if x in losses.resources and len(set(losses.resources[x])) > 1]
    if resources is None:
        require(
            bool(changing),
            "No resource changes from line to line: one point has no exponent. Measure at several "
            "N, P, t or C.",
        )
        return changing
    require(
        isinstance(resources, list | tuple) and len(resources) > 0,
        f"resources = {str(resources)[:60]!r} is no list of letters. Give ['N'], or ['N', 't'].",
    )
    for letter in resources:
        require(
            letter in changing,
            f"{letter!r} is no resource that changes in this table. Choose from "
            f"{', '.join(changing) or 'none'}.",
        )
    return [x for x in changing if x in resources]


def _short(losses: LossTable, letters: Sequence[str]) -> list[str]:
    said = []
    for letter in letters:
        x = losses.resources[letter]
        if x.max() < 10 * x.min():
            said.append(
                f"{letter} spans less than a decade, {x.min():g} to {x.max():g}: many laws look "
                "like a power there."
            )
    others = [x for x, at in losses.resources.items() if x not in letters and len(set(at)) > 1]
    if others:
        said.append(f"{', '.join(others)} changes too, and is not in the fit.")
    return said


def _with_drift(
    losses: LossTable, letter: str, exponents: dict[str, FittedNumber]
) -> tuple[dict[str, FittedNumber], list[str]]:
    """The interval with the exponent of the upper half of the range, where that is another one."""
    x, whole = losses.resources[letter], exponents[letter]
    upper = x >= np.sqrt(x.min() * x.max())
    if upper.sum() < _FEWEST_OF_A_HALF:
        return exponents, []
    error = None if losses.error is None else losses.error[upper]
    part = LossTable({letter: x[upper]}, losses.loss[upper], error)
    if np.ptp(part.loss) <= _SPREAD * part.loss.max():
        return exponents, []
    least = LeastSquares(part, [letter])
    half = least.interval(least.best(), 1)
    if half.low <= whole.high and whole.low <= half.high:
        return exponents, []
    wide = FittedNumber(whole.value, min(whole.low, half.low), max(whole.high, half.high))
    drift = (
        f"The exponent in {letter} drifts: {whole.value:.3g} over all, {half.value:.3g} over the "
        "upper half of the range; the interval holds both. It is no single power law."
    )
    return {letter: wide}, [drift]
