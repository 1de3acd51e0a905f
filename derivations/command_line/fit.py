"""The command fit: exponents of a spectrum or of losses, and the laws that they are those of."""

from pathlib import Path
from typing import Annotated, Any

import typer

from analytic.errors import InvalidProblemError
from analytic.export.figures import drawn
from analytic.export.figures.fit_figure import fit_figure, losses_figure
from analytic.fits.learning_curve import PredictedLoss, predicted_losses
from analytic.fits.loss_fit import fit_losses
from analytic.fits.loss_table import is_loss_table, read_losses
from analytic.fits.spectrum_fit import SpectrumFit, fit_spectrum
from analytic.problem import read_spectrum
from derivations.command_line.arguments import Json, Noise, NullThreshold
from derivations.command_line.consistent_texts import lookup_json, print_lookup
from derivations.command_line.fitted_texts import (
    losses_json,
    print_fit,
    print_losses,
    spectrum_json,
)
from derivations.command_line.plot import figure_form
from derivations.command_line.printing import busy, print_json
from derivations.command_line.writing import write_whole
from derivations.consistency.laws import Lookup, consistent_laws

_SPECTRUM, _LOSSES = "of a spectrum", "of losses"
_BEGINNING = 10**4  # characters of a file among which its line of names is


def fit(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            help="A spectrum (text, .npy, .npz, -), or losses: text whose line of names has any of "
            "N, P, t, C, then loss, and error if there is one.",
        ),
    ] = None,
    exponent: Annotated[
        list[str] | None,
        typer.Option(
            "--exponent",
            metavar="X=VALUE±ERROR",
            help="A measured exponent in N, P, t or C: t=0.3±0.02, t=0.3+-0.02 or t=0.28:0.32. "
            "Give it again for more.",
        ),
    ] = None,
    samples: Annotated[
        str | None,
        typer.Option(
            "--samples",
            metavar="NUMBERS",
            help="Of a spectrum: predict the loss at these, 10,100,1000.",
        ),
    ] = None,
    ridge: Annotated[
        str | None,
        typer.Option("--ridge", metavar="NUMBER", help="The penalty of predicted losses."),
    ] = None,
    noise: Noise = "0",
    over: Annotated[
        str | None,
        typer.Option(
            "--over", metavar="LETTERS", help="Of losses: the resources to fit in, as in N,t."
        ),
    ] = None,
    laws: Annotated[
        bool,
        typer.Option("--laws/--no-laws", help="Of losses: look up the laws of their exponents."),
    ] = True,
    figure: Annotated[
        Path | None,
        typer.Option("--figure", metavar="FILE", help="All data and the fits: .pdf, .png, .svg."),
    ] = None,
    null_threshold: NullThreshold = None,
    json: Json = False,
) -> None:
    """Exponents of a spectrum, or of losses, with intervals of 95 %; and laws by their exponents.

    A spectrum: lambda_k falls as k^-b and the target power c_k as k^-a over a range of k that is
    chosen by its evidence; a knee before it and a cut-off behind it are allowed for, and where no
    range fits a warning says so. Beside them stand the line over that range, the exponent by the
    ratio of two sums over it, that by the falls of kappa_n with d(kappa_n) = n and of the loss
    kappa w there, and local exponents. --samples predicts losses.

    Losses: L = L_inf + sum of A x^-r over the resources; needs the extra `fit`. Their exponents, or
    those of --exponent without any file, are then looked up: settings that have them, with a and b,
    those that cannot, and the measurement that would tell the remaining ones apart.

    Example: scaling-laws fit kernel.csv --samples 10,100,1000 --figure kernel.pdf

    Example: scaling-laws fit --exponent t=0.3±0.02 --exponent N=0.5±0.05
    """
    given = _given_exponents(exponent or [])
    form = "" if figure is None else figure_form(figure)
    asked = {"--samples": samples, "--ridge": ridge, "--null-threshold": null_threshold}
    if file is None:
        if not given:
            raise InvalidProblemError(
                "There is nothing to fit. Give a file, or exponents: --exponent t=0.3±0.02."
            )
        _refuse(asked | {"--over": over, "--figure": figure}, "of a file")
        found = _looked_up(given, json)
        print_json(lookup_json(found)) if json else print_lookup(found)
    elif _has_losses(file):
        _refuse(asked, _SPECTRUM)
        _fit_losses(file, over, given, laws, figure, form, json)
    else:
        _refuse({"--over": over, "--exponent": given or None}, _LOSSES)
        fitted = fit_spectrum(read_spectrum(file, null_threshold))
        predicted = _predicted(fitted, samples, ridge, noise)
        if figure is not None:
            write_whole(figure, drawn(fit_figure(fitted), form))
        print_json(spectrum_json(fitted, predicted)) if json else print_fit(fitted, predicted)


def _fit_losses(
    file: str,
    over: str | None,
    given: dict[str, Any],
    laws: bool,
    figure: Path | None,
    form: str,
    json: bool,
) -> None:
    letters = None if over is None else [x.strip() for x in over.split(",") if x.strip()]
    fitted = fit_losses(read_losses(file), letters)
    if figure is not None:
        write_whole(figure, drawn(losses_figure(fitted), form))
    falling = {x: one for x, one in fitted.exponents.items() if one.high > 0}
    found = _looked_up({**falling, **given}, json) if laws and (falling or given) else None
    if json:
        print_json(losses_json(fitted) | ({} if found is None else lookup_json(found)))
        return
    print_losses(fitted)
    if found is not None:
        print()
        print_lookup(found)


def _looked_up(given: dict[str, Any], json: bool) -> Lookup:
    with busy(silent=json) as say:
        say("the laws")
        return consistent_laws(**given)


def _given_exponents(written: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in written:
        letter, sign, value = one.partition("=")
        letter = letter.strip().removeprefix("r_")
        if not sign or letter not in ("t", "N", "P", "C"):
            raise InvalidProblemError(
                f"--exponent {one} names no resource. Write it as t=0.3±0.02, with t, N, P or C."
            )
        if letter in found:
            raise InvalidProblemError(f"The exponent in {letter} was given twice. Give one.")
        found[letter] = value
    return found


def _refuse(options: dict[str, Any], kind: str) -> None:
    for name, value in options.items():
        if value is not None:
            raise InvalidProblemError(f"{name} is for the fit {kind}. Leave it out.")


def _has_losses(file: str) -> bool:
    """Whether a file is text with a line of names that has losses."""
    try:
        with Path(file).open(encoding="utf-8-sig") as text:
            return is_loss_table(text.read(_BEGINNING))
    except (OSError, UnicodeDecodeError):
        return False  # what reads spectra says what is wrong


def _predicted(
    found: SpectrumFit, samples: str | None, ridge: str | None, noise: str
) -> tuple[PredictedLoss, ...]:
    if samples is None:
        if ridge is not None or noise != "0":
            raise InvalidProblemError(
                "--ridge and --noise are for predicted losses, and none is asked for. Give "
                "--samples 10,100,1000 as well."
            )
        return ()
    numbers = [one.strip() for one in samples.split(",") if one.strip()]
    return predicted_losses(found, numbers, ridge, noise)
