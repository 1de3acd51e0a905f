"""What is said in the letters of every paper, and once where several say it alike."""

from collections.abc import Callable
from typing import Any

from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import NOTATIONS, Notation

Said = list[dict[str, Any]]


def in_every_notation(say: Callable[[Notation], Any]) -> Said:
    """What is said in each notation, those together that say the same; None without value there.

    >>> [one["in"] for one in in_every_notation(lambda letters: len(letters.name) > 8)]
    [['dynamical', 'explaining', 'source-capacity', 'feature-learning'], ['solvable', 'paquette']]
    """
    found: Said = []
    for notation in NOTATIONS.values():
        try:
            content = say(notation)
        except InvalidProblemError:  # no value where the paper can speak
            content = None
        alike = next((one for one in found if one["is"] == content), None)
        if alike is None:
            found.append({"in": [notation.name], "is": content})
        else:
            alike["in"].append(notation.name)
    return found
