"""Files that a command writes: whole or not at all, and refused before anything is computed."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from analytic.errors import InvalidProblemError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all; one that was there is replaced.

    Raises    InvalidProblemError where it cannot be written.
    """
    target = path.resolve()
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{path.name}.", delete=False) as part:
            draft = Path(part.name)
            try:
                part.write(content)
                part.flush()
                draft.chmod(_usual_mode(target))
                draft.replace(target)
            except BaseException:
                with suppress(FileNotFoundError):
                    draft.unlink()
                raise
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from None


def check_writable(path: Path) -> None:
    """Say what is wrong with a path before anything is derived."""
    if path.is_dir():
        raise _unwritable(path, "it is a folder")
    if path.exists() and not path.is_file():
        raise _unwritable(path, "it is no file but a device")
    if not path.resolve().parent.is_dir():
        raise _unwritable(path, "its folder does not exist")


def _unwritable(path: Path, cause: str) -> InvalidProblemError:
    return InvalidProblemError(
        f"{path} cannot be written: {cause}. Give the path of a file in a folder that you may "
        "write to, or leave -o out for standard output."
    )


def _usual_mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those of a new one."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
