"""How a dossier's papers cite the law: the decisions that its ruleset rests on, and a form's number where there is one.

The portal prints the forms of 26/2026/QĐ-TTg for every dossier. Those of 148/QĐ-TTg ask for the same, but carry no such
numbers, so a paper under that ruleset names none.
"""

from __future__ import annotations

from criteria.schema.ruleset import RulesetRules
from documents.papers_common import day_words


def basis_words(rules: RulesetRules) -> str:
    """Write "Quyết định số 148/QĐ-TTg ngày … của Thủ tướng Chính phủ, được sửa đổi, bổ sung tại Quyết định số …"."""
    first, *later = rules.basis
    named = f"Quyết định số {first.document} {day_words(first.issued_on)} của {first.issuer}"
    changes = [f"Quyết định số {row.document} {day_words(row.issued_on)}" for row in later]
    return f"{named}, được sửa đổi, bổ sung tại {'; '.join(changes)}" if changes else named


def form_number(rules: RulesetRules, item: str) -> str:
    """The number of the form of one item ("Mẫu số 01"); empty where the ruleset numbers none."""
    return next((row.form for row in rules.requirements if row.code == item), "")


def source_lines(rules: RulesetRules, item: str) -> tuple[str, ...]:
    """What stands below a paper's title, line by line: the form and the decision that it comes with, or that alone."""
    form = form_number(rules, item)
    cited = [(f"Quyết định số {row.document}", day_words(row.issued_on)) for row in rules.basis]
    opening, closing = f"Theo {form} ban hành kèm theo " if form else "Theo ", f" của {rules.basis[-1].issuer}"
    if len(cited) == 1:
        [(decision, day)] = cited
        return (f"({opening}{decision}", f"{day}{closing})")
    lines = [f"{decision} {day}" for decision, day in cited]
    return (f"({opening}{lines[0]} và", *(f"{line} và" for line in lines[1:-1]), f"{lines[-1]}{closing})")
