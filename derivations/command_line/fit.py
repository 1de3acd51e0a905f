"""The command fit: exponents of a measured spectrum, with intervals, and what they predict."""

from pathlib import Path
from typing import Annotated

import typer

from analytic.errors import InvalidProblemError
from analytic.export.figures import drawn
from analytic.export.figures.fit_figure import fit_figure
from analytic.fits.learning_curve import PredictedLoss, predicted_losses
from analytic.fits.spectrum_fit import SpectrumFit, fit_spectrum
from analytic.problem import read_spectrum
from derivations.command_line.arguments import Json, Noise, NullThreshold
from derivations.command_line.fitted_texts import as_json, print_fit
from derivations.command_line.plot import figure_form
from derivations.command_line.printing import print_json
from derivations.command_line.writing import write_whole


def fit(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A spectrum: what `spectrum -o` writes, text, .npy, .npz, or -."
        ),
    ],
    samples: Annotated[
        str | None,
        typer.Option(
            "--samples", metavar="NUMBERS", help="Predict the loss at these, as in 10,100,1000."
        ),
    ] = None,
    ridge: Annotated[
        str | None,
        typer.Option("--ridge", metavar="NUMBER", help="The penalty of predicted losses."),
    ] = None,
    noise: Noise = "0",
    figure: Annotated[
        Path | None,
        typer.Option("--figure", metavar="FILE", help="All modes and the fits: .pdf, .png, .svg."),
    ] = None,
    null_threshold: NullThreshold = None,
    json: Json = False,
) -> None:
    """Exponents of a measured spectrum with intervals of 95 %, and what they predict.

    lambda_k falls as k^-b and the target power c_k as k^-a over a range of k that is chosen by
    its evidence; a knee before it and a cut-off behind it are allowed for, and where no range
    fits a warning says so. Beside them stand the line over that range, the exponent by the
    ratio of two sums over it, that by the falls of kappa_n with d(kappa_n) = n and of the loss
    kappa w there, and local exponents.

    Example: scaling-laws fit kernel.csv --samples 10,100,1000 --figure kernel.pdf
    """
    form = "" if figure is None else figure_form(figure)
    found = fit_spectrum(read_spectrum(file, null_threshold))
    losses = _losses(found, samples, ridge, noise)
    if figure is not None:
        write_whole(figure, drawn(fit_figure(found), form))
    if json:
        print_json(as_json(found, losses))
    else:
        print_fit(found, losses)


def _losses(
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
