r"""Any linear field equations, solved as they are stated: the reference of every faster way.

    A(\lambda_k, s, R) v_k = B u_k,       R = R[dv/du],       C_i = C_i[<v v'>]

A and B are read off the equations. The response functions R are the fixed point of their own
definitions, continued from large |s|, where nothing is fed back; at that point every correlation
is affine in the others. Every sum over modes is a sum over modes. Nothing here knows what the
equations say: another statement has another solution. [bordelon2024dynamical], appendix B.
"""

from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import lru_cache
from math import ceil, log2
from typing import Any, NamedTuple

import numpy as np
from sympy import Add, Derivative, Expr, Mul, Pow, Sum, Symbol, exp, linear_eq_to_matrix, oo

from analytic.errors import BranchError, InvalidProblemError, require
from analytic.exact.arguments import exact_frequency, frequency
from analytic.exact.certificate import certified, require_digits
from analytic.exact.precision import Arithmetic, Array, Double, Multiple, bits_of
from analytic.exact.sums.spectral_sums import refuse_symbolic_model, refuse_symbols, spectral_sums
from analytic.notation import N, P, c_k, lambda_k, primed, s, s2, sigma2
from analytic.problem import FIELD_EQUATIONS, Cov, FieldEquations, Levels, Model, require_model

Letters = Mapping[Expr, Any]

_FAR = 64  # times the trace: there the responses are 1 to a per cent or so
_STEPS_AN_OCTAVE = 2  # of the continuation in |s|
_MOST_MODES = 1000
_WIDE = 192


class LinearFields(NamedTuple):
    """Response functions at two frequencies and the correlations of the pair, by their symbols.

        R = R[dv/du],   C_i = C_i[<v v'>]

    Both as the statement defines them.
    """

    responses: Mapping[Symbol, Any]
    responses2: Mapping[Symbol, Any]
    correlations: Mapping[Symbol, Any]


def linear_fields(
    model: Model,
    first: Any,
    second: Any,
    digits: int = 17,
    statement: FieldEquations = FIELD_EQUATIONS,
    shared: Collection[str] | None = None,
) -> LinearFields:
    r"""The solution of a statement of the field equations at a pair of complex frequencies.

        R = R[dv/du],   C_i = C_i[<v v'>]

    `shared` names what replicas have in common of what the statement draws, "A" and "data"; by
    default everything. [bordelon2024dynamical], eqs. (26)-(35), appendix B. Numbers are mpmath's.

    Valid     finitely many modes, none of them null; frequencies off the negative real axis.
    Accuracy  all digits; two working precisions agree on them.
    Raises    BranchError, InvalidProblemError.

    >>> from analytic.notation import D_P
    >>> from analytic.problem import PowerLaw
    >>> model = Model(PowerLaw(2, "3/2", modes=3), samples=4)
    >>> print(complex(linear_fields(model, 1, 2, 10).responses[D_P]).real.__round__(8))
    0.80035465
    """
    require_digits(digits)
    _refuse(model, statement)
    common = _shared(shared, statement)
    parts = exact_frequency(first), exact_frequency(second)
    keys = [*statement.memory, *statement.feedback]
    starts = [
        _continued(model, statement, complex(float(real), float(imaginary)))
        for real, imaginary in parts
    ]

    def evaluate(extra: int) -> tuple[Any, ...]:
        arithmetic = Multiple(bits_of(digits + extra) + 32)
        with arithmetic.working():
            fields = _Fields(arithmetic, model, statement)
            pair = [frequency(arithmetic, part)[0] for part in parts]
            both = [
                fields.fixed_point(at, arithmetic.complex(start))
                for at, start in zip(pair, starts, strict=True)
            ]
            correlations = fields.correlations(pair, both, common)
            return (*both[0].values(), *both[1].values(), *correlations)

    values = iter(certified(evaluate, digits))
    responses, responses2 = (dict(zip(keys, values, strict=False)) for _ in range(2))
    return LinearFields(
        responses, responses2, dict(zip(statement.correlations, values, strict=True))
    )


def _shared(shared: Any, statement: FieldEquations) -> frozenset[str]:
    drawn = frozenset(statement.drawn_with)
    listed = isinstance(shared, list | tuple | set | frozenset)
    given = tuple(shared) if listed else (shared,)
    if shared is None:
        return drawn
    require(
        all(isinstance(name, str) and name in drawn for name in given),
        f"shared = {shared!r} names something replicas cannot share. Choose among {sorted(drawn)}.",
    )
    return frozenset(given)


