"""Each result has one form: that of one process is that of any other."""

import os
import subprocess
import sys

from derivations import RESULTS
from derivations.keeping.user_store import VARIABLE

PARTS = ("leading", "correction", "remainder", "exponent", "amplitude")
OTHER_ORDER_OF_SETS = "3"  # with 1 and 3 `powdenest` by force answers differently
NAMES = ("finite-data-correction", "compute-optimal")  # where the forms were several


def forms() -> list[str]:
    """Formulas, equations and laws, as they are written."""
    return [
        f"{name}: {form}"
        for name, result in ((name, RESULTS[name]) for name in NAMES)
        for form in (
            *result.formulas.items(),
            *(equation.right for equation in result.page.equations),
            *(getattr(result.law, part) for part in PARTS if result.law is not None),
        )
    ]


def test_no_form_depends_on_the_order_in_which_sets_are_listed(tmp_path) -> None:
    other = {**os.environ, "PYTHONHASHSEED": OTHER_ORDER_OF_SETS, VARIABLE: str(tmp_path)}
    program = "from tests.test_one_form import forms; print(*forms(), sep='\\n')"
    asked = [sys.executable, "-c", program]
    said = subprocess.run(asked, env=other, capture_output=True, text=True, check=True).stdout
    here, there = "\n".join(forms()).splitlines(), said.splitlines()
    assert [pair for pair in zip(here, there, strict=True) if pair[0] != pair[1]] == []
