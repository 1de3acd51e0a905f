"""The folder of a site: what is not of a site is never touched."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from analytic.errors import InvalidProblemError
from derivations.command_line.writing import write_whole

MANIFEST = "site-files.json"  # the files of the site, which its next version may replace


def check_folder(folder: Path | None) -> Path:
    """The folder, refused before anything is derived where a site cannot be written.

    Raises    InvalidProblemError where it is none, or holds something else than a site.
    """
    if folder is None:
        raise InvalidProblemError(
            "No folder was given. A site is many files. Name a folder, as in -o pages."
        )
    if not folder.exists():
        above = folder.resolve().parent
        if not above.is_dir():
            raise _unwritable(folder, "the folder above it does not exist")
        _require_writable(folder, above)
        return folder
    if not folder.is_dir():
        raise _unwritable(folder, "it is a file")
    _require_writable(folder, folder)
    strangers = {path.name for path in folder.iterdir()} - _written(folder)
    if strangers:
        raise _unwritable(folder, f"it holds {min(strangers)}, which is not of a site")
    return folder


def fill_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, each whole, and remove those of the site before that are no longer in it.

    Raises    InvalidProblemError where they cannot be written.
    """
    before = _written(folder)
    try:
        folder.mkdir(exist_ok=True)
        listed = json.dumps({"files": sorted({*before, *files, MANIFEST})}, indent=1).encode()
        write_whole(folder / MANIFEST, listed)
        for name, content in files.items():
            write_whole(folder / name, content)
        for name in before - {*files, MANIFEST}:
            (folder / name).unlink(missing_ok=True)
        listed = json.dumps({"files": sorted({*files, MANIFEST})}, indent=1).encode()
        write_whole(folder / MANIFEST, listed)
    except OSError as error:
        raise _unwritable(folder, error.strerror or str(error)) from None


def _written(folder: Path) -> set[str]:
    """The files of the site that is there: plain names in its own list."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    if not isinstance(found, list):
        return set()
    return {name for name in found if isinstance(name, str) and Path(name).name == name}


def _require_writable(folder: Path, place: Path) -> None:
    if not os.access(place, os.W_OK | os.X_OK):
        raise _unwritable(folder, f"you may not write to {place}")


def _unwritable(folder: Path, cause: str) -> InvalidProblemError:
    return InvalidProblemError(
        f"{folder} cannot be written: {cause}. Give a new or an empty folder, or that of a site "
        "which this command wrote."
    )
