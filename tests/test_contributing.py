"""What CONTRIBUTING shows runs, and changes what it says it changes."""

import re
from pathlib import Path
from typing import Any

from sympy import simplify

TEXT = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_three_extensions_run() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    spectrum = names["an"].PowerLaw(2, "3/2")
    law, unchanged = (names["derive"](spectrum, *one).law for one in ((names["changed"],), ()))
    assert law.exponent == unchanged.exponent
    assert simplify(law.leading - unchanged.leading) != 0


def test_the_files_named_exist() -> None:
    named = set(re.findall(r"(?:analytic|derivations|tests)/[a-z_/]+\.py", TEXT))
    assert named
    assert [name for name in named if not (Path(__file__).parents[1] / name).exists()] == []
