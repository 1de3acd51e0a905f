"""What commands show of results, kept between calls; what is not kept is derived on all cores.

A view is a function of this package from a result, or from several, to plain data, as JSON holds
it. It is called by its name, "pages.text": its module is imported where something is missing only.
"""

import json
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import cloudpickle

from analytic.result import Result
from analytic.sampling import cores
from derivations.command_line.parallel import processes
from derivations.command_line.printing import busy
from derivations.contents import Contents

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
    contents: Contents,
    names: Sequence[str],
    view: str,
    *options: Any,
    silent: bool,
    costly: bool = False,
) -> list[Any]:
    """What a view says of each of these results; one that is `costly` on all cores in any case."""
    kept = {name: _kept(contents, name, view, *options) for name in names}
    found = {name: said for name, said in kept.items() if said is not None}
    absent = [name for name in names if name not in found]
    elsewhere = [name for name in absent if costly or not contents.is_known(name)]
    with busy(silent) as say:
        found.update(_elsewhere(contents, elsewhere, say, _viewed, view, *options))
        for name in names:
            if name not in found:
                say(f"deriving {name}")
                found[name] = _viewed(contents, name, view, *options)
    return [found[name]["said"] for name in names]


def of_all(contents: Contents, names: Sequence[str], view: str, *options: Any, silent: bool) -> Any:
    """What a view says of these results together, in the order of the names."""

    def said() -> Any:
        return _function(view)(derived(contents, names, silent), *options)

    return _once(contents, names, _key(view, names, *options), said)


def in_rounds(
    contents: Contents,
    names: Sequence[str],
    views: tuple[str, str, str],
    *options: Any,
    silent: bool,
) -> Any:
    """What the last view makes of what the second says of each result, on all cores.

    The second view is told what the first one says of all results.
    """
    known, saying, together = views

    def said() -> Any:
        with busy(silent) as say, _workers(contents, names) as pool:
            first = {
                pool.submit(_known, contents, name, known): name
                for name in reversed(names)  # the later results take longest
            }
            found = {
                name: future.result() for name, future in _counted(first, names, say, "derived")
            }
            of_all_results = [told for _, told in (found[name] for name in names)]
            second = {
                pool.submit(_told, found[name][0], saying, of_all_results, *options): name
                for name in reversed(names)
            }
            parts = {
                name: future.result() for name, future in _counted(second, names, say, "compared")
            }
        return _function(together)([parts[name] for name in names])

    return _once(contents, names, _key(saying, names, *options), said)


class _Here(Executor):
    """Work that is done at once, in this process."""

    def submit(self, work: Work, /, *about: Any, **options: Any) -> Future[Any]:
        """What the work gave."""
        future = Future[Any]()
        future.set_result(work(*about, **options))
        return future


@contextmanager
def _workers(contents: Contents, names: Sequence[str]) -> Iterator[Executor]:
    """A process for each core; this one alone where a result of others cannot travel."""
    at_once = min(len(names), cores.count())
    if at_once < 2 or any(contents.heading(name) is None for name in names):
        yield _Here()
        return
    with processes(at_once) as pool:
        assert pool is not None
        yield pool


def _known(contents: Contents, name: str, view: str) -> tuple[bytes, bytes]:
    """A result, derived if need be, and what a view says of it, both pickled."""
    result = contents[name]
    return cloudpickle.dumps(result), cloudpickle.dumps(_function(view)(result))


def _told(content: bytes, view: str, found: Sequence[bytes], *options: Any) -> Any:
    """What a view says of a result, told what another one said of all."""
    return _function(view)(pickle.loads(content), [pickle.loads(one) for one in found], *options)


def _counted(
    asked: dict[Future[Any], str], names: Sequence[str], say: Callable[[str], None], done: str
) -> Iterator[tuple[str, Future[Any]]]:
    """What is asked of several results as it is answered, and how much of it is."""
    say(f"0 of {len(names)} results are {done}")
    for number, future in enumerate(as_completed(asked), start=1):
        yield asked[future], future
        say(f"{number} of {len(names)} results are {done}, the last {asked[future]}")


def _once(contents: Contents, names: Sequence[str], key: str, said: Callable[[], Any]) -> Any:
    """What is kept under a key, or what is said now, which is kept if these results are."""
    stores = [contents.store(name) for name in names]
    store = None if None in stores else stores[0]
    content = None if store is None else store.read(key)
    if content is None:
        content = _dumped(said())
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
    if len(names) < 2:
        return
    with _workers(contents, names) as pool:
        if isinstance(pool, _Here):
            return
        asked = {
            pool.submit(work, contents, name, *options): name
            for name in reversed(names)  # the later results take longest
        }
        for name, future in _counted(asked, names, say, "derived"):
            yield name, future.result()


def _key(view: str, *about: Any) -> str:
    return f"{view}{about!r}"


def _function(view: str) -> Callable[..., Any]:
    module, _, name = view.rpartition(".")
    function: Callable[..., Any] = getattr(
        import_module(f"derivations.command_line.{module}"), name
    )
    return function


def _dumped(said: Any) -> bytes:
    return json.dumps({"said": said}).encode()