def _refuse(model: Model, statement: FieldEquations) -> None:
    require(
        isinstance(statement, FieldEquations),
        f"{str(statement)[:80]!r} states no field equations. Give FIELD_EQUATIONS, or what "
        "dataclasses.replace makes of it.",
    )
    require_model(model)
    refuse_symbolic_model(model)
    refuse_symbols(model.spectrum)
    require(
        (modes := model.spectrum.modes) <= _MOST_MODES,
        f"The modes are added one by one, and {modes} are too many. Choose at most {_MOST_MODES}.",
    )
    require(
        model.visible is model,
        "A mode that is null or that the projection leaves out has no initial value. Ask for "
        "model.visible: its target power is label noise.",
    )


class _Fields:
    """The fields of one model, as functions of their sources, in one arithmetic."""

    def __init__(self, arithmetic: Arithmetic, model: Model, statement: FieldEquations) -> None:
        self.arithmetic, self.model, self.statement = arithmetic, model, statement
        sums = spectral_sums(arithmetic, model.spectrum)
        self.modes: Levels = sums.levels()
        self.letters: Letters = {
            lambda_k: self.modes.eigenvalues,
            c_k: self.modes.powers,
            sigma2: arithmetic.number(model.noise),
            **{letter: self._resource(x) for letter, x in ((N, model.width), (P, model.samples))},
        }
        self.sources = list(statement.covariances)
        matrix, right = linear_eq_to_matrix(statement.equations, statement.fields)
        driven, _ = linear_eq_to_matrix(list(right), self.sources)
        self.matrices = [(one.shape, one.todok()) for one in (matrix, driven)]
        self.definitions = {**statement.memory, **statement.feedback}

    def fixed_point(self, at: Any, start: Array) -> dict[Symbol, Any]:
        """The responses that agree with their definitions, by Newton's method on differences."""
        ar, known = self.arithmetic, start
        step = ar.number(Fraction(1, 2 ** (ar.bits // 2)))
        unit = ar.complex(np.eye(len(start)))
        for _ in range(12):
            gap = self._gap(at, known)
            slopes = [(self._gap(at, known + step * one) - gap) / step for one in unit]
            slope = np.stack(slopes, axis=1)
            change = _solved(ar, slope[None], gap[None, :, None])[0, :, 0]
            known = known - change
            if np.max(ar.log2_abs(change)) < -0.7 * ar.bits:
                return dict(zip(self.definitions, known, strict=True))
        raise BranchError(
            f"The response functions at s = {complex(at):.6g} do not converge. Move the frequency "
            "away from the negative real axis."
        )

    def correlations(
        self, pair: list[Any], both: list[dict[Symbol, Any]], shared: Collection[str]
    ) -> Array:
        """The correlations at a pair of frequencies: the solution of what they are affine in."""
        statement, ar = self.statement, self.arithmetic
        private = [u for name, us in statement.drawn_with.items() if name not in shared for u in us]
        gains = [self._gains(at, known) for at, known in zip(pair, both, strict=True)]
        second = {primed(symbol): value for symbol, value in both[1].items()}
        letters = {**self.letters, **both[0], **second, s: pair[0], s2: pair[1]}
        keys = list(statement.correlations)

        def right(values: Array) -> Array:
            known = {**letters, **dict(zip(keys, values, strict=True))}
            kept = [u for u in self.sources if u not in private]
            covariances = {u: self._value(statement.covariances[u], known) for u in kept}
            for field in statement.fields:
                of_field = [gains[0][field, u] * gains[1][field, u] * covariances[u] for u in kept]
                known[Cov(field)] = sum(of_field[1:], of_field[0])
            return self._scalars(statement.correlations, known)

        unit = ar.complex(np.eye(len(keys)))
        rest = right(0 * unit[0])
        matrix = unit - np.stack([right(one) - rest for one in unit], axis=1)
        return _solved(ar, matrix[None], rest[None, :, None])[0, :, 0]

    def _gap(self, at: Any, known: Array) -> Array:
        """What the responses differ by from their definitions."""
        values = dict(zip(self.definitions, known, strict=True))
        letters = {**self.letters, **values, s: at}
        gains = self._gains(at, values)
        for definition in self.definitions.values():
            for node in definition.atoms(Derivative):
                letters[node] = gains[node.expr, node.variables[0]]
        return known - self._scalars(self.definitions, letters)

    def _gains(self, at: Any, known: Letters) -> dict[tuple[Symbol, Symbol], Array]:
        """The response of every field to every source, mode by mode."""
        letters = {**self.letters, **known, s: at}
        parts = []
        for shape, entries in self.matrices:
            filled = self.arithmetic.complex(np.zeros((len(self.modes.copies), *shape)))
            for (i, j), entry in entries.items():
                filled[:, i, j] = self._value(entry, letters)
            parts.append(filled)
        solution = _solved(self.arithmetic, *parts)
        return {
            (field, source): solution[:, i, j]
            for i, field in enumerate(self.statement.fields)
            for j, source in enumerate(self.sources)
        }

    def _scalars(self, definitions: Mapping[Symbol, Expr], letters: Letters) -> Array:
        """Numbers that are of no mode: sums over all, or what is the same for every one."""
        values = [np.ravel(self._value(one, letters))[0] for one in definitions.values()]
        return self.arithmetic.complex(np.array(values))

    def _value(self, expression: Expr, letters: Letters) -> Any:
        """A rational expression in numbers, its sums carried out mode by mode."""
        if expression in letters:
            return letters[expression]
        if expression.is_Number:
            return self.arithmetic.number(expression)
        if isinstance(expression, Sum):
            return (self.modes.copies * self._value(expression.function, letters)).sum()
        if isinstance(expression, Pow) and (2 * expression.exp).is_Integer:
            base, power = self._value(expression.base, letters), expression.exp
            root = base if power.is_Integer else self.arithmetic.sqrt(base)
            return root ** int(power if power.is_Integer else 2 * power)
        if isinstance(expression, exp):
            return self.arithmetic.exp(self._value(expression.args[0], letters))
        if not isinstance(expression, Add | Mul):
            raise InvalidProblemError(
                f"{expression} in the field equations has no value. State them in rational "
                "functions, roots and exponentials of what equations and model hold."
            )
        first, *others = (self._value(part, letters) for part in expression.args)
        for other in others:
            first = first + other if isinstance(expression, Add) else first * other
        return first

    def _resource(self, size: Expr) -> Any:
        return float("inf") if size == oo else self.arithmetic.number(size)


@lru_cache(maxsize=16)
def _continued(model: Model, statement: FieldEquations, at: complex) -> Array:
    """The response functions, followed along a ray from where nothing is fed back.

    In doubles, or in short numbers of more bits where these do not converge, at small frequencies.
    """
    try:
        return _followed(_Fields(Double(), model, statement), at, _STEPS_AN_OCTAVE)
    except BranchError:
        wide = Multiple(_WIDE)
        with wide.working():
            return _followed(_Fields(wide, model, statement), at, 2 * _STEPS_AN_OCTAVE)


def _followed(fields: _Fields, at: complex, an_octave: int) -> Array:
    model, statement, ar = fields.model, fields.statement, fields.arithmetic
    trace = float((fields.modes.copies * fields.modes.eigenvalues).sum())
    load = sum(1 / float(size) for size in (model.width, model.samples) if size != oo)
    octaves = max(0.0, log2(_FAR * trace * (1 + load) / abs(at)))
    steps = ceil(an_octave * octaves)
    known = ar.complex([1] * len(statement.memory) + [0] * len(statement.feedback))
    for step in range(steps, -1, -1):
        (farther,) = ar.complex([at * 2 ** (step / an_octave)])
        known = np.array(list(fields.fixed_point(farther, known).values()))
    return known


def _solved(arithmetic: Arithmetic, matrix: Array, right: Array) -> Array:
    """X with matrix X = right for a stack of matrices, rows exchanged for all of them alike."""
    rows, size = np.concatenate([matrix, right], axis=2), matrix.shape[1]
    for j in range(size):
        sizes = [np.min(arithmetic.log2_abs(rows[:, i, j])) for i in range(j, size)]
        largest = int(np.argmax(sizes))
        if sizes[largest] == -np.inf:
            raise InvalidProblemError(
                "The field equations have no unique solution. State as many independent ones as "
                "there are fields."
            )
        rows[:, [j, j + largest]] = rows[:, [j + largest, j]]
        rows[:, j] = rows[:, j] / rows[:, j, j, None]
        for i in range(size):
            if i != j:
                rows[:, i] = rows[:, i] - rows[:, i, j, None] * rows[:, j]
    return np.asarray(rows[:, :, size:])
