"""Who may edit, issue, recall. Pairs: `can_x` answers, the workflow and the actions refuse with a sentence."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role
from accounts.seats import holds_at
from core.errors import Denied
from documents.kinds import kind_of
from documents.models import Document

_OFFICERS = (Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
_LEADERS = (Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER)


def can_edit(user: Any, document: Document) -> bool:
    """Officers and leaders of the issuing unit, or whom the kind names."""
    check = kind_of(document).editor_check
    return check(user, document) if check else holds_at(user, document.issuing_unit, *_OFFICERS, *_LEADERS)


def check_edit(user: Any, document: Document) -> None:
    """Raise Denied unless the person may change this draft."""
    if not document.is_draft:
        raise Denied("Văn bản đã ban hành, không sửa được. Muốn thay đổi, hãy ban hành văn bản thay thế.", obj=document)
    if not can_edit(user, document):
        raise Denied("Bạn không được giao soạn văn bản này.", obj=document)


def may_issue(user: Any, document: Document) -> bool:
    """Leaders of the issuing unit, or whom the kind names; an administrator never."""
    check = kind_of(document).issuer_check
    return check(user, document) if check else holds_at(user, document.issuing_unit, *_LEADERS)


def may_keep(user: Any, document: Document) -> bool:
    """Who files signed copies: those who edit or issue this kind."""
    return can_edit(user, document) or may_issue(user, document)
