"""The table of contents: what is known of a result before it is derived.

It is read from the pages, each of which begins with its heading, and imports none of them.
"""

import ast
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

_BEGINNING, _END = "\nHEADING = ", "\n)\n"


class Heading(NamedTuple):
    """A result before it is derived: its name, its place in the argument, what it is about.

    Places are numbers that rise along the argument. `law` says whether there is one, which a test
    compares with the result; `module` is the page's, where it was read.
    """

    name: str
    place: int
    title: str
    validity: str
    law: bool
    module: str = ""


def _read() -> list[Heading]:
    """The headings of all pages of this package, literals each."""
    found = []
    for path in Path(__file__).parent.glob("*.py"):
        _, beginning, rest = path.read_text(encoding="utf-8").partition(_BEGINNING)
        if beginning and path.stem != Path(__file__).stem:
            call = ast.parse(rest[: rest.index(_END) + len(_END)], mode="eval").body
            assert isinstance(call, ast.Call)
            plain = [ast.literal_eval(argument) for argument in call.args]
            named = {str(one.arg): ast.literal_eval(one.value) for one in call.keywords}
            found.append(Heading(*plain, **named)._replace(module=path.stem))
    return sorted(found, key=lambda heading: heading.place)


HEADINGS: Mapping[str, Heading] = MappingProxyType({one.name: one for one in _read()})
