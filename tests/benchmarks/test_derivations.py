"""Speeds of derivations: each in a fresh interpreter, since everything derived is kept.

Run with `pytest tests/benchmarks --benchmark-enable --benchmark-only`. The processor's own seconds
of one derivation, without imports, stand in `extra_info`; in the ordinary suite nothing is timed.
"""

import subprocess
import sys
from typing import Any

import pytest

from derivations import RESULTS

PROGRAM = """
import sys, time
import sympy, analytic.symbolic, analytic.exact, analytic.sampling
from derivations import RESULTS
from importlib import import_module
names = sys.argv[1:]
for module in ("four_regimes", "field_equations", "spectral_density", "width_data_duality"):
    import_module(f"derivations.{module}")
begin = time.process_time()
for name in names:
    RESULTS[name]
print(time.process_time() - begin)
"""


def seconds(*names: str) -> float:
    """Processor time of deriving these results, one after the other."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *names], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


@pytest.mark.parametrize("name", list(RESULTS))
def test_one_law(benchmark: Any, name: str) -> None:
    if benchmark.disabled:
        pytest.skip("timed with --benchmark-enable only: it derives in a fresh interpreter")
    benchmark.extra_info["seconds"] = benchmark.pedantic(seconds, (name,), rounds=1)


def test_all_laws(benchmark: Any) -> None:
    if benchmark.disabled:
        pytest.skip("timed with --benchmark-enable only: it derives in a fresh interpreter")
    benchmark.extra_info["seconds"] = benchmark.pedantic(seconds, tuple(RESULTS), rounds=1)
