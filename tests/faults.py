"""Faults that are planted in every statement of a result, and the checks that notice them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from time import process_time
from typing import Any

from sympy import Add, Expr, Mul, Piecewise, Rational, S, log
from sympy.core.function import AppliedUndef

from analytic.law import Law
from analytic.notation import C, N, P, kappa, n, s, t, tau
from analytic.result import Check, Effort, Result
from analytic.stated import Stated

__all__ = ["Reader", "Statement", "faults", "objects", "readers", "statements"]

EFFORT = Effort(digits=20)
SCALES = (C, t, N, P, n, tau, kappa, s)  # what a power is taken of, the first that is there
SLIGHTLY, CLEARLY, POWER = Rational(1001, 1000), Rational(101, 100), Rational(1, 100)
HALF = Rational(1, 2)
LAW = ("leading", "correction")


@dataclass(frozen=True)
class Statement:
    """A formula of a result, or a part of a law of it, by every name under which it stands."""

    names: frozenset[str]
    value: Expr

    def replaced(self, result: Result, value: Expr) -> Result:
        """The result with another formula in its place, wherever it stands."""
        formulas = {k: value if one == self.value else one for k, one in result.formulas.items()}
        law = result.law and self._in_law(result.law, value)
        return replace(result, formulas=formulas, law=law)

    def _in_law(self, law: Law, value: Expr) -> Law:
        """The law, and those on its curves, with another formula in its place."""
        curves = (law.boundaries, law.resonances)
        on = [{edge: self._in_law(one, value) for edge, one in each.items()} for each in curves]
        law = replace(law, boundaries=on[0], resonances=on[1])
        parts = {part: value for part in LAW if getattr(law, part) == self.value}
        return law.with_formulas(**parts) if parts else law


@dataclass(frozen=True)
class Reader:
    """A check, what it reads of a result, and how long it takes the first time."""

    check: Check
    reads: frozenset[str]
    seconds: float


def statements(result: Result, on_curves: bool = False) -> list[Statement]:
    """Every formula of a result once, and the parts of its law; what these make up is left out.

    The laws on its curves too if asked for, but for those that digits settle too slowly.
    """
    found: dict[Expr, set[str]] = {}
    law = result.law
    laws = [] if law is None else [law, *(law.curves.values() if on_curves else ())]
    for one in (x for x in laws if not x.remainder.has(log(log(x.variable)))):
        for part in LAW:
            found.setdefault(getattr(one, part), set()).add("law")
    made = set() if law is None else {law.expansion, law.exponent, law.remainder} - set(found)
    for name, formula in result.formulas.items():
        if formula not in made:
            found.setdefault(formula, set()).add(str(name))
    return [Statement(frozenset(names), value) for value, names in found.items() if value != 0]


def faults(result: Result, statement: Statement, every: bool = True) -> Iterator[tuple[str, Expr]]:
    """0.1 % in an amplitude, 1 % in an exponent, and each term left out that counts everywhere.

    An error that is stated is made too small. What is said to vanish does so times anything, so
    one of its terms is changed; an order of magnitude has no amplitude, nor has a function that no
    equation of the page gives a size that could be wrong. Unless `every` one is asked for, an
    exponent is changed where there is no amplitude only: over the decades that are compared it is
    the larger fault of the two.
    """
    formula = statement.value
    vanishes = any({one.left, one.right} == {formula, S.Zero} for one in result.page.equations)
    part = Add.make_args(formula)[0] if vanishes else formula
    rest = formula - part
    scale = next((one for one in SCALES if formula.has(one)), None)
    if any("remainder" in name for name in statement.names):
        yield "too small", formula * (scale or 1) ** -HALF
        return
    sized = not (_is_order_of_magnitude(formula, result) or _has_open_amplitude(formula, result))
    if sized:
        yield ("1 %", rest + part * CLEARLY) if scale is None else ("0.1 %", rest + part * SLIGHTLY)
    if scale is not None and (every or not sized):
        yield f"{scale}^0.01", rest + part * scale**POWER
    general = formula.args[-1].expr if isinstance(formula, Piecewise) else formula
    terms = Add.make_args(general)
    for term in terms if len(terms) > 1 else ():
        if not term.has(Piecewise):
            yield f"without {term}", formula - term


def _is_order_of_magnitude(formula: Expr, result: Result) -> bool:
    cases = {one.expr for one in formula.args} if isinstance(formula, Piecewise) else {formula}
    return any(one.relation == "asymp" and one.right in cases for one in result.page.equations)


def _has_open_amplitude(formula: Expr, result: Result) -> bool:
    """Whether a factor is a function, as of a ratio of sizes, that the page says nothing of."""
    given = {
        one.func for equation in result.page.equations for one in equation.left.atoms(AppliedUndef)
    }
    return any(
        isinstance(one, AppliedUndef) and one.func not in given for one in Mul.make_args(formula)
    )


def readers(result: Result) -> list[Reader]:
    """The checks of algebra and digits, what each of them reads, the quickest first."""
    found = []
    for check in (one for one in result.checks if one.witness != "sampling"):
        names: set[str] = set()
        begin = process_time()
        outcome = check.run(_watched(result, names), EFFORT)
        assert outcome.passed, f"{check.name}: {outcome.measured}"
        found.append(Reader(check, frozenset(names), process_time() - begin))
    return sorted(found, key=lambda one: one.seconds)


def objects(reader: Reader, result: Result) -> bool:
    """Whether a check does not pass, or a wrong formula has no value that it could compare."""
    try:
        return not reader.check.run(result, EFFORT).passed
    except AssertionError:
        raise
    except Exception:  # of any library that is handed a formula it can make nothing of
        return True


@dataclass
class _Recorded(Mapping[Stated, Expr]):
    """Formulas that note which of them are read."""

    formulas: Mapping[Stated, Expr]
    names: set[str] = field(default_factory=set)

    def __getitem__(self, name: Stated) -> Expr:
        self.names.add(str(name))
        return self.formulas[name]

    def __iter__(self) -> Iterator[Stated]:
        return iter(self.formulas)

    def __len__(self) -> int:
        return len(self.formulas)


def _watched(result: Result, names: set[str]) -> Result:
    """The same result, which notes what is read of it."""

    class Watched(Result):
        def __getattribute__(self, name: str) -> Any:
            if name == "law":
                names.add("law")
            return super().__getattribute__(name)

    parts = {one.name: getattr(result, one.name) for one in fields(result)}
    watched = Watched(**{**parts, "formulas": _Recorded(result.formulas, names)})
    names.clear()
    return watched
