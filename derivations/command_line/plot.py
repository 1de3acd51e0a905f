"""The command plot: a figure in a file, or its numbers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sympy import Expr

from analytic.errors import InvalidProblemError
from analytic.export.figures import (
    Figure,
    crossover_figure,
    decomposition_figure,
    drawn,
    four_regimes_figure,
    plane_figure,
    require_form,
)
from analytic.problem import PowerLaw
from analytic.real_numbers import exact_number
from analytic.result import Effort
from analytic.verify import checked_effort
from derivations import data_crossover, four_regimes, width_crossover
from derivations.command_line.arguments import Capacity, Draws, Json, Seed, Source
from derivations.command_line.export import write_whole
from derivations.command_line.printing import busy, print_json
from derivations.command_line.stated_laws import refuse_the_enormous

__all__ = ["Name", "plot"]


class Name(StrEnum):
    """What can be plotted."""

    CROSSOVER = "crossover"
    DECOMPOSITION = "decomposition"
    FOUR_REGIMES = "four-regimes"


_POWERS = {
    Name.CROSSOVER: ("2", "3/2"),
    Name.DECOMPOSITION: ("2", "3/2"),
    Name.FOUR_REGIMES: ("3/2", "2"),
}
_PLANE_POWERS = ("9/2", "3/2")  # where all five terms rule somewhere


def plot(
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
    json: Json = False,
) -> None:
    """A figure: exact curves and laws, and simulations where there are any.

    crossover: the loss from the time law to the law in width, and in data, as one function of
    time; --draws 0 leaves out the simulation. decomposition: squared bias and variances of
    features and data over time, on both sides of N = P. four-regimes: resolution- and
    variance-limited losses at one time; with --plane, which term of the loss rules where in the
    (N, P) plane: colours from the exact loss, boundaries from the derived laws.

    Example: scaling-laws plot crossover --a 2 --b 3/2 -o crossover.pdf
    """
    if output is None and not json:
        raise InvalidProblemError(
            "A figure is not drawn on a terminal. Name a file, as in -o figure.pdf, or give --json "
            "for its numbers."
        )
    form = "" if output is None else _form(output)
    effort = checked_effort(1, draws, seed)
    when = exact_number(time, "time")
    if plane and name is not Name.FOUR_REGIMES:
        raise InvalidProblemError(
            f"--plane was given with {name}. The plane is that of four-regimes. Leave it out, or "
            "plot four-regimes."
        )
    source, capacity = _PLANE_POWERS if plane else _POWERS[name]
    spectrum = PowerLaw(a or source, b or capacity)
    refuse_the_enormous(spectrum)
    with busy(silent=json) as say:
        say("the curves")
        figure = (
            plane_figure(four_regimes.derive(spectrum), spectrum, when)
            if plane
            else _figure(name, spectrum, when, effort)
        )
        if output is not None:
            say("the drawing")
            write_whole(output, drawn(figure, form))
    if json:
        print_json(figure.as_json())


def _figure(name: Name, spectrum: PowerLaw, time: Expr, effort: Effort) -> Figure:
    if name is Name.DECOMPOSITION:
        return decomposition_figure(spectrum, effort)
    results = [crossover.derive(spectrum) for crossover in (width_crossover, data_crossover)]
    if name is Name.FOUR_REGIMES:
        return four_regimes_figure(results, spectrum, time)
    return crossover_figure(results, spectrum, effort)


def _form(output: Path) -> str:
    """The form that a file's suffix says, refused before anything is computed."""
    form = output.suffix.removeprefix(".").lower()
    require_form(form)
    if output.is_dir() or not output.resolve().parent.is_dir():
        raise InvalidProblemError(
            f"{output} cannot be written: it is a folder, or its folder does not exist. Give the "
            "path of a file in a folder that you may write to."
        )
    return form
