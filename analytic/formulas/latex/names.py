r"""Names in LaTeX: D_{N}, N^\ast, \kappa_N, L', and what they are called where they are typed.

A name is a letter with what stands below, above and behind it. The same name is written in many
ways; all of them have one key.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analytic.formulas.grammar import FUNCTIONS
from analytic.formulas.latex.cursor import Cursor
from analytic.formulas.vocabulary import Vocabulary

_SETS_ONLY = re.compile(r"\\(?:text|textrm|mathrm|mathit|mathbf|mathcal|operatorname)\b|[\s{}\\]")
_SYMBOL = re.compile(r"([A-Za-z]+)((?:[_^](?:\{[^{}]*\}|[^_^{}']+))*)('*)")
_SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|([^_^{}']+))")
_ABOVE = {"ast": "*", "star": "*", "prime": "'"}
_EULER = "EulerGamma"


def key(base: str, below: str = "", above: str = "", primes: int = 0) -> str:
    r"""What is the same of all ways to write one name.

    >>> key("N", above=r"{\ast}"), key("r", r"{\mathrm{t}}"), key("w", "k", "*"), key("s", primes=1)
    ('N^*', 'r_t', 'w_k^*', "s'")
    """
    under, over = plain(below), plain(above)
    marks = f"_{under}" if under else ""
    marks += f"^{over}" if over else ""
    return f"{base}{marks}{primes * chr(39)}"


def plain(script: str) -> str:
    r"""What stands below or above a letter, without what only sets it.

    >>> plain(r"{\text{eff}}"), plain(r"{\ast}"), plain(r"\Sigma")
    ('eff', '*', 'Sigma')
    """
    bare = _SETS_ONLY.sub("", script)
    return _ABOVE.get(bare, bare)


def key_of(name: str) -> str | None:
    """The key of a name as SymPy holds it, None where no formula can hold it.

    >>> key_of("w^*_k"), key_of("V_{AD}"), key_of("alpha_K"), key_of("x - x_0")
    ('w_k^*', 'V_AD', 'alpha_K', None)
    """
    found = _SYMBOL.fullmatch(name)
    if found is None:
        return None
    scripts = {sign: group or bare for sign, group, bare in _SCRIPT.findall(found[2])}
    return key(found[1], scripts.get("_", ""), scripts.get("^", ""), len(found[3]))


@dataclass(frozen=True)
class Names:
    """How letters and functions are typed, by the keys of what they are called.

    `euler` says whether a gamma that is no letter is Euler's constant.
    """

    letters: Mapping[str, str]
    functions: Mapping[str, str]
    euler: bool

    @classmethod
    def of(cls, words: Vocabulary) -> "Names":
        """The names of a vocabulary; functions of the grammar have commands of their own."""
        letters = _by_key((str(letter), typed) for typed, letter in words.letters.items())
        functions = _by_key((name, name) for name in words.functions if name not in FUNCTIONS)
        return cls(letters, functions, words.euler)

    def has_word(self, word: str) -> bool:
        """Whether several letters in a row are one name."""
        heads = (re.split("[_^']", known)[0] for known in (*self.letters, *self.functions))
        return word in heads

    def letter(self, known: str) -> str | None:
        """How a letter or a constant is typed, None where there is none of that key."""
        if known in self.letters:
            return self.letters[known]
        if known == "sigma" and "sigma^2" in self.letters:
            return f"sqrt({self.letters['sigma^2']})"
        if known == "e":
            return "E"
        if known in ("gamma_E", _EULER) or (known == "gamma" and self.euler):
            return _EULER
        return None

    def taken(self, cursor: Cursor, base: str) -> str:
        """The key of a name, what belongs to it taken from the cursor."""
        below, above, primes = "", "", 0
        while True:
            if cursor.at("'"):
                cursor.take()
                primes += 1
            elif cursor.at("_") and not below:
                cursor.take()
                below = cursor.raw_group()
            elif cursor.at("^") and not above:
                place = cursor.place
                cursor.take()
                above = cursor.raw_group()
                if plain(above) == "'":
                    primes, above = primes + 1, ""
                elif not (plain(above) == "*" or self._is_known(base, below, above, primes)):
                    cursor.place = place
                    return key(base, below, "", primes)
            else:
                return key(base, below, above, primes)

    def _is_known(self, base: str, below: str, above: str, primes: int) -> bool:
        known = key(base, below, above, primes)
        return bool(above) and (known in self.letters or known in self.functions)


def _by_key(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    found = {key_of(name): typed for name, typed in names if typed.isidentifier()}
    return {known: typed for known, typed in found.items() if known is not None}
