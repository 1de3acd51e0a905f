"""How this package is cited: as BibTeX, with the result that is used."""

from importlib import metadata, resources

from analytic.export.bibliography import Reference, read_bibliography

KEY = "scaling-laws"
TITLE = (
    "scaling-laws: scaling laws of solvable models of neural networks, derived, evaluated and "
    "checked"
)


def bibliography() -> dict[str, Reference]:
    """The papers that this package cites, by their keys."""
    text = resources.files("derivations").joinpath("references.bib").read_text(encoding="utf-8")
    return read_bibliography(text)


def software(used: tuple[str, ...] = ()) -> str:
    """The entry of this package, at its version, with the results that are used.

    >>> print(software(("SL-0006 (width-limited)",)).splitlines()[0])
    @misc{scaling-laws,
    """
    about = metadata.metadata("scaling-laws")
    fields = {
        "author": f"{{{about['Author']}}}",
        "title": f"{{{TITLE}}}",
        "howpublished": "Computer software",
        "note": f"Version {about['Version']}" + "".join(f", {one}" for one in used),
    }
    rows = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{KEY},\n{rows}\n}}"
