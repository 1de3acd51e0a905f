"""The house rules that no linter knows, read off the syntax tree; each is shown able to object."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    path for folder in ("analytic", "derivations") for path in (ROOT / folder).rglob("*.py")
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
BIBLIOGRAPHY = ROOT / "derivations" / "references.bib"

MAKES_SYMBOLS = {"Symbol", "symbols", "Dummy", "Wild", "var"}
CHANGES_PRECISION = {
    "workdps",
    "workprec",
    "extradps",
    "extraprec",
    "local_context",
    "set_context",
}
PRECISION = {"dps", "prec", "precision"}
PRECISION_HOLDERS = {"mp", "iv", "mpmath", "gmpy2", "get_context", "context"}
HEAVY = {"matplotlib", "IPython", "pyarrow", "distributed", "scipy", "skdim"}
NOT_A_NOUN_OF_THE_THEORY = {"utils", "util", "helpers", "helper", "core", "common", "misc"}
DISPLAYED = re.compile(r"\n\n {4}\S.*?[=~\\]")  # a line of its own, set off by spaces
CITATION = re.compile(r"\[([a-z]+\d{4}[a-z]*)\]")

Violations = Iterator[str]
Rule = Callable[[ast.Module], Violations]


def name_of(node: ast.expr) -> str:
    """The last name of a dotted expression: Symbol for sympy.Symbol."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def holder_of(node: ast.expr) -> str:
    """The name before the last dot: mp for mpmath.mp.dps, context for get_context().precision."""
    inner = getattr(node, "value", node)
    return name_of(inner.func if isinstance(inner, ast.Call) else inner)


def symbols_made(tree: ast.Module) -> Violations:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in MAKES_SYMBOLS:
            yield f"line {node.lineno} makes a {name_of(node.func)}"


def local_imports(tree: ast.Module) -> Violations:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and not modules(node) <= HEAVY:
                    yield f"line {node.lineno} imports inside {function.name}"


def modules(node: ast.Import | ast.ImportFrom) -> set[str]:
    """The top-level packages that an import statement brings in."""
    names = (
        [node.module or ""] if isinstance(node, ast.ImportFrom) else [n.name for n in node.names]
    )
    return {name.partition(".")[0] for name in names}


def star_imports(tree: ast.Module) -> Violations:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names):
            yield f"line {node.lineno} imports everything from {node.module}"


def undocumented(tree: ast.Module) -> Violations:
    if ast.get_docstring(tree) is None and tree.body:
        yield "the module says nothing about itself"
    for node in public_definitions(tree.body):
        if ast.get_docstring(node) is None:
            yield f"line {node.lineno}: {node.name} has no docstring"


def public_definitions(
    body: list[ast.stmt],
) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions, classes and methods without an underscore; overloads and nested ones aside."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if not any(name_of(decorator) == "overload" for decorator in node.decorator_list):
                yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node.body)


def precision_changes(tree: ast.Module) -> Violations:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and enters_precision(node.func):
            yield f"line {node.lineno} calls {name_of(node.func)}"
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(is_precision(target) for target in targets):
            yield f"line {node.lineno} assigns a precision"


def enters_precision(function: ast.expr) -> bool:
    """Whether calling the function begins another precision; `context` only as gmpy2.context."""
    name = name_of(function)
    return name in CHANGES_PRECISION or (name == "context" and holder_of(function) == "gmpy2")


def is_precision(target: ast.expr | None) -> bool:
    """Whether the target of an assignment is the precision of mpmath or gmpy2."""
    return (
        isinstance(target, ast.Attribute)
        and target.attr in PRECISION
        and holder_of(target) in PRECISION_HOLDERS
    )


def unfinished(tree: ast.Module) -> Violations:
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if name_of(raised) == "NotImplementedError":
                yield f"line {node.lineno} is not implemented"


def typed_verdicts(tree: ast.Module) -> Violations:
    """What a claim is judged by has to be computed: letters and numbers alone are an answer."""
    letters = letters_of(tree)
    for node in ast.walk(tree):
        for given in given_to_judge(node):
            if is_typed(given, letters):
                yield f"line {given.lineno} judges by {ast.unparse(given)}, which is typed"


