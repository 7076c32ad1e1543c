"""A kind of document for tests, and people around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import Unit
from documents import kinds
from documents.actions import draft_document
from documents.model import Doc
from documents.models import Document
from documents.papers_common import Texts, article_blocks, basis_texts, framed
from documents.printing import issue_of


def build(document: Document) -> Doc:
    issue = issue_of(document)
    words = Texts.from_fields(document.fields, {"so_ho_so": str(document.source.get("count", ""))})
    return framed(
        issue,
        kind="QUYẾT ĐỊNH",
        subject=document.subject,
        authority=issue.body.capitals,
        bases=basis_texts(words.bases),
        order="QUYẾT ĐỊNH:",
        blocks=article_blocks(words.articles or ("Nội dung.",)),
        signs=(issue.signer.block(),),
        recipients=words.recipients,
    )


@pytest.fixture
def test_kind() -> Iterator[kinds.DocumentKind]:
    before = dict(kinds._kinds)
    yield kinds.register(
        kinds.DocumentKind(
            code="thu",
            label="Quyết định thử",
            symbol="QĐ-UBND",
            builder=build,
            editable_fields=kinds.DECISION_FIELDS,
            collect=lambda document: {"count": "07"},
        )
    )
    kinds._kinds.clear()
    kinds._kinds.update(before)


FIELDS: dict[str, Any] = {
    "subject": "Công nhận sản phẩm OCOP huyện Yên Mô năm 2024",
    "bases": ["Căn cứ Luật Tổ chức chính quyền địa phương", "Theo đề nghị của Trưởng phòng"],
    "articles": ["Công nhận {so_ho_so} sản phẩm.", "Quyết định này có hiệu lực kể từ ngày ký."],
    "recipients": ["Như Điều 2", "Lưu: VT, PNN"],
}


@pytest.fixture
def people(units: dict[str, Unit], user_as: Callable[..., Any]) -> dict[str, Any]:
    return {
        "officer": user_as(Role.DISTRICT_OFFICER, units["Yên Mô"]),
        "leader": user_as(Role.DISTRICT_LEADER, units["Yên Mô"]),
        "other": user_as(Role.DISTRICT_LEADER, units["Gia Viễn"]),
        "department": user_as(Role.DEPARTMENT_OFFICER, units["Ninh Bình"]),
        "admin": user_as(Role.ADMIN, units["Ninh Bình"]),
    }


@pytest.fixture
def drafted(test_kind: kinds.DocumentKind, people: dict[str, Any], units: dict[str, Unit]) -> Callable[..., Document]:
    def make(**more: Any) -> Document:
        arguments = {
            "kind": "thu",
            "issuing_unit": units["Yên Mô"],
            "fields": FIELDS,
            "actor": people["officer"],
        } | more
        return draft_document(**arguments)

    return make
