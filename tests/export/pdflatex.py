"""pdflatex in the tests: where it is missing they are skipped, unless they were promised it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

__all__ = ["compiled", "complaints", "require_pdflatex"]

_COMPLAINT = re.compile(
    r"^(!.*|overfull .*|.*undefined.*|.*multiply.defined.*)$", re.MULTILINE | re.IGNORECASE
)


def require_pdflatex() -> None:
    """Skip a test without pdflatex; fail it where .ci/run has promised pdflatex."""
    if shutil.which("pdflatex") is None:
        if os.environ.get("REQUIRE_PDFLATEX"):
            pytest.fail("pdflatex is required here and is not installed")
        pytest.skip("pdflatex is not installed")


def compiled(source: str, folder: Path, runs: int = 1) -> str:
    """The log of pdflatex on a document."""
    require_pdflatex()
    (folder / "document.tex").write_text(source, encoding="utf-8")
    for _ in range(runs):
        subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "document.tex"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    return (folder / "document.log").read_text(encoding="utf-8", errors="replace")


def complaints(log: str) -> list[str]:
    """Errors, references that lead nowhere, and boxes wider than the page."""
    return _COMPLAINT.findall(log)
