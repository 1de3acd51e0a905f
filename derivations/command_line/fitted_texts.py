"""What the command fit says of spectra and of losses: exponents, predictions, warnings."""

import sys
from collections.abc import Sequence
from itertools import zip_longest
from textwrap import fill
from typing import Any

from analytic.fits.exponents import Exponent, LocalExponent
from analytic.fits.learning_curve import PredictedLoss
from analytic.fits.least_squares import FittedNumber
from analytic.fits.loss_fit import LossFit
from analytic.fits.spectrum_fit import SpectrumFit
from derivations.command_line.printing import print_aligned

_WIDTH = 80
_NONE = "-"


def print_fit(fit: SpectrumFit, losses: Sequence[PredictedLoss]) -> None:
    """The fit as text; warnings go to standard error."""
    print_aligned(
        [
            ("", "value", "95 %", "k", "line over k", "ratio of sums", "kappa_n"),
            *(
                (*_exponent_row(name, one), _effective_text(fit, name))
                for name, one in (("b", fit.b), ("a", fit.a))
            ),
        ]
    )
    print()
    rows = zip_longest(fit.b.local, fit.a.local)
    print_aligned(
        [
            ("local b at k", "", "local a at k", ""),
            *((*_local(b), *_local(a)) for b, a in rows),
        ]
    )
    if losses:
        print()
        heading = ("samples", "loss of the modes", "of the fit", "95 %")
        print_aligned([heading, *map(_loss_row, losses)])
    _print_warnings(fit.warnings)


def print_losses(fit: LossFit) -> None:
    """The fit of losses as text; warnings go to standard error."""
    numbers = {f"r_{x}": one for x, one in fit.exponents.items()} | {"L_inf": fit.irreducible}
    amplitudes = [f"{fit.amplitudes[x]:.5g}" for x in fit.exponents]
    print_aligned(
        [
            ("", "value", "95 %", "amplitude"),
            *(
                (name, f"{one.value:.5g}", f"{one.low:.5g} to {one.high:.5g}", amplitude)
                for (name, one), amplitude in zip(numbers.items(), [*amplitudes, ""], strict=True)
            ),
        ]
    )
    points = len(fit.table.loss)
    print(f"scatter {100 * fit.scatter:.2g} % of the loss, {points} points, {fit.freedom} free")
    _print_warnings(fit.warnings)


def _print_warnings(warnings: Sequence[str]) -> None:
    for warning in warnings:
        print(fill(f"Warning: {warning}", _WIDTH, subsequent_indent="  "), file=sys.stderr)


def _exponent_row(name: str, found: Exponent) -> tuple[str, ...]:
    return (
        name,
        _number(found.value),
        f"{_number(found.low)} to {_number(found.high)}",
        f"{found.first} to {found.last}",
        f"{_number(found.by_range)} ± {_number(found.by_range_error)}",
        _NONE if found.by_sums is None else _number(found.by_sums),
    )


def _effective_text(fit: SpectrumFit, name: str) -> str:
    found = None if fit.effective is None else getattr(fit.effective, name)
    return _NONE if found is None else _number(found)


def _local(one: LocalExponent | None) -> tuple[str, str]:
    if one is None:
        return "", ""
    return f"{one.k:.0f}", f"{_number(one.exponent)} ± {_number(one.error)}"


def _loss_row(loss: PredictedLoss) -> tuple[str, ...]:
    fitted = (loss.fitted, loss.low, loss.high)
    value, low, high = (_NONE if one is None else f"{one:.4g}" for one in fitted)
    between = _NONE if loss.low is None else f"{low} to {high}"
    return str(loss.samples), f"{loss.measured:.6g}", value, between


def _number(value: float) -> str:
    return f"{value:.3f}"


def spectrum_json(fit: SpectrumFit, losses: Sequence[PredictedLoss]) -> dict[str, Any]:
    """The fit as plain data."""
    effective = fit.effective
    return {
        "modes": int(fit.spectrum.modes),
        "null_modes": int(fit.spectrum.null_modes),
        "b": _exponent_json(fit.b),
        "a": _exponent_json(fit.a),
        "kappa_n": None if effective is None else effective._asdict(),
        "losses": [
            {
                "samples": str(one.samples),
                "measured": one.measured,
                "fitted": one.fitted,
                "low": one.low,
                "high": one.high,
            }
            for one in losses
        ],
        "warnings": list(fit.warnings),
    }


def _exponent_json(found: Exponent) -> dict[str, Any]:
    return {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "first": found.first,
        "last": found.last,
        "by_range": found.by_range,
        "by_range_error": found.by_range_error,
        "by_sums": found.by_sums,
        "local": [{"k": x.k, "exponent": x.exponent, "error": x.error} for x in found.local],
    }


def losses_json(fit: LossFit) -> dict[str, Any]:
    """The fit of losses as plain data."""
    return {
        "exponents": {x: _number_json(one) for x, one in fit.exponents.items()},
        "amplitudes": dict(fit.amplitudes),
        "irreducible": _number_json(fit.irreducible),
        "scatter": fit.scatter,
        "freedom": fit.freedom,
        "warnings": list(fit.warnings),
    }


def _number_json(one: FittedNumber) -> dict[str, float]:
    return {"value": one.value, "low": one.low, "high": one.high}