def typed_steps(tree: ast.Module) -> Violations:
    """A displayed number has to be computed: page.show(left, 1, reason) shows what was typed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) == "show":
            for right in node.args[1:2]:
                if is_typed(right, NUMBERS):
                    yield f"line {node.lineno} shows {ast.unparse(right)}, which is typed"


def formulas_by_words(tree: ast.Module) -> Violations:
    """A formula of a result is stated and read under an object, never under a string."""
    for node in ast.walk(tree):
        keys: list[ast.expr | None] = []
        if isinstance(node, ast.Subscript) and are_formulas(node.value):
            keys = [node.slice]
        elif isinstance(node, ast.Call) and name_of(node.func) == "get":
            keys = node.args[:1] if are_formulas(getattr(node.func, "value", node)) else []
        elif isinstance(node, ast.Compare) and are_formulas(node.comparators[0]):
            keys = [node.left]
        elif isinstance(node, ast.keyword | ast.Assign) and isinstance(node.value, ast.Dict):
            named = getattr(node, "arg", "") or name_of(getattr(node, "targets", [node.value])[0])
            keys = node.value.keys if named == "formulas" else []
        for key in keys:
            if isinstance(getattr(key, "value", None), str) or isinstance(key, ast.JoinedStr):
                yield f"line {key.lineno} names a formula by {ast.unparse(key)}"


def are_formulas(node: ast.expr) -> bool:
    return name_of(node.func if isinstance(node, ast.Call) else node) == "formulas"


NUMBERS = {"Integer", "Rational", "S", "One", "Zero", "oo", "pi"}


def letters_of(tree: ast.Module) -> set[str]:
    """The letters of the notation that a module imports, and the functions of SymPy."""
    modules = {"analytic.notation", "sympy"}
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {name.name for node in imports if node.module in modules for name in node.names}


def given_to_judge(node: ast.AST) -> list[ast.expr]:
    """What a call hands to a verdict besides the claim, and the values of a dict `derived`."""
    if isinstance(node, ast.Call) and name_of(node.func) in {"judge", "judgements"}:
        return node.args[1:]
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
        named = {getattr(target, "id", "") for target in node.targets}
        return node.value.values if "derived" in named else []
    return []


def is_typed(node: ast.expr, letters: set[str]) -> bool:
    """Whether an expression is made of numbers and letters alone; strings are words."""
    inside = list(ast.walk(node))
    words = (one for one in inside if isinstance(one, ast.Constant) and isinstance(one.value, str))
    names = {one.id for one in inside if isinstance(one, ast.Name)}
    numbers = any(isinstance(one, ast.Constant) for one in inside)
    return not any(words) and (numbers or bool(names)) and names <= letters


def silent_derivations(tree: ast.Module) -> Violations:
    """Results whose derivation does not display in its docstring what it derives."""
    for node in tree.body:
        if is_derivation(node) and not DISPLAYED.search(ast.get_docstring(node) or ""):
            yield f"line {node.lineno}: derive shows no equation"


def is_derivation(node: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    """Whether a statement defines how a result is derived, and no command of that name."""
    named = isinstance(node, ast.FunctionDef) and node.name == "derive"
    return named and node.returns is not None and name_of(node.returns) == "Result"


def citations(path: Path) -> set[str]:
    """The keys of references.bib that a file's docstrings, comments and strings name."""
    return set(CITATION.findall(text_of(path)))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


@pytest.mark.parametrize(
    "rule",
    [
        local_imports,
        star_imports,
        undocumented,
        unfinished,
        typed_verdicts,
        typed_steps,
        formulas_by_words,
        silent_derivations,
    ],
)
def test_every_source_file_keeps_the_rule(rule: Rule) -> None:
    broken = [f"{relative(path)}: {one}" for path in SOURCES for one in rule(parsed(path))]
    assert broken == []


def test_no_test_names_a_formula_by_words() -> None:
    broken = [f"{relative(p)}: {one}" for p in TESTS for one in formulas_by_words(parsed(p))]
    assert broken == []


def test_symbols_are_made_in_the_notation_only() -> None:
    makers = {relative(path) for path in SOURCES if any(symbols_made(parsed(path)))}
    assert makers <= {"analytic/notation.py"}


