"""What goes with a loss: what was asked, and on a measured spectrum how far it can be trusted."""

from collections.abc import Sequence
from dataclasses import fields
from textwrap import fill
from typing import Any

from sympy import Expr, Rational, oo

from analytic import exact
from analytic.problem import (
    GaussianData,
    GaussianProjection,
    Model,
    OnePassSGD,
    Ridge,
    Spectrum,
    Training,
)
from analytic.real_numbers import exact_number, shown

# Kernel regression on the 1797 handwritten digits, an RBF kernel and parity as target: within 11 %
# of the mean field over all points where P < M/10, and within 6 % on held-out points too where
# D_P > 0.8; at P = M/4 and D_P < 0.01 it is 19 % above it, on held-out points 59 %.
_SMALL_SHARE = Rational(1, 10)
_WEAK = 0.5
_WIDTH, _INDENT = 80, " " * 6


def notes(model: Model, training: Training, times: Sequence[str]) -> list[str]:
    """Sentences on a measured spectrum, folded; none on a power law."""
    spectrum = model.spectrum
    if not spectrum.is_population:
        return []
    said = [_null_modes(spectrum), _population(model, spectrum, training, times)]
    return [
        fill("note".ljust(len(_INDENT)) + one, _WIDTH, subsequent_indent=_INDENT)
        for one in said
        if one
    ]


def asked_json(model: Model, training: Training, times: Sequence[str]) -> dict[str, Any]:
    """What was asked: times as they were written, none with ridge, and the model exactly."""
    time = times[0] if len(times) == 1 else list(times)
    return {
        "time": time if training.has_time else None,
        "model": _model_json(model),
        "training": _training_json(training),
    }


def _training_json(training: Training) -> dict[str, Any]:
    numbers = {field.name: _json(getattr(training, field.name)) for field in fields(training)}
    return {"method": type(training).__name__, **numbers}


def _model_json(model: Model) -> dict[str, Any]:
    sizes = {name: getattr(model, name) for name in ("width", "samples", "noise")}
    stated = {name: _json(x) for name, x in {**model.spectrum.stated(), **sizes}.items()}
    kinds = {"projection": GaussianProjection(), "data": GaussianData()}
    others = {name: getattr(model, name) for name in kinds if getattr(model, name) != kinds[name]}
    return stated | {name: str(kind) for name, kind in others.items()}


def _json(number: Expr | float) -> str | float:
    if isinstance(number, float):
        return number
    return "inf" if number == oo else str(number)


def _null_modes(spectrum: Spectrum) -> str:
    null = spectrum.null_modes
    if null == 0:
        return ""
    are, their = ("is", "its") if null == 1 else ("are", "their")
    return (
        f"{null} of {spectrum.modes} modes {are} null: {their} target power, "
        f"{float(spectrum.null_power):.6g}, is noise of the labels, and a floor in the test loss."
    )


def _population(model: Model, spectrum: Spectrum, training: Training, times: Sequence[str]) -> str:
    """How samples and points are related, where that may make a difference."""
    if model.samples == oo:
        return ""
    if model.samples >= _SMALL_SHARE * spectrum.modes:
        reason = f"at {shown(model.samples)} samples"
    elif _is_weak(model, training, times):
        reason = "where the data regularise more than the penalty or the early end, as here,"
    else:
        return ""
    return (
        f"If the modes ({spectrum.modes} here) are those of a kernel matrix on as many points, "
        "this is the loss over these points, for samples drawn from them with replacement: "
        f"{reason} real data may have a loss that is higher by a fifth or more. Held-out points "
        "need a spectrum estimated on other points."
    )


def _is_weak(model: Model, training: Training, times: Sequence[str]) -> bool:
    """Whether limited data regularise more than the penalty or the early end: D_P below a half."""
    frequency = _frequency(training, times)
    if frequency == 0:
        learned = min((*model.ranks, model.visible.spectrum.modes))
        return bool(1 - learned / model.samples < _WEAK)
    return bool(abs(exact.responses(model, float(frequency)).R_1) < _WEAK)


def _frequency(training: Training, times: Sequence[str]) -> Expr:
    """The penalty, or what it is like: one over the latest time, steps counted by their size."""
    if isinstance(training, Ridge):
        return training.penalty
    latest = max(exact_number(time, "time") for time in times)
    if latest == 0:
        return Rational(10**9)
    step = Rational(1) if isinstance(training, OnePassSGD) else getattr(training, "step", 1)
    return 1 / (latest * step)
