r"""The largest step of one-pass SGD.

The loss stays bounded where the steps shrink every mode, \eta \beta x_max < 2, and pass on less
noise than they receive, \hat K(1) = -d(\kappa(s_+))/(\beta B) < 1 at s_+ = -2/(\eta \beta). With
kappa = -x both are bounds on x from below,

    \sum_k \lambda_k^2/(x - \lambda_k)^2 < N,   \sum_k \lambda_k/(x - \lambda_k) < \beta B,

and the larger of the two roots gives \eta = 2/(\beta x [1 + D(x)/N]).
[paquette2024phases], on the critical step, for the second bound.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Expr, oo

from analytic.errors import DivergenceError
from analytic.exact.certificate import certified, require_digits
from analytic.exact.extent import log2_sizes, refuse_symbolic_model
from analytic.exact.one_pass.update import require_fresh_data, spread
from analytic.exact.precision import Multiple, bits_of
from analytic.exact.spectral_sums import SpectralSums, spectral_sums
from analytic.problem import MeasuredSpectrum, Model, OnePassSGD, Spectrum

__all__ = ["one_pass_largest_step", "refuse_divergence", "upper_edge"]

_DIGITS = 20


def one_pass_largest_step(
    model: Model, batch: Any = 1, digits: int | None = None, mean_field: bool = False
) -> Any:
    """The step from which on the loss of one-pass SGD with batches of that size diverges.

    Shape     a float, an mpmath number with `digits`.
    Raises    InvalidProblemError for finite samples.

    >>> from analytic.problem import MeasuredSpectrum
    >>> one_pass_largest_step(Model(MeasuredSpectrum([1.0], [1.0])), batch=1)
    0.6666666666666666
    """
    training = require_fresh_data(model, OnePassSGD(1, batch))
    refuse_symbolic_model(model)
    wanted = 17 if digits is None else digits
    require_digits(wanted)
    (value,) = certified(
        lambda extra: (_largest_step(model, training.batch, mean_field, wanted + extra),), wanted
    )
    return float(value) if digits is None else value


def upper_edge(model: Model, digits: int) -> Any:
    """x_max, the largest rate in the spectrum of K at P = infinity, as a gmpy2 number."""
    ar = _arithmetic(model, oo, digits)
    with ar.working():
        modes = _BeyondModes(ar, model)
        return modes.rate(modes.edge())


def refuse_divergence(model: Model, training: OnePassSGD, mean_field: bool) -> None:
    """Raise DivergenceError unless the step is below the largest stable one."""
    largest = _known_step(model, training.batch, mean_field)
    with Multiple(bits_of(_DIGITS)).working():
        stable = Multiple(bits_of(_DIGITS)).number(training.step) < largest
    if not stable:
        raise DivergenceError(
            f"One-pass SGD diverges at step = {float(training.step):.6g} with batch = "
            f"{training.batch}: here the largest stable step is {float(largest):.6g}. Choose a "
            "smaller step or a larger batch."
        )


@lru_cache(maxsize=256)
def _known_step(model: Model, batch: Expr, mean_field: bool) -> Any:
    return _largest_step(model, batch, mean_field, _DIGITS)


def _largest_step(model: Model, batch: Expr, mean_field: bool, digits: int) -> Any:
    ar = _arithmetic(model, batch, digits)
    with ar.working():
        beta = spread(batch, mean_field)
        modes = _BeyondModes(ar, model)
        x = modes.edge()
        if batch != oo:
            x = max(x, modes.root(1, ar.number(beta * batch)))
        return 2 / (ar.number(beta) * modes.rate(x))


class _BeyondModes:
    """Sums over modes at kappa = -x, x above the largest eigenvalue."""

    def __init__(self, arithmetic: Multiple, model: Model) -> None:
        self.arithmetic = arithmetic
        self.sums = spectral_sums(arithmetic, model.spectrum)
        self.width = model.width
        self.largest = _largest_eigenvalue(self.sums, model.spectrum)

    def edge(self) -> Any:
        """x at the upper end of the spectrum of K."""
        if self.width == oo:
            return self.largest
        return self.root(2, self.arithmetic.number(self.width))

    def rate(self, x: Any) -> Any:
        """f(x) = x [1 + D(x)/N]."""
        if self.width == oo:
            return x
        return x * (1 + self.power(1, x) / self.arithmetic.number(self.width))

    def power(self, order: int, x: Any) -> Any:
        r"""\sum_k (\lambda_k/(x - \lambda_k))^j for j = 1, 2."""
        kappa = self.arithmetic.complex([-x])
        at = self.sums.evaluate(kappa)
        total = -at.d if order == 1 else at.d + kappa * at.d_slope
        return self.arithmetic.real(total)[0]

    def root(self, order: int, value: Any) -> Any:
        """The x at which a sum has a value: the secant method in its power -1/j, concave in x.

        One mode alone gives the start, which is to the left of the root; so is every iterate.
        """
        ar = self.arithmetic

        def short(distance: Any) -> Any:
            sum_here = self.power(order, self.largest + distance)
            return ar.exp(-ar.log(sum_here / value) / order) - 1

        start = self.largest * ar.exp(-ar.log(value) / order)
        distances = [start, start * (1 + ar.number(2.0**-20))]
        missing = [short(distance) for distance in distances]
        for _ in range(ar.bits):
            if missing[0] == missing[1]:
                break
            rise = (missing[1] - missing[0]) / (distances[1] - distances[0])
            distances = [distances[1], distances[1] - missing[1] / rise]
            missing = [missing[1], short(distances[1])]
        return self.largest + distances[1]


def _largest_eigenvalue(sums: SpectralSums, spectrum: Spectrum) -> Any:
    if isinstance(spectrum, MeasuredSpectrum):
        return max(sums.mode(k) for k in range(1, len(spectrum.eigenvalues) + 1))
    return sums.mode(1)


def _arithmetic(model: Model, batch: Expr, digits: int) -> Multiple:
    """Precision at which x, as close to the largest mode as N and B put it, is told from it."""
    counts = [x for x in (model.width, batch) if x != oo]
    common = max(0, int(max(log2_sizes(counts), default=0)))
    return Multiple.at_least(bits_of(digits) + 3 * common + 16)
