r"""An exponent of values over their rank: by ranges, by local slopes and by sums.

v_k ~ k^{-s},   s_j = -\frac{\Delta \log v}{\Delta \log k},
\sum_{k_1 <= k < n} v_k / \sum_{n <= k <= k_2} v_k
"""

from dataclasses import dataclass, replace
from math import erf, sqrt

import numpy as np

from analytic.fits.ranges import Candidates, candidates
from analytic.fits.windows import Array, Windows, windows

_LOWER, _MIDDLE, _UPPER = 0.025, 0.5, 0.975
_MARGIN = 1.3  # of errors: neighbouring windows of a spectrum in falling order are off alike
_NEGLIGIBLE = 1e-6  # of the largest weight
_ROUGHNESS = 0.01  # of the logarithm in a window, at least: no spectrum is a power law to the end
_LOCAL = 1.0  # e-folds of k on which a local exponent is measured
_STEEP = 3.0  # slopes that are this far from the middle one belong to no power law
_FARTHEST = 50.0  # exponents that are looked for
_HALVINGS = 60
_LARGEST = 700.0  # logarithm of a double


@dataclass(frozen=True)
class LocalExponent:
    """The exponent around one k, with its standard error."""

    k: float
    exponent: float
    error: float


@dataclass(frozen=True)
class Exponent:
    r"""An exponent with its interval of 95 %, and what it rests on.

    `value` is the median over all ranges and corrections by their weights, `first` and `last` are
    the modes of the most probable range, `by_range` is the straight line over that range alone,
    `by_sums` comes from the ratio of two sums over it, `local` are local exponents all over the
    spectrum. The line goes through exp(`level`) at k = exp(`centre`).
    """

    value: float
    low: float
    high: float
    first: int
    last: int
    level: float
    level_error: float
    centre: float
    by_range: float
    by_range_error: float
    by_sums: float | None
    local: tuple[LocalExponent, ...]

    @property
    def decades(self) -> float:
        """How many decades of k the range spans."""
        return float(np.log10(self.last / self.first))

    def level_at(self, exponent: float) -> float:
        """The amplitude of amplitude * k^-exponent through the middle of the line."""
        return float(np.exp(min(self.level + exponent * self.centre, _LARGEST)))

    def within(self, value: float) -> bool:
        """Whether a value lies in the interval."""
        return self.low <= value <= self.high


def exponent_over_rank(values: Array, smooth: bool) -> Exponent:
    """The exponent of values over their rank; `smooth` ones have no scatter of their own.

    Eigenvalues in falling order are smooth, whatever chance is in each; target powers are not.
    """
    data = windows(values)
    data = replace(data, y=_tamed(data))
    rough = max(_ROUGHNESS, _roughness(data.y) if smooth else 0.0)
    data = replace(data, error=np.hypot(data.error, rough))
    first, last = candidates(data, 0.0).best_range()
    found = candidates(data, float(np.mean(data.x[first:last])))
    value, low, high = (_quantile(found, share) for share in (_MIDDLE, _LOWER, _UPPER))
    begin, end = int(data.starts[first]), int(data.starts[last])
    plain = found.of_range(first, last)[0]
    return Exponent(
        value=value,
        low=low,
        high=high,
        first=begin + 1,
        last=end,
        level=float(found.level[plain]),
        level_error=float(found.level_error[plain]),
        centre=found.centre,
        by_range=float(found.exponent[plain]),
        by_range_error=float(found.error[plain]),
        by_sums=by_sums(values, begin + 1, end),
        local=tuple(_local(data)),
    )


def by_sums(values: Array, first: int, last: int) -> float | None:
    r"""The exponent with which k^-s has the ratio of two sums over modes first ... last.

    None where none between -50 and 50 has.
    """
    n = round(sqrt(first * last))
    if not first < n <= last:
        return None
    logs = np.log(np.arange(first, last + 1) / n)
    part = values[first - 1 : last]
    cut = n - first
    if part[:cut].sum() == 0 or part[cut:].sum() == 0:
        return None
    wanted = np.log(part[:cut].sum() / part[cut:].sum())
    low, high = -_FARTHEST, _FARTHEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        terms = np.exp(-middle * logs)
        ratio = np.log(terms[:cut].sum() / terms[cut:].sum())
        low, high = (middle, high) if ratio < wanted else (low, middle)
    found = (low + high) / 2
    return found if abs(found) < _FARTHEST - 1 else None


def _tamed(data: Windows) -> Array:
    """The logarithms with slopes that are far off compressed, so that a cliff counts as an end.

    A cut-off as sharp as exp(-k^4) has slopes of tens, which no law of straight lines explains and
    which would rule all evidence. Slopes within 3, or four standard errors, of the middle one stay.
    """
    steps = np.diff(data.x)
    slopes = np.diff(data.y) / steps
    chance = np.hypot(data.error[1:], data.error[:-1]) / steps
    order = np.argsort(slopes)
    share = np.cumsum(steps[order])
    middle = slopes[order][np.searchsorted(share, share[-1] / 2)]
    beyond = np.maximum(np.abs(slopes - middle) - _STEEP - 4 * chance, 0)
    tamed = slopes - np.sign(slopes - middle) * (beyond - np.arcsinh(beyond))
    return np.asarray(data.y[0] + np.concatenate([[0.0], np.cumsum(tamed * steps)]))


def _roughness(y: Array) -> float:
    """The scatter of neighbours, from third differences."""
    if len(y) < 6:
        return 0.0
    return float(1.4826 * np.median(np.abs(np.diff(y, 3))) / sqrt(20))


def _quantile(found: Candidates, share: float) -> float:
    """The quantile of the normal distributions of all candidates, by their weights."""
    kept = found.weight > _NEGLIGIBLE * found.weight.max()
    x, error, weight = (one[kept] for one in (found.exponent, found.error, found.weight))
    error = _MARGIN * error
    weight = weight / weight.sum()
    low, high = float((x - 9 * error).min()), float((x + 9 * error).max())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = [(1 + erf(z / sqrt(2))) / 2 for z in (middle - x) / error]
        low, high = (middle, high) if weight @ below < share else (low, middle)
    return (low + high) / 2


def _local(data: Windows) -> list[LocalExponent]:
    """The slopes of straight lines over an e-fold of k each, without gaps."""
    rows = []
    first = 0
    while first < len(data.x) - 1:
        last = int(np.searchsorted(data.x, data.x[first] + _LOCAL)) + 1
        if last > len(data.x) or last - first < 2:
            break
        x, y, weight = data.x[first:last], data.y[first:last], data.error[first:last] ** -2.0
        centred = x - np.average(x, weights=weight)
        size = float((weight * centred**2).sum())
        slope = -float((weight * centred * y).sum()) / size
        middle = float(np.exp((x[0] + x[-1]) / 2))
        rows.append(LocalExponent(middle, slope, size**-0.5))
        first = last - 1
    return rows
