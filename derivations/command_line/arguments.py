"""The options that several commands share, each stated once."""

from pathlib import Path
from typing import Annotated

import typer

from analytic.formulas.dictionary import NOTATIONS
from derivations.headings import HEADINGS

_ENSEMBLE = "Ensemble (averaged predictors; one model without any of these)"
_MODEL = "Model (numbers are read exactly: 3/2, 1.5, 1e-3, inf)"


def _beginning(incomplete: str) -> list[str]:
    """The names of results that begin with some letters, for a shell that completes them."""
    return [name for name in HEADINGS if name.startswith(incomplete)]


Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME]...",
        help="Names from scaling-laws list; all if none is given.",
        autocompletion=_beginning,
    ),
]
NamesOrFiles = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME|FILE]...",
        help="Names from scaling-laws list, all if none is given; or files of derivations of "
        "your own, - for standard input.",
        autocompletion=_beginning,
    ),
]
SomeNames = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME...", help="Names from scaling-laws list.", autocompletion=_beginning
    ),
]
OneName = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="A name from scaling-laws list.", autocompletion=_beginning
    ),
]
Source = Annotated[
    str | None,
    typer.Option(
        "--a",
        metavar="NUMBER",
        help="Target power c_k = lambda_k (w*_k)^2 = k^-a.",
        rich_help_panel=_MODEL,
    ),
]
Capacity = Annotated[
    str | None,
    typer.Option("--b", metavar="NUMBER", help="Spectrum lambda_k = k^-b.", rich_help_panel=_MODEL),
]
Modes = Annotated[
    str | None,
    typer.Option("--modes", metavar="NUMBER", help="Modes M; default inf.", rich_help_panel=_MODEL),
]
SpectrumFile = Annotated[
    str | None,
    typer.Option(
        "--spectrum",
        metavar="FILE|exponential:RATIO:TARGET",
        help="In place of --a and --b: a measured spectrum, lambda_k and c_k = lambda_k (w*_k)^2 "
        "in two columns of text, .npy or .npz, - for standard input; or lambda_k = RATIO^(k-1) and "
        "c_k = TARGET^(k-1).",
        rich_help_panel=_MODEL,
    ),
]
NullThreshold = Annotated[
    str | None,
    typer.Option(
        "--null-threshold",
        metavar="NUMBER",
        help="Measured eigenvalues up to this, over the largest, count as zero; default M 2^-52.",
        rich_help_panel=_MODEL,
    ),
]
Width = Annotated[
    str, typer.Option("--width", metavar="NUMBER", help="Width N.", rich_help_panel=_MODEL)
]
Samples = Annotated[
    str, typer.Option("--samples", metavar="NUMBER", help="Samples P.", rich_help_panel=_MODEL)
]
Noise = Annotated[
    str,
    typer.Option(
        "--noise", metavar="NUMBER", help="Variance of the label noise.", rich_help_panel=_MODEL
    ),
]
Times = Annotated[
    list[str] | None,
    typer.Option(
        "--time",
        metavar="NUMBER",
        help="Time, or number of steps, inf included; give it again for more times, or "
        "first:last:count for a geometric grid.",
        show_default=False,
    ),
]
Projection = Annotated[
    str,
    typer.Option(
        "--projection",
        metavar="NAME[:NUMBERS]",
        help="How the modes are projected: gaussian, orthogonal, cosine, sparse:DENSITY, "
        "deep:WIDTH,WIDTH,..., structured:POWER, skip:EPSILON, residual:DEPTH,TAU, aligned or "
        "hashing. Deep layers state their widths, skip and residual ones have none.",
        rich_help_panel=_MODEL,
    ),
]
Data = Annotated[
    str,
    typer.Option(
        "--data",
        metavar="NAME[:NUMBER]",
        help="How a sample shows the modes: gaussian, all at once; one-hot, one alone, with a "
        "probability proportional to its eigenvalue, or to a power of it: one-hot:POWER.",
        rich_help_panel=_MODEL,
    ),
]
Projections = Annotated[
    str | None,
    typer.Option(
        "--projections",
        metavar="NUMBER",
        help="Projections E of the ensemble.",
        rich_help_panel=_ENSEMBLE,
    ),
]
DataSets = Annotated[
    str | None,
    typer.Option(
        "--data-sets",
        metavar="NUMBER",
        help="Data sets B of the ensemble.",
        rich_help_panel=_ENSEMBLE,
    ),
]
InNotation = Annotated[
    str,
    typer.Option(
        "--notation", metavar="NAME", help=f"The letters of a paper: {', '.join(NOTATIONS)}."
    ),
]
Draws = Annotated[int, typer.Option("--draws", help="Independent draws of the simulation.")]
Seed = Annotated[int, typer.Option("--seed", help="Seed of the simulation.")]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", help="Worker processes; without it, one process and all cores."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="A Dask scheduler whose workers do the work, tcp://host:8786 for instance.",
    ),
]
Resume = Annotated[
    Path | None,
    typer.Option(
        "--resume",
        metavar="FILE",
        help="Keep finished draws in this file, and go on from those that it holds.",
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache", help="Derive everything anew, and keep nothing of it for the next call."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
