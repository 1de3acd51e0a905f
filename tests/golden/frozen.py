"""The forms and numbers of all results as plain data.

A form may become simpler; its numbers at the points here may not change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import mpmath
from sympy import Basic, Expr, Function, Rational, Sum, Symbol, oo

import analytic as an
from analytic import exact
from analytic.formulas.prose import without_marks
from analytic.notation import a, b
from analytic.result import Result
from derivations import RESULTS

FOLDER = Path(__file__).parent / "data"
DIGITS = 12
POINTS = [
    (Rational(17, 9), Rational(13, 8)),
    (Rational(10, 3), Rational(12, 7)),
    (7, Rational(8, 5)),
]
LARGE = {"N": 1234, "P": 5678, "C": 10**9, "t": 4321, "n": 2345, "B": 16}
PARTS = ("leading", "correction", "remainder", "exponent", "amplitude", "expansion")

Frozen = dict[str, Any]


def kept(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())


def keep(name: str, value: Any) -> None:
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(value, indent=1, sort_keys=True) + "\n")


def forms(result: Result) -> dict[str, list[str]]:
    """Each form of a result, with its numbers: of formulas, of the law, of each equation."""
    return {key: [str(form), *numbers(form)] for key, form in stated(result) if form is not None}


def stated(result: Result) -> Iterator[tuple[str, Any]]:
    yield from ((str(key), formula) for key, formula in result.formulas.items())
    if result.law is not None:
        for part in PARTS:
            yield f"law.{part}", getattr(result.law, part)
        for number, regime in enumerate(result.law.regimes):
            yield f"regime {number}", regime.condition
            yield f"regime {number}: exponent", regime.exponent
            yield f"regime {number}: amplitude", regime.amplitude
    for number, equation in enumerate(result.page.equations, start=1):
        yield f"equation {number}", equation.right


def numbers(form: Any) -> list[str]:
    """The values of a form at the points, of its other letters numbers that their names give."""
    if not isinstance(form, Expr) or form.is_number or _is_slow(form):
        return []
    free = sorted(form.free_symbols, key=str)
    found = []
    for point in POINTS:
        at = {letter: _number(letter, point) for letter in free}
        with mpmath.workdps(15):
            found.append(_written(form, at))
    return found


def _is_slow(form: Expr) -> bool:
    """Whether a form has sums, or functions of this package, integrals and roots among them."""
    return form.has(Sum) or any(
        str(type(part).__module__).startswith("analytic") for part in form.atoms(Function)
    )


def _number(letter: Symbol, point: tuple[Any, Any]) -> Any:
    here = dict(zip((a, b), point, strict=True))
    if letter in here:
        return here[letter]
    return LARGE.get(str(letter), Rational(crc32(str(letter).encode()) % 997 + 11, 1009))


def _written(form: Expr, at: Mapping[Symbol, Any]) -> str:
    try:
        value = form.subs(at).evalf(DIGITS + 3)
    except Exception as error:
        return type(error).__name__
    return str(value.evalf(DIGITS)) if value.is_number else "no number"


def verdicts() -> list[Frozen]:
    """Each claim with its verdict."""
    return [
        {
            "result": name,
            "claim": judgement.claim.id,
            "quantity": without_marks(judgement.claim.quantity),
            "claimed": _shown(judgement.claim.formula),
            "derived": _shown(judgement.derived),
            "verdict": judgement.verdict.value,
            "where": _shown(judgement.where),
        }
        for name in RESULTS
        for judgement in RESULTS[name].judgements
    ]


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, Basic) else ""


def _power(source: Any, capacity: Any, **kwargs: Any) -> Any:
    return an.Model(an.PowerLaw(source, capacity), **kwargs)


MEASURED = an.MeasuredSpectrum([1, "1/4", "1/9", 0], ["1/2", "1/5", "1/10", "3/10"])
MODELS = {
    "free": _power(2, "3/2"),
    "width": _power(2, "3/2", width=40),
    "samples": _power("7/2", "4/3", samples=50),
    "both": _power("3/2", "3/2", width=40, samples=120),
    "noise": _power(2, "3/2", width=150, samples=60, noise="1/20"),
    "modes": an.Model(an.PowerLaw("5/2", "6/5", modes=300), width=80, samples=100, noise="1/10"),
    "measured": an.Model(MEASURED, width=5, samples=10, noise="1/100"),
}
TIMES = [1, 100, 10**6, oo]
TRAININGS = {
    "descent": (an.GradientDescent("1/2"), 30),
    "heavy ball": (an.HeavyBall("1/2", "9/10"), 30),
    "Nesterov": (an.Nesterov("1/2", "4/5"), 20),
    "growing": (an.GrowingMomentum("1/2", 3), 12),
    "inertia": (an.HeavyBallFlow(2), 20),
    "ridge": (an.Ridge("1/1000"), oo),
    "one pass": (an.OnePassSGD("1/4", 8), 40),
}
OF_TRAINING = {"one pass": ("free", "width"), "growing": ("free",)}


def nstr(value: Any) -> str:
    return str(mpmath.nstr(mpmath.mpf(value), 18))


def losses() -> dict[str, str]:
    """Sixty losses of all kinds, to thirty digits."""
    found: dict[str, str] = {}
    for name, model in MODELS.items():
        for time in TIMES:
            found[f"{name}, t = {time}"] = nstr(exact.test_loss(model, time, 30))
        found[f"{name}, training, t = 100"] = nstr(exact.train_loss(model, 100, 30))
    for kind, (training, time) in TRAININGS.items():
        for name in OF_TRAINING.get(kind, ("both", "noise", "measured")):
            value = exact.test_loss(MODELS[name], time, 20, training=training)
            found[f"{name}, {kind}, t = {time}"] = nstr(value)
    for name in ("width", "samples", "noise"):
        parts = exact.decomposition(MODELS[name], 100, 20)
        found |= {f"{name}, {part}": nstr(value) for part, value in parts._asdict().items()}
    return found
