"""The store in the user's cache directory: one folder for every state of the code."""

import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from time import time

from platformdirs import user_cache_path

from derivations.keeping.store import Store

VARIABLE = "SCALING_LAWS_CACHE"
_OFF = "off"
_PACKAGES = ("analytic", "derivations")
_BENEATH = ("cloudpickle", "gmpy2", "mpmath", "numpy", "sympy")
_PREFIX = "code-"
_UNUSED = 30 * 24 * 3600.0  # seconds after which what another state of the code derived is removed


def user_store() -> Store | None:
    """The store of this code; None where it is switched off or there is no place for one.

    The environment variable SCALING_LAWS_CACHE names another folder, or switches it off. Entries
    are pickled, so the folder is the user's alone, as the code itself is.
    """
    place = os.environ.get(VARIABLE)
    if place == _OFF:
        return None
    root = Path(place) if place else user_cache_path("scaling-laws", appauthor=False)
    folder = root / f"{_PREFIX}{code()}"
    try:
        if not folder.is_dir():
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            _forget_the_unused(root)
            folder.mkdir(mode=0o700, exist_ok=True)
        os.utime(folder)
    except OSError:
        return None
    return Store(folder)


@cache
def code() -> str:
    """The digest of all that a derivation depends on: sources, Python, and the packages beneath.

    Contents are read, not times: a copy of the code with other times is the same code, and 420
    files take some 6 ms.
    """
    digest = sha256(sys.version.encode())
    for package in _BENEATH:
        digest.update(f"{package} {version(package)}\n".encode())
    for package in _PACKAGES:
        for path in _sources(package):
            content = path.read_bytes()
            digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:32]


def _sources(package: str) -> list[Path]:
    spec = find_spec(package)
    folders = [] if spec is None else spec.submodule_search_locations or []
    found = (path for folder in folders for path in Path(folder).rglob("*"))
    return sorted(path for path in found if path.suffix in (".py", ".bib"))


def _forget_the_unused(root: Path) -> None:
    """Remove what other states of the code have derived, where nobody has used it for long."""
    for folder in root.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time() - folder.stat().st_mtime > _UNUSED:
                rmtree(folder, ignore_errors=True)
