"""What commands show of results, kept between calls; what is not kept is derived on all cores.

A view is a function of this package from a result, or from several, to plain data, as JSON holds
it. It is called by its name, "pages.text": its module is imported where something is missing only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from importlib import import_module
from typing import Any

import cloudpickle

from analytic.result import Result
from analytic.sampling import cores
from derivations.command_line.parallel import processes
from derivations.command_line.printing import busy
from derivations.contents import Contents

__all__ = ["derived", "of_all", "of_each"]

Work = Callable[..., Any]


def derived(contents: Contents, names: Sequence[str], silent: bool) -> list[Result]:
    """The results of these names."""
    absent = [name for name in names if not contents.is_known(name)]
    with busy(silent) as say:
        for name, content in _elsewhere(contents, absent, say, _pickled):
            contents.take(name, content)
        results = []
        for name in names:
            say(f"deriving {name}")
            results.append(contents[name])
    return results


def of_each(
    contents: Contents, names: Sequence[str], view: str, *options: Any, silent: bool
) -> list[Any]:
    """What a view says of each of these results."""
    kept = {name: _kept(contents, name, view, *options) for name in names}
    found = {name: said for name, said in kept.items() if said is not None}
    underived = [name for name in names if name not in found and not contents.is_known(name)]
    with busy(silent) as say:
        found.update(_elsewhere(contents, underived, say, _viewed, view, *options))
        for name in names:
            if name not in found:
                say(f"deriving {name}")
                found[name] = _viewed(contents, name, view, *options)
    return [found[name]["said"] for name in names]


def of_all(contents: Contents, names: Sequence[str], view: str, *options: Any, silent: bool) -> Any:
    """What a view says of these results together, in the order of the names."""
    stores = [contents.store(name) for name in names]
    store = None if None in stores else stores[0]
    key = _key(view, names, *options)
    content = None if store is None else store.read(key)
    if content is None:
        content = _dumped(_function(view)(derived(contents, names, silent), *options))
        if store is not None:
            store.write(key, content)
    return json.loads(content)["said"]


def _kept(contents: Contents, name: str, view: str, *options: Any) -> dict[str, Any] | None:
    """What a view has said of a result, under the key "said"; None where that is not kept."""
    store = contents.store(name)
    content = None if store is None else store.read(_key(view, name, *options))
    return None if content is None else json.loads(content)


def _viewed(contents: Contents, name: str, view: str, *options: Any) -> dict[str, Any]:
    content = _dumped(_function(view)(contents[name], *options))
    store = contents.store(name)
    if store is not None:
        store.write(_key(view, name, *options), content)
    said: dict[str, Any] = json.loads(content)
    return said


def _pickled(contents: Contents, name: str) -> bytes:
    content: bytes = cloudpickle.dumps(contents[name])
    return content


def _elsewhere(
    contents: Contents, names: Sequence[str], say: Callable[[str], None], work: Work, *options: Any
) -> Iterator[tuple[str, Any]]:
    """What is done with several results, each in one of as many processes as there are cores."""
    at_once = min(len(names), cores.count())
    if at_once < 2 or any(contents.heading(name) is None for name in names):
        return
    say(f"deriving {len(names)} results, {at_once} at once")
    with processes(at_once) as pool:
        assert pool is not None
        asked = {
            pool.submit(work, contents, name, *options): name
            for name in reversed(names)  # the later results take longest
        }
        for number, future in enumerate(as_completed(asked), start=1):
            yield asked[future], future.result()
            say(f"{number} of {len(names)} results are derived, the last {asked[future]}")


def _key(view: str, *about: Any) -> str:
    return f"{view}{about!r}"


def _function(view: str) -> Callable[..., Any]:
    module, _, name = view.partition(".")
    function: Callable[..., Any] = getattr(
        import_module(f"derivations.command_line.{module}"), name
    )
    return function


def _dumped(said: Any) -> bytes:
    return json.dumps({"said": said}).encode()
