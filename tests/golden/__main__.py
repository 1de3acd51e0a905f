"""Writes the files anew: `python -m tests.golden`."""

from derivations import RESULTS
from tests.golden.frozen import forms, keep, losses, verdicts

for name in RESULTS:
    keep(name, forms(RESULTS[name]))
keep("verdicts", verdicts())
keep("losses", losses())
