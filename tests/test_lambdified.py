"""Laws as functions of numbers: without SciPy, in doubles and at mpmath's working precision."""

import subprocess
import sys

import mpmath
import numpy as np
import pytest
from sympy import Integer, Rational, zeta

import analytic as an
from analytic.errors import InvalidProblemError
from analytic.formulas.lambdified import modules_for
from derivations import RESULTS

EXACT = {"a": Rational(2), "b": Rational(3, 2)}
ROUNDING = 2.0**-52
MANY = 64  # roundings of a formula


@pytest.mark.parametrize("name", RESULTS)
def test_every_law_is_a_function_of_numbers(name: str) -> None:
    law = RESULTS[name].law
    if law is None:
        return
    leading = law.leading
    letters = sorted(leading.free_symbols, key=str)
    values = {x: EXACT.get(str(x), Rational(1, 2)) for x in letters} | {law.variable: Integer(100)}
    expected = leading.subs(values).evalf(40)
    doubles = an.lambdify(letters, leading)(*(float(values[x]) for x in letters))
    assert abs(doubles / float(expected) - 1) < MANY * ROUNDING
    with mpmath.workdps(30):
        numbers = (mpmath.mpmathify(values[x].evalf(30)) for x in letters)
        precise = an.lambdify(letters, leading, "mpmath")(*numbers)
        assert abs(precise / mpmath.mpmathify(expected) - 1) < mpmath.mpf(10) ** -25


def test_a_law_at_a_point_is_a_function_of_arrays() -> None:
    law = RESULTS["width-limited"].law(a=4, b="3/2")
    sizes = np.array([10.0, 100.0, 1e4])
    expected = [float(law.leading.subs(law.variable, int(n)).evalf(20)) for n in sizes]
    assert np.allclose(law.lambdify()(sizes), expected, rtol=MANY * ROUNDING, atol=0)


def test_letters_that_are_left_open_are_named() -> None:
    with pytest.raises(InvalidProblemError, match="leaves b open"):
        an.lambdify(["a"], an.a + an.b)
    with pytest.raises(InvalidProblemError, match="Use 'numpy' or 'mpmath'"):
        modules_for(zeta(an.a), "scipy")  # type: ignore[arg-type]


def test_scipy_is_not_needed() -> None:
    program = (
        "import sys; sys.modules['scipy'] = None\n"
        "import analytic as an\n"
        "law = an.parse('zeta(a)*gamma(b)*N**(-a)')\n"
        "print(round(an.lambdify(['N', 'a', 'b'], law)(1.0, 2.0, 3.0), 12))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) == round(np.pi**2 / 3, 12)
