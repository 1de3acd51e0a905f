"""The application: its commands, and what becomes of errors, interrupts and closed pipes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module, metadata
from typing import Annotated, Any

import typer
from typer.main import get_command

from analytic.errors import ScalingLawsError
from derivations.command_line.interruption import INTERRUPTED, leaving_at_once

_BAD_INPUT, _FAULT, _BROKEN_PIPE = 2, 70, 141

_UsageError: Any = typer.BadParameter.__base__  # typer has moved it about; this way stays

_COMMANDS = {
    "list": "contents.list_results",
    "exponents": "exponents.exponents",
    "contradictions": "contradictions.contradictions",
    "derive": "contents.derive",
    "export": "export.export",
    "cite": "cite.cite",
    "check": "check.check_formula",
    "loss": "losses.loss",
    "simulate": "losses.simulate",
    "sweep": "sweep.sweep_models",
    "spectrum": "spectrum.spectrum",
    "fit": "fit.fit",
    "plot": "plot.plot",
    "site": "site.command.site",
    "verify": "verification.verify_results",
}
_COMPLETION = "_SCALING_LAWS_COMPLETE"  # what a shell sets that wants a word completed
_TAKES_WHAT_BEGINS_WITH_A_DASH = ("check",)  # formulas do


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"scaling-laws {metadata.version('scaling-laws')}")
        raise typer.Exit


def _scaling_laws(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Scaling laws of solvable models: derived, evaluated to any digits, simulated, compared.

    Example: scaling-laws loss --a 2 --b 3/2 --width 40 --time 100 --digits 50
    """
    if context.invoked_subcommand is None:
        print(context.get_help())


def run(arguments: Sequence[str]) -> int:
    """The exit code of a command line: 0, or 1 where witnesses disagree, or 2 for bad input.

    Every error is one line on standard error: fact, cause, way out. After Ctrl-C the code is 130,
    when nobody reads the output it is 141, and 70 for a fault of the program itself, whose
    traceback `python -X dev -m derivations` shows.
    """
    if sys.stdout is None:
        return _fail("There is no standard output to write to. Open it.", _BAD_INPUT)
    try:
        code = _command(arguments).main(
            list(arguments), prog_name="scaling-laws", standalone_mode=False
        )
        sys.stdout.flush()
    except ScalingLawsError as error:
        return _fail(str(error), _BAD_INPUT)
    except _UsageError as error:
        return _fail(_usage(error), _BAD_INPUT)
    except MemoryError as error:
        return _fail(f"{error}. This question needs more memory. Ask a smaller one.", _BAD_INPUT)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except (OSError, SystemExit) as error:
        has_ended = isinstance(error, SystemExit) and not error.code  # after a shell's completion
        return 0 if has_ended else _unwritable(error)
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        return _fail(_fault(error), _FAULT)
    if code == INTERRUPTED:
        print("Interrupted.", file=sys.stderr)
    return int(code or 0)


def _command(arguments: Sequence[str]) -> Any:
    """The command line with the command that is asked for, or with all for who needs help.

    Commands are imported when they are asked for: what one of them needs, others do not wait for.
    """
    words = os.environ.get("COMP_WORDS", "").split()[1:] if _COMPLETION in os.environ else arguments
    asked = next((word for word in words if not word.startswith("-")), None)
    application = typer.Typer(
        name="scaling-laws",
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
    )
    application.callback(invoke_without_command=True)(_scaling_laws)
    for name in [asked] if asked in _COMMANDS else _COMMANDS:
        module, _, function = _COMMANDS[name].rpartition(".")
        settings = {"ignore_unknown_options": name in _TAKES_WHAT_BEGINS_WITH_A_DASH}
        with leaving_at_once():
            command = getattr(import_module(f"derivations.command_line.{module}"), function)
        application.command(name, context_settings=settings)(command)
    return get_command(application)


def _fail(message: str, code: int) -> int:
    print(f"Error: {message}", file=sys.stderr)
    return code


def _usage(error: Any) -> str:
    context = error.ctx
    program = "scaling-laws" if context is None else context.command_path
    fact = " ".join(error.format_message().split()).removesuffix(".").replace("Value error, ", "")
    stop = "" if fact.endswith("?") else "."
    return f"{fact}{stop} Type '{program} --help' to see what it takes."


def _fault(error: Exception) -> str:
    return (
        f"{type(error).__name__}: {error}. This is a fault of the program, not of the question. "
        "Please report the command that led here."
    )


def _unwritable(error: OSError | SystemExit) -> int:
    """The exit code where output cannot be written; files that are read have had their answer.

    typer leaves with SystemExit on a broken pipe only. Standard output is sent nowhere, so that the
    interpreter can close it in peace.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError | SystemExit):
        return _BROKEN_PIPE
    return _fail(f"The output cannot be written: {error.strerror}.", _BAD_INPUT)
