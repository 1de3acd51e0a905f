"""Results as a LaTeX article: tables of laws and claims, the derivations, the bibliography.

It needs pdflatex and the packages amsmath, booktabs, geometry, hyperref and longtable; a
bibliography is part of it, so that BibTeX is not needed.
"""

import re
from collections.abc import Mapping, Sequence

from analytic.displayed import displayed, named
from analytic.export.bibliography import Reference, references_of
from analytic.export.latex_tables import table_of_claims, table_of_laws, table_of_rules
from analytic.export.tables import condition_parts, exponent_letter, sentences
from analytic.formulas.prose import typeset
from analytic.law import Law
from analytic.page import NUMBER_WIDTH, aligned
from analytic.result import Result
from analytic.typesetting import equation_lines, inline
from analytic.typesetting.order import bounded_by

TEXT_WIDTH = 452.0  # points: A4 paper with margins of 25.5 mm
_PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage[width=452pt,height=690pt]{geometry}
\usepackage{amsmath,array,booktabs,longtable}
\usepackage[hidelinks]{hyperref}
\allowdisplaybreaks
\emergencystretch=3em
\newcolumntype{L}[1]{>{\raggedright\arraybackslash\lineskiplimit=3pt\lineskip=3pt}p{#1}}
\makeatletter\renewcommand{\l@section}{\@dottedtocline{1}{0em}{2.3em}}\makeatother
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt plus 2pt}
"""


def latex_document(
    results: Sequence[Result], bibliography: Mapping[str, Reference], version: str
) -> str:
    """The article on some results.

    Raises    ScalingLawsError for a citation that the bibliography does not have.
    """
    references = references_of(sentences(results), bibliography)
    parts = [
        _PREAMBLE,
        r"\title{Scaling laws of solvable models}",
        rf"\author{{Derived by \texttt{{scaling-laws}} {typeset(version)}}}",
        "\\date{}\n\n\\begin{document}\n\\maketitle\n\\tableofcontents",
        table_of_laws(results),
        table_of_claims(results),
        *(_section(result) for result in results),
        _bibliography(references),
        r"\end{document}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(result: Result) -> str:
    heading, _, page = result.page.latex(TEXT_WIDTH, result.name).partition("\n")
    law = "" if result.law is None else _law(result.law, result)
    return f"{heading}\\label{{{result.name}}}\n{page}{law}"


def _law(law: Law, result: Result) -> str:
    """The law at the end of its derivation: exponent, expansion, regimes, boundaries."""
    parts = ["", rf"\paragraph{{Law}} {typeset(law.validity)}{_exceptions(law)}."]
    parts.append(_expansion(law.general, result, "law"))
    if len(law.regimes) > 1:
        parts.append(table_of_rules(law, result.page.names))
    for name, laws in (("Boundary", law.boundaries), ("Resonance", law.resonances)):
        for number, (condition, on_curve) in enumerate(laws.items(), start=1):
            where = " and ".join(f"${part}$" for part in condition_parts(condition))
            parts += [
                rf"\paragraph{{{name}}} Where {where}:",
                _expansion(on_curve, result, f"{name.lower()}-{number}"),
            ]
    return "\n".join(parts) + "\n"


def _exceptions(law: Law) -> str:
    parts = [part for condition in law.conditions for part in condition_parts(condition)]
    return "; " + " and ".join(f"${part}$" for part in parts) if parts else ""


def _expansion(law: Law, result: Result, label: str) -> str:
    """Exponent, leading terms, corrections and remainder; what the page displays is quoted."""
    said = [f"${exponent_letter(law)} = {inline(displayed(law.exponent))}$"]
    rows = {}
    parts = {
        "leading": ("leading terms", law.leading),
        "next": ("next terms", law.correction),
        "remainder": ("remainder", law.remainder),
    }
    for part, (words, value) in parts.items():
        number = result.page.ground(value)
        if number is not None:
            said.append(rf"{words} \eqref{{eq:{result.name}:{number}}}")
        elif value != 0:
            shown = named(displayed(value), result.page.names.items())
            rows[part] = words, bounded_by(shown) if part == "remainder" else shown
    sentence = "; ".join(said) + "."
    if not rows:
        return sentence
    width = TEXT_WIDTH - NUMBER_WIDTH
    lines = [equation_lines(rf"\text{{{words}}}", value, width) for words, value in rows.values()]
    return sentence + "\n" + aligned(lines, (f"eq:{result.name}:{label}:{part}" for part in rows))


def _bibliography(references: Sequence[Reference]) -> str:
    if not references:
        return ""
    entries = [rf"\bibitem{{{ref.key}}} {_escaped_entry(ref.words())}" for ref in references]
    body = "\n".join(entries)
    return (
        rf"\begin{{thebibliography}}{{{len(references)}}}"
        f"\n{body}\n"
        r"\end{thebibliography}"
    )


def _escaped_entry(words: str) -> str:
    """A BibTeX entry is LaTeX already, but for the signs that BibTeX leaves alone."""
    return re.sub(r"(?<!\\)([&%#])", r"\\\1", words)
