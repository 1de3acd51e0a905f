"""The command plot: a figure in a file, or its numbers."""

from pathlib import Path
from typing import Annotated

import typer

from analytic.errors import InvalidProblemError
from analytic.export.figures import drawn, in_notation, require_form, table
from analytic.formulas.dictionary import notation_named
from analytic.problem import PowerLaw
from analytic.real_numbers import exact_number
from analytic.verification import checked_effort
from derivations.command_line.arguments import Capacity, Draws, InNotation, Json, Seed, Source
from derivations.command_line.printing import busy, print_json
from derivations.command_line.stated_laws import refuse_the_enormous
from derivations.command_line.writing import check_writable, write_whole
from derivations.figures import FIGURES, PLANE, Asked, Drawable, Name

_SMALLEST, _LARGEST = 1, 50  # inches
_OPTIONS = ("a", "b", "time", "plane", "draws", "seed")


def plot(
    context: typer.Context,
    name: Annotated[Name, typer.Argument(metavar="NAME", help="The figure.")],
    a: Source = None,
    b: Capacity = None,
    time: Annotated[
        str, typer.Option("--time", metavar="NUMBER", help="The time of four-regimes.")
    ] = "1e6",
    plane: Annotated[
        bool, typer.Option("--plane", help="four-regimes over the plane of width and data.")
    ] = False,
    draws: Draws = 200,
    seed: Seed = 0,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The file to write: .pdf, .png or .svg."
        ),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="FILE", help="Write its numbers, too: a file .csv."),
    ] = None,
    notation: InNotation = "dynamical",
    title: Annotated[
        bool, typer.Option("--title/--no-title", help="The title above all panels.")
    ] = True,
    size: Annotated[
        str | None,
        typer.Option(
            "--size", metavar="WIDTHxHEIGHT", help="The size of the figure in inches, as 6.8x2.9."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """A figure: exact curves and laws, and simulations where there are any.

    learning-curves: both losses against time for several widths and sizes of the data. density:
    the spectral density of the kernel over simulated eigenvalues. phases: which exponent rules for
    which a and b. crossover: the loss from the time law to the law in width, and in data, as one
    function of time. decomposition: squared bias and variances of features and data over time, on
    both sides of N = P. four-regimes: resolution- and variance-limited losses at one time; with
    --plane, which term of the loss rules where in the (N, P) plane: colours from the exact loss,
    boundaries from the derived laws. frontier: the best loss, width and time over compute, exact,
    simulated, by law and by the ansatz. members: how many members are best at the same compute, by
    time, width, noise and compute, and for which a and b. double-descent: the peak at N = P.
    depth: how layers of equal width come to their floor.
    ridge-map: which part of the loss is the largest at a penalty P^-ell and a width P^nu.
    feature-learning: the loss over time of a wide two-layer network by its richness.
    variance-limited: what fluctuations of a predictor add to losses with and without a kink.
    ridge, optimal-ridge, equiparameterization, plateau, noise-and-regularisation: exact losses,
    laws and simulations of these results, and so are aligned-projection, kernel-smoothness,
    mixed-data, orthogonal-projection, residual-depth, resolution-limited, structured-features.
    one-hot-data: the loss beside that of Gaussian samples, and which falls faster for which a.
    free-projection: D_N over d of five kinds, with points of single matrices, and hashing.
    nonlinear-features: eigenvalues over their rank, and regression on such features. --draws 0
    leaves out simulations.

    --data writes all numbers that are drawn, a row for every point. --notation writes labels in
    the letters of a paper.

    Example: scaling-laws plot crossover --a 2 --b 3/2 -o crossover.pdf --data crossover.csv
    """
    if output is None and data is None and not json:
        raise InvalidProblemError(
            "A figure is not drawn on a terminal. Name a file, as in -o figure.pdf, or give --data "
            "figure.csv or --json for its numbers."
        )
    form = "" if output is None else figure_form(output)
    if data is not None:
        _require_table(data)
    letters = notation_named(notation)
    inches = None if size is None else _inches(size)
    figure = PLANE if plane and name is Name.FOUR_REGIMES else FIGURES[name]
    _refuse_others(context, name, figure)
    spectrum = PowerLaw(a or figure.powers[0], b or figure.powers[1])
    refuse_the_enormous(spectrum)
    asked = Asked(spectrum, exact_number(time, "time"), checked_effort(1, draws, seed))
    with busy(silent=json) as say:
        say("the curves")
        plotted = in_notation(figure.make(asked), letters)
        if output is not None:
            say("the drawing")
            write_whole(output, drawn(plotted, form, title, inches))
        if data is not None:
            write_whole(data, table(plotted).encode())
    if json:
        print_json(plotted.as_json())


def _refuse_others(context: typer.Context, name: Name, figure: Drawable) -> None:
    """Raise InvalidProblemError for an option on the command line that the figure does not take."""
    for option in _OPTIONS:
        source = context.get_parameter_source(option)
        if source is not None and source.name == "COMMANDLINE" and option not in figure.options:
            others = [str(one) for one, other in FIGURES.items() if option in other.options]
            raise InvalidProblemError(
                f"--{option} was given with {name}, which does not depend on it. Leave it out, or "
                f"plot {' or '.join(others)}."
            )


def figure_form(output: Path) -> str:
    """The form that a file's suffix says, refused before anything is computed."""
    form = output.suffix.removeprefix(".").lower()
    require_form(form)
    if output.is_dir() or not output.resolve().parent.is_dir():
        raise InvalidProblemError(
            f"{output} cannot be written: it is a folder, or its folder does not exist. Give the "
            "path of a file in a folder that you may write to."
        )
    return form


def _require_table(data: Path) -> None:
    """Refuse a file of numbers that is none, before anything is computed."""
    if data.suffix.lower() != ".csv":
        raise InvalidProblemError(
            f"{data} does not end in .csv. The numbers of a figure are written as comma-separated "
            "values. Give such a name, as in --data figure.csv."
        )
    check_writable(data)


def _inches(size: str) -> tuple[float, float]:
    """Width and height, as in 6.8x2.9."""
    fact = f"--size {size} is no size. Give width and height in inches, as in --size 6.8x2.9"
    try:
        width, height = map(float, size.lower().split("x"))
    except ValueError:
        raise InvalidProblemError(f"{fact}.") from None
    if not (_SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST):
        raise InvalidProblemError(f"{fact}, each from {_SMALLEST} to {_LARGEST}.")
    return width, height
