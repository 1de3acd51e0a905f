"""A LaTeX document as PDF, by pdflatex."""

import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from analytic.errors import ScalingLawsError

_RUNS = 3  # contents, then page numbers that the contents moved, then nothing changes
_RERUN = "Rerun to get"


def pdf(document: str) -> bytes:
    """The document, compiled until its cross-references settle.

    Raises    ScalingLawsError where pdflatex is missing or stops at an error.
    """
    program = shutil.which("pdflatex")
    if program is None:
        raise ScalingLawsError(
            "The PDF cannot be made: pdflatex was not found on this machine. Install it "
            "(Debian: texlive-latex-recommended), or export with --format latex."
        )
    with TemporaryDirectory() as folder:
        source = Path(folder, "document.tex")
        source.write_text(document, encoding="utf-8")
        for _ in range(_RUNS):
            _compile(program, source)
            if _RERUN not in _log(source):
                break
        return source.with_suffix(".pdf").read_bytes()


def _compile(program: str, source: Path) -> None:
    options = ("-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape")
    done = subprocess.run(
        [program, *options, source.name],
        cwd=source.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        found = re.search(r"^! (.*)$", _log(source), re.MULTILINE)
        fault = found.group(1).rstrip(".") if found else f"exit code {done.returncode}"
        raise ScalingLawsError(
            f"The PDF cannot be made: pdflatex stopped with {fault!r}. A package may be missing "
            "(Debian: texlive-latex-recommended). Export with --format latex and compile that."
        )


def _log(source: Path) -> str:
    log = source.with_suffix(".log")
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