def test_one_module_of_each_witness_changes_a_precision() -> None:
    changing = [relative(path) for path in SOURCES if any(precision_changes(parsed(path)))]
    allowed = re.compile(r"analytic/(exact/precision|symbolic/[a-z_/]+)\.py")
    assert [path for path in changing if not allowed.fullmatch(path)] == []
    assert len([path for path in changing if path.startswith("analytic/symbolic/")]) <= 1


def test_a_file_is_one_idea_in_at_most_300_lines() -> None:
    assert [relative(p) for p in SOURCES if len(text_of(p).splitlines()) > 300] == []


def test_a_file_is_a_noun_of_the_theory() -> None:
    names = {relative(p): {p.stem, *p.relative_to(ROOT).parts[:-1]} for p in SOURCES}
    assert [path for path, parts in names.items() if parts & NOT_A_NOUN_OF_THE_THEORY] == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"#.*\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    assert [relative(p) for p in (*SOURCES, *TESTS) if later.search(text_of(p))] == []


def test_every_citation_is_in_the_bibliography() -> None:
    entries = re.findall(
        r"^@\w+\{([^,\s]+),", BIBLIOGRAPHY.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(entries) == len(set(entries))
    cited = set().union(*(citations(path) for path in SOURCES))
    assert cited - set(entries) == set()


@pytest.mark.parametrize(
    ("rule", "offence"),
    [
        (symbols_made, "import sympy\nx = sympy.Symbol('x')"),
        (symbols_made, "x, y = symbols('x y')"),
        (local_imports, "def f():\n    import numpy"),
        (local_imports, "def f():\n    from analytic import exact"),
        (star_imports, "from sympy import *"),
        (undocumented, "x = 1"),
        (undocumented, "'''A module.'''\ndef f():\n    return 1"),
        (undocumented, "'''A module.'''\nclass A:\n    '''A.'''\n    def f(self):\n        pass"),
        (precision_changes, "mp.dps = 50"),
        (precision_changes, "mpmath.mp.prec += 10"),
        (precision_changes, "gmpy2.get_context().precision = 100"),
        (precision_changes, "with mpmath.workdps(30):\n    pass"),
        (precision_changes, "with gmpy2.context(precision=99):\n    pass"),
        (unfinished, "def f():\n    raise NotImplementedError('later')"),
        (typed_verdicts, "from analytic.notation import C\njudgements(regions, C**-1, spectrum)"),
        (typed_verdicts, "from sympy import Integer\njudge(claim, Integer(3))"),
        (typed_verdicts, "from analytic.notation import b\nderived = {RATE: 1 / (b + 1)}"),
        (typed_steps, "page.show(left, Integer(1), 'it is one')"),
        (formulas_by_words, "result.formulas['D_P']"),
        (formulas_by_words, "formulas()[f'remainder of {name}']"),
        (formulas_by_words, "result.formulas.get('ansatz')"),
        (formulas_by_words, "known = 'D_P' in result.formulas"),
        (formulas_by_words, "replace(result, formulas={'D_P': s})"),
        (silent_derivations, "def derive() -> Result:\n    '''The loss L = 1.'''"),
    ],
)
def test_each_rule_can_object(rule: Rule, offence: str) -> None:
    assert list(rule(ast.parse(offence))) != []


@pytest.mark.parametrize(
    ("rule", "innocent"),
    [
        (symbols_made, "from analytic.notation import t\nx = t + 1"),
        (local_imports, "import numpy\ndef f():\n    import matplotlib.pyplot as plt"),
        (undocumented, "'''A module.'''\ndef _f():\n    return 1"),
        (precision_changes, "bits = self.precision\nself.precision = 3"),
        (precision_changes, "word = error.context()"),
        (typed_verdicts, "judge(claim, law.exponent, 'the amplitude')"),
        (typed_verdicts, "from sympy import sign\njudge(claim, sign(narrow))"),
        (typed_steps, "page.show(left, loss / width, 'divided')"),
        (formulas_by_words, "result.formulas[REMAINDER.of(L(t))]"),
        (formulas_by_words, "replace(result, formulas={D_P: s, **others})"),
        (
            silent_derivations,
            "def derive() -> Result:\n    '''A.\n\n        L = 1\n\n    B.'''",
        ),
        (silent_derivations, "def derive(names: Names) -> None:\n    '''A command.'''"),
    ],
)
def test_no_rule_objects_to_the_innocent(rule: Rule, innocent: str) -> None:
    assert list(rule(ast.parse(innocent))) == []
