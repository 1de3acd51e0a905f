"""The tables of the LaTeX article: laws with exponents and amplitudes, claims with verdicts."""

from collections.abc import Mapping, Sequence

from sympy import Expr, sympify

from analytic.claim import Judgement
from analytic.displayed import displayed, named
from analytic.export.tables import (
    condition_parts,
    evidence,
    exponent_letter,
    locator,
    rules,
)
from analytic.formulas.prose import typeset
from analytic.law import Law
from analytic.result import Result
from analytic.term import Term
from analytic.typesetting import escaped, expression_lines, formula, inline
from analytic.typesetting.extent import extent

Names = Mapping[Expr, Expr]

_LAWS = (75, 75, 75, 179)  # points: the columns of the table of laws, four gaps apart
_RULES = (110, 95, 223)
_CLAIMS = (70, 131, 88, 127)
_WHOLE = 440


def table_of_laws(results: Sequence[Result]) -> str:
    """Every law with its exponent and its amplitude, regime by regime."""
    laws = [(result, result.law) for result in results if result.law is not None]
    if not laws:
        return ""
    rows = [row for result, law in laws for row in _law_rows(result, law)]
    heading = ("law", "where", "exponent", "amplitude")
    names = {letter: value for result, _ in laws for value, letter in result.page.names.items()}
    defined = [f"${formula(letter)} = {formula(value)}$" for letter, value in names.items()]
    note = "A law is amplitude times variable to the power of minus the exponent."
    note += f" Here {', '.join(defined)}." if defined else ""
    return "\n".join([r"\section{Laws}", note, "", _table(_LAWS, heading, rows)])


def table_of_rules(law: Law, names: Names) -> str:
    """The regimes of one law and its boundaries."""
    rows = [row for rule in rules(law) for row in _rule_rows(rule, law, names, _RULES)]
    return _table(_RULES, ("where", f"${exponent_letter(law)}$", "amplitude"), rows)


def table_of_claims(results: Sequence[Result]) -> str:
    """Every claim with its verdict and with what decided."""
    rows = [_claim_row(judgement) for result in results for judgement in result.judgements]
    if not rows:
        return ""
    heading = ("claim", "statement", "verdict", "evidence")
    body = _table(_CLAIMS, heading, rows)
    return "\n".join([r"\clearpage\section{Claims of the literature}", r"{\small", body, "}"])


def _law_rows(result: Result, law: Law) -> list[str]:
    name = rf"\hyperref[{result.name}]{{{typeset(result.title)}}}, ${exponent_letter(law)}$"
    names = [name, *("" for _ in rules(law)[1:])]
    rows = [
        row
        for name, rule in zip(names, rules(law), strict=True)
        for row in _rule_rows(rule, law, result.page.names, _LAWS[1:], before=(name,))
    ]
    return [*rows, _whole_row(4, rf"\small {typeset(law.validity)}")]


def _rule_rows(
    rule: Term, law: Law, names: Names, widths: Sequence[int], before: Sequence[str] = ()
) -> list[str]:
    """A row of the table; an amplitude that is too wide for its column has a row of its own."""
    amplitude = named(displayed(rule.amplitude), names.items())
    rule = rule._replace(exponent=displayed(rule.exponent), amplitude=amplitude)
    *cells, column = _rule_cells(rule, law, widths)
    if _fits(rule.amplitude, widths[-1]):
        return [" & ".join([*before, *cells, column])]
    columns = len(before) + len(widths)
    return [
        " & ".join([*before, *cells, "below"]),
        _whole_row(columns, rf"amplitude\quad {_cell(rule.amplitude, _WHOLE - 60)}"),
    ]


def _whole_row(columns: int, text: str) -> str:
    return rf"\multicolumn{{{columns}}}{{@{{}}L{{{_WHOLE}pt}}@{{}}}}{{{text}}}"


def _fits(expression: Expr, width: float) -> bool:
    return max(extent(line) for line in expression_lines(expression, width)) <= width


def _rule_cells(rule: Term, law: Law, widths: Sequence[int]) -> list[str]:
    where = " and ".join(f"${part}$" for part in condition_parts(rule.condition)) or "everywhere"
    logarithm = rf"\log {formula(law.variable)}"
    powers = {0: "", 1: f", times ${logarithm}$"}
    times = powers.get(
        rule.logarithms, rf", times $({logarithm})^{{{inline(sympify(rule.logarithms))}}}$"
    )
    return [where, _cell(rule.exponent, widths[1]) + times, _cell(rule.amplitude, widths[2])]


def _claim_row(judgement: Judgement) -> str:
    claim = judgement.claim
    where = locator(judgement)
    place = rf"{escaped(claim.id)}, \cite{{{claim.source}}}, {typeset(where)}"
    statement = typeset(claim.quantity)
    if claim.formula is not None:
        statement += rf" \newline {_cell(claim.formula, _CLAIMS[1])}"
    verdict = escaped(str(judgement.verdict))
    if judgement.where is not None and judgement.verdict == "holds only where":
        verdict += " " + " and ".join(f"${part}$" for part in condition_parts(judgement.where))
    statement += rf" \newline {typeset(claim.validity)}"
    return " & ".join([place, statement, verdict, typeset(evidence(judgement))])


def _cell(expression: Expr, width: float) -> str:
    """A formula in a column, in lines if it is too wide for one."""
    lines = expression_lines(expression, width)
    if len(lines) == 1:
        return f"$\\displaystyle {lines[0]}$"
    body = " \\\\\n".join(f"&{line}" for line in lines)
    return f"$\\begin{{aligned}}[t]\n{body}\n\\end{{aligned}}$"


def _table(widths: Sequence[int], heading: Sequence[str], rows: Sequence[str]) -> str:
    columns = " ".join(f"L{{{width}pt}}" for width in widths)
    titles = " & ".join(heading)
    body = " \\\\\n\\noalign{\\vskip 5pt}\n".join(rows)
    return (
        f"\\begin{{longtable}}{{@{{}}{columns}@{{}}}}\n\\toprule\n{titles} \\\\\n\\midrule\n"
        f"\\endhead\n\\bottomrule\n\\endfoot\n{body} \\\\\n\\end{{longtable}}"
    )
