r"""Sentences whose formulas stand between dollars, in plain letters: $lambda_k = k^-b$.

A formula is read as SymPy and set by the printer of displayed equations. Sides of relations are
read one by one; a blank between factors is a product, a name before a bracket a function. Keys of
the bibliography are cited.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from sympy import (
    And,
    Eq,
    Expr,
    Function,
    Ne,
    Or,
    Piecewise,
    Symbol,
    false,
    oo,
    pi,
    piecewise_fold,
    true,
)
from sympy.logic.boolalg import Boolean

from analytic import notation
from analytic.errors import InvalidProblemError, require
from analytic.formulas.dictionary import NOTATIONS
from analytic.formulas.grammar import FUNCTIONS, FormulaFunction, syntax_tree
from analytic.formulas.parsing import FormulaReader
from analytic.formulas.vocabulary import Vocabulary
from analytic.typesetting import escaped, inline, markdown_escaped, markdown_formula

_FORMULA = r"\$([^$]+)\$"
_FORMULA_MARKED = re.compile(_FORMULA)
_MARKED = re.compile(_FORMULA + r"|\[?\b([a-z]+\d{4}[a-z]*)\b\]?")
_SIGNS = {
    "<->": r"\leftrightarrow",
    "->": r"\to",
    "<<": r"\ll",
    ">>": r"\gg",
    "<=": r"\leq",
    ">=": r"\geq",
    "!=": r"\neq",
    "+ ...": r"+ \ldots",
    "=": "=",
    "<": "<",
    ">": ">",
    "~": r"\sim",
    ",": ",",
}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
_HOUSE = {str(one): one for one in vars(notation).values() if isinstance(one, Symbol)}
_FUNCTIONS = {
    str(one): one for one in vars(notation).values() if isinstance(one, type(Function("f")))
}
_ALSO_LETTERS = {"zeta", "gamma", "Gamma"}
_CONSTANTS = {"infinity": oo, "oo": oo, "pi": pi}
_OF_PYTHON = {"Piecewise", "Eq", "Ne", "And", "Or", "Not", "True", "False", "and", "or"}
_IRREGULAR = [name for name in _HOUSE if "^" in name and " " not in name]
_NAME = re.compile(
    f"d?(?:{'|'.join(map(re.escape, sorted(_IRREGULAR, key=len, reverse=True)))})"
    r"|[A-Za-z]+(?:\^\*)?(?:_(?:\{[^{}]*\}|[A-Za-z0-9]+|[-+](?![\w(])))?'*(?:bar)?"
    r"|\d+\.\d+(?:e-?\d+)?"
)
_BRACKETS = str.maketrans("[]{}", "()()")
_PRODUCT = re.compile(r"(?<=[\w)])\s+(?=[\w(])|(?<=\))(?=[\w(])|(?<=[^\w]\d)(?=\()")


def typeset(sentence: str) -> str:
    r"""A sentence as LaTeX.

    >>> print(typeset("at $s = -x$, $lambda_k = k^-b$: [marchenko1967]"))
    at $s = -x$, $\lambda_{k} = k^{-b}$: \cite{marchenko1967}
    """
    return _with(sentence, escaped, _between_dollars, r"\cite{{{}}}".format)


def markdown_sentence(sentence: str) -> str:
    r"""A sentence as Markdown, with formulas between dollars.

    >>> print(markdown_sentence("$P < N$, see [marchenko1967]"))
    $P \lt N$, see [marchenko1967](#references)
    """

    def set_in_line(text: str) -> str:
        return _FORMULA_MARKED.sub(
            lambda match: f"${markdown_formula(match.group(1))}$", _between_dollars(text)
        )

    return _with(sentence, markdown_escaped, set_in_line, "[{}](#references)".format)


def sentence_parts(sentence: str) -> list[tuple[str, str]]:
    r"""A sentence as words, formulas in LaTeX and keys of the bibliography, in order.

    >>> sentence_parts("$lambda_k = k^-b$, see [marchenko1967]")
    [('formula', '\\lambda_{k} = k^{-b}'), ('words', ', see '), ('key', 'marchenko1967')]
    """
    found: list[tuple[str, str]] = []
    position = 0
    for match in _MARKED.finditer(sentence):
        text, cited = match.groups()
        found.append(("words", sentence[position : match.start()]))
        if cited:
            found.append(("key", cited))
        else:
            pieces = _between_dollars(text).split("$")
            found += [("formula" if i % 2 else "words", one) for i, one in enumerate(pieces)]
        position = match.end()
    return [part for part in (*found, ("words", sentence[position:])) if part[1]]


def without_marks(sentence: str) -> str:
    """A sentence for a terminal: without the dollars around its formulas.

    >>> without_marks("with $v_{t+1}$ on the left, for 5$")
    'with v_{t+1} on the left, for 5$'
    """
    return re.sub(_FORMULA, r"\1", sentence)


def worded(condition: Boolean) -> str:
    """A condition on letters as words and marked formulas.

    >>> from sympy import And, Eq
    >>> from analytic.notation import a, b
    >>> worded(And(a < b, b > 2)), worded(Eq(a, b))
    ('$b > 2$ and $a < b$', '$a = b$')
    """
    if condition in (true, false):
        return "everywhere" if condition == true else "nowhere"
    if isinstance(condition, And | Or):
        between = " and " if isinstance(condition, And) else " or "
        return between.join(sorted(map(worded, condition.args), key=len))
    if isinstance(condition, Eq | Ne):
        sign = "=" if isinstance(condition, Eq) else "!="
        return f"${condition.lhs} {sign} {condition.rhs}$"
    return f"${condition}$"


def translated(sentence: str, said: Callable[[Expr], Expr]) -> str:
    """A sentence with every side of its formulas in other letters.

    >>> translated("where $a < b$", lambda side: side.subs(notation.b, 2))
    'where $a < 2$'
    """

    def marked(text: str) -> str:
        parts = (part if isinstance(part, str) else str(said(part)) for part in _parts(text))
        return f"${' '.join(parts).replace(' ,', ',')}$"

    return re.sub(_FORMULA, lambda match: marked(match.group(1)), sentence)


def capitalised(sentence: str) -> str:
    """A sentence with a capital letter, unless it begins with a formula.

    >>> capitalised("unlimited data"), capitalised("$s$ tends to 0")
    ('Unlimited data', '$s$ tends to 0')
    """
    return sentence[:1].upper() + sentence[1:]


def keys_in(sentence: str) -> list[str]:
    """The keys of the bibliography that a sentence cites, in order."""
    return [match.group(2) for match in _MARKED.finditer(sentence) if match.group(2)]


def _with(
    sentence: str,
    words: Callable[[str], str],
    mathematics: Callable[[str], str],
    key: Callable[[str], str],
) -> str:
    found, position = "", 0
    for match in _MARKED.finditer(sentence):
        text, cited = match.groups()
        found += words(sentence[position : match.start()])
        found += key(cited) if cited else mathematics(text)
        position = match.end()
    return found + words(sentence[position:])


def _between_dollars(text: str) -> str:
    return f"${_latex(text)}$".removesuffix("$$")


@lru_cache(maxsize=4096)
def _latex(text: str) -> str:
    parts = (_SIGNS[part] if isinstance(part, str) else _in_line(part) for part in _parts(text))
    return " ".join(parts).replace(" ,", ",")


def _in_line(side: Expr) -> str:
    """A side in LaTeX; cases one after the other, with words outside of the formulas."""
    folded = piecewise_fold(side)
    if not isinstance(folded, Piecewise):
        return inline(side)
    cases = (
        f"{inline(value)}$ otherwise"
        if where == true
        else f"{inline(value)}$ where {_where(where)}"
        for value, where in folded.args
    )
    return "; $".join(cases) + "$"


def _where(condition: Boolean) -> str:
    return _FORMULA_MARKED.sub(lambda match: f"${_latex(match.group(1))}$", worded(condition))


def _parts(text: str) -> Iterator[Expr | str]:
    """The sides of a formula, and the signs between them."""
    depth = start = position = 0
    while position < len(text):
        match = _SIGN.match(text, position)
        depth += (text[position] in "([{") - (text[position] in ")]}")
        if match and depth == 0:
            yield from _side(text[start:position])
            yield match.group()
            start = match.end()
        position = match.end() if match and depth == 0 else position + 1
    yield from _side(text[start:])


def _side(text: str) -> Iterator[Expr]:
    """A side as an expression; nothing where there is none, as before a sign."""
    if text.strip():
        yield _read(text.strip())


def _read(text: str) -> Expr:
    letters: dict[str, Expr] = {}
    functions: dict[str, FormulaFunction] = {}

    def named(match: re.Match[str]) -> str:
        name = match.group()
        if name in _OF_PYTHON:
            return name
        place = f"q{len(letters) + len(functions)}_"
        if apart.startswith("(", match.end()):
            known = FUNCTIONS.get(name)
            kind = _FUNCTIONS.get(name) or Function(name)
            functions[place] = known or FormulaFunction(kind, None)
        else:
            letters[place] = _letter(name)
        return place

    apart = re.sub(r"(?<![\w.])(\d+)(?=[A-Za-z])", r"\1 ", re.sub(r"\|(.*?)\|", r"Abs(\1)", text))
    plain = _NAME.sub(named, apart).translate(_BRACKETS)
    plain = _PRODUCT.sub("*", plain).replace("^", "**")
    words = Vocabulary(letters, {}, functions, {})
    try:
        return FormulaReader(plain, NOTATIONS["dynamical"], words).value(syntax_tree(plain))
    except InvalidProblemError as error:
        raise InvalidProblemError(f"${text}$ is no formula of a sentence: {error}") from None


def _letter(name: str) -> Expr:
    require(
        name not in FUNCTIONS.keys() - _ALSO_LETTERS, f"{name} is a function. Write {name}(...)."
    )
    return _CONSTANTS.get(name) or _HOUSE.get(name) or notation.defined_letter(_spaced(name))


def _spaced(name: str) -> str:
    """dkappa as d kappa, a differential."""
    return f"d {name[1:]}" if re.fullmatch("d([a-z]{2,}|.*\\^.*)", name) else name
