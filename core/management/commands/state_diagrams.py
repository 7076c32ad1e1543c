"""`manage.py state_diagrams`: print docs/trang-thai.md from the workflow tables."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from core.workflow import WORKFLOWS

HEAD = """# Trạng thái và các bước

Trang này được sinh từ các bảng quy trình trong mã nguồn (`workflow.py` của từng ứng dụng) bằng
`./portal shell state_diagrams`; bộ kiểm thử so sánh hai bên, nên không sửa tay.
"""


def diagrams() -> str:
    """The page: one diagram and one table for each procedure."""
    pages = [HEAD]
    for label in sorted(WORKFLOWS):
        procedure = WORKFLOWS[label]
        name = str(apps.get_model(label)._meta.verbose_name)
        pages.append(f"\n## {name[:1].upper()}{name[1:]} (`{procedure.label}`)\n")
        pages.append(f"```mermaid\n{procedure.mermaid()}```\n")
        pages.append("| Bước | Từ | Đến | Cần lý do |\n|---|---|---|---|")
        for row in procedure.steps:
            sources = ", ".join(str(procedure.states(source).label) for source in sorted(row.sources))
            target = procedure.states(row.target).label
            pages.append(f"| {row.label} (`{row.name}`) | {sources} | {target} | {'có' if row.needs_reason else ''} |")
    return "\n".join(pages).rstrip() + "\n"


class Command(BaseCommand):
    """Print the state diagrams."""

    help = "In sơ đồ trạng thái"

    def handle(self, *args: Any, **options: Any) -> None:
        """Write to standard output."""
        self.stdout.write(diagrams(), ending="")
