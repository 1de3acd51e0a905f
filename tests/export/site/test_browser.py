"""The pages in a browser: what scripts show, and that nothing is wider than a phone."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from derivations import RESULTS, identifier

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_BROWSER = next(filter(None, map(shutil.which, _NAMES)), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(_BROWSER is None, reason="there is no Chromium on this machine"),
]


def shown(page: str, profile: Path, *flags: str) -> str:
    """A page as it is after its scripts have run."""
    assert _BROWSER is not None
    fixed = ("--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}")
    command = [_BROWSER, *fixed, *flags, "--dump-dom", page]
    return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()


def test_exponents_at_a_point_are_those_of_the_law(small_site: Path, tmp_path: Path) -> None:
    address = f"{(small_site / 'exponents.html').as_uri()}?a=2&b=3/2"
    text = shown(address, tmp_path)
    law = RESULTS["time-limited"].law
    assert law is not None
    row = re.search(rf'<tr data-result="{identifier("time-limited")}".*?</tr>', text, re.DOTALL)
    assert row is not None
    [value] = re.findall(r'<td class="number-at">([^<]*)</td>', row.group())
    assert value.split()[0] == str(law(a=2, b="3/2").exponent)


def test_measured_exponents_lead_back_to_the_plane(small_site: Path, tmp_path: Path) -> None:
    page = (small_site / "exponents.html").as_uri()
    assert "Consistent: a = " in shown(f"{page}?t=2/3", tmp_path)
    assert "No point of the plane above" in shown(f"{page}?t=99", tmp_path)


def test_search_hides_what_does_not_fit(small_site: Path, tmp_path: Path) -> None:
    text = shown(f"{(small_site / 'index.html').as_uri()}?q=marchenko", tmp_path)
    hidden = re.findall(r'<li id="(SL-\d+)" hidden', text)
    assert hidden == [identifier("time-limited")]


def test_formulas_can_be_copied_where_scripts_run(small_site: Path, tmp_path: Path) -> None:
    text = shown((small_site / f"{identifier('time-limited')}.html").as_uri(), tmp_path)
    assert '<details class="copy" data-path="equations.0">' in text
    assert 'class="copy" hidden' not in text
