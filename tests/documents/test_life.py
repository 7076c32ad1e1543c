"""From draft to archive: what may change, what never changes again, who may do it, what stays when printing fails."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from core import audit
from core.errors import Denied, Stale
from core.files.store import read_stored
from core.models import StoredFile
from documents import kinds, workflow
from documents.actions import edit_draft, issue_document, recall_document, replace_document, upload_signed_copy
from documents.enums import BodyKind, CopyKind, DocumentState
from documents.models import Document, NumberSeries
from documents.printing import preview_docx, preview_pdf
from documents.queries import drafts_to_issue
from documents.render.pdf import RenderFailed
from documents.visibility import visible_documents
from tests.documents import measure
from tests.documents.conftest import FIELDS

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 11, 12)


@pytest.fixture
def issued(drafted: Callable[..., Document], people: dict[str, Any]) -> Document:
    return issue_document(document=drafted(), issued_on=DAY, signer_name="Nguyễn Văn Ẵng", actor=people["leader"])


def test_a_draft_has_no_number_and_says_so(drafted: Callable[..., Document]) -> None:
    document = drafted()
    assert document.number is None
    words = measure.text(preview_pdf(document))
    assert "DỰ THẢO" in words
    assert "Công nhận 07 sản phẩm" in words
    assert preview_docx(document).startswith(b"PK")


def test_issuing_stores_bytes_number_and_hash_once(issued: Document) -> None:
    assert (issued.number, issued.notation, issued.year) == (1, "01/QĐ-UBND", 2024)
    stored = read_stored(issued.pdf)
    assert hashlib.sha256(stored).hexdigest() == issued.sha256 == issued.pdf.sha256
    words = measure.text(stored)
    assert "Số: 01/QĐ-UBND" in words
    assert "Yên Mô, ngày 12 tháng 11 năm 2024" in words
    assert "Nguyễn Văn Ẵng" in words
    assert "DỰ THẢO" not in words
    assert issued.source == {"count": "07"}
    assert audit.timeline(issued).first().action == "document.issue"


def test_a_reprint_is_the_stored_bytes_even_when_the_form_changes(
    issued: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_stored(issued.pdf)
    monkeypatch.setattr("documents.render.html.DRAFT_MARK", "ANOTHER FORM")
    assert read_stored(Document.objects.get(pk=issued.pk).pdf) == before


@pytest.mark.parametrize("change", ["number = 9", "subject = 'x'", "fields = '{}'", "sha256 = repeat('a', 64)",
                                    "source = '{}'", "state = 'draft'", "issued_on = '2024-01-01'"])  # fmt: skip
def test_the_database_refuses_to_change_an_issued_paper(issued: Document, change: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.raw(f"UPDATE documents_document SET {change} WHERE id = {issued.pk} RETURNING *")[0]
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=issued.pk)._raw_delete("default")


def test_the_bytes_of_an_issued_paper_cannot_be_exchanged(issued: Document) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=issued.pdf_id).update(path="elsewhere")


def test_the_table_refuses_issued_without_number(drafted: Callable[..., Document]) -> None:
    document = drafted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(state=DocumentState.ISSUED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(number=4)


def test_an_issued_paper_cannot_be_edited(issued: Document, people: dict[str, Any]) -> None:
    with pytest.raises(Denied, match="đã ban hành"):
        edit_draft(document=issued, fields={"subject": "x"}, actor=people["officer"], version=issued.version)


def test_editing_keeps_known_fields_only(drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    document = drafted()
    sent = {"subject": "Trích yếu mới", "articles": ["Một.", ""], "number": "9", "state": "issued", "stars": "5"}
    edit_draft(document=document, fields=sent, actor=people["officer"], version=1)
    document.refresh_from_db()
    assert document.subject == "Trích yếu mới"
    assert document.fields["articles"] == ["Một."]
    assert "stars" not in document.fields
    assert (document.state, document.number, document.version) == ("draft", None, 2)


def test_two_tabs_show_both_texts(drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    document = drafted()
    edit_draft(document=document, fields={"recipients": ["Như Điều 2"]}, actor=people["officer"], version=1)
    with pytest.raises(Stale) as caught:
        edit_draft(document=document, fields={"recipients": ["Lưu: VT"]}, actor=people["leader"], version=1)
    (conflict,) = caught.value.fields
    assert (conflict.label, conflict.mine, conflict.theirs) == ("Nơi nhận", "Lưu: VT", "Như Điều 2")


def test_templates_in_wording_print_literally(drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    document = drafted(
        fields={"subject": "{{7*7}}", "articles": ["{% load x %} {{ settings.SECRET_KEY }} {so_ho_so}."]}
    )
    words = measure.text(preview_pdf(document))
    assert "{{7*7}}" in words
    assert "{% load x %} {{ settings.SECRET_KEY }} 07./." in words


@pytest.mark.parametrize("who", ["officer", "other", "department", "admin"])
def test_only_the_leaders_of_the_unit_issue(drafted: Callable[..., Document], people: dict[str, Any], who: str) -> None:
    document = drafted(actor=people["leader"])
    with pytest.raises(Denied):
        issue_document(document=document, issued_on=DAY, signer_name="A", actor=people[who])
    document.refresh_from_db()
    assert document.is_draft
    assert not NumberSeries.objects.exists()


def test_a_draft_waits_for_the_leaders_of_its_unit(drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    document = drafted()
    assert list(drafts_to_issue(people["leader"])) == [document]
    for who in ("officer", "other", "department", "admin"):
        assert not drafts_to_issue(people[who]).exists()


def test_who_drafts_does_not_issue(drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    with pytest.raises(Denied, match="Người soạn"):
        issue_document(document=drafted(actor=people["leader"]), issued_on=DAY, signer_name="A", actor=people["leader"])


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"signer_name": ""}, "họ và tên"),
        ({"issued_on": dt.date(2999, 1, 1)}, "sau ngày hôm nay"),
        ({"signing_form": "giam-doc"}, "Hình thức"),
    ],
)
def test_what_issuing_asks_for(
    drafted: Callable[..., Document], people: dict[str, Any], more: dict[str, Any], sentence: str
) -> None:
    arguments = {"issued_on": DAY, "signer_name": "A", "actor": people["leader"]} | more
    with pytest.raises(Denied, match=sentence):
        issue_document(document=drafted(), **arguments)


def test_a_failed_print_issues_nothing_and_spends_no_number(
    drafted: Callable[..., Document], people: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(paper: object) -> bytes:
        raise RenderFailed

    document = drafted()
    with monkeypatch.context() as patch:
        patch.setattr(workflow, "print_pdf", broken)
        with pytest.raises(RenderFailed):
            issue_document(document=document, issued_on=DAY, signer_name="A", actor=people["leader"])
    document = Document.objects.get(pk=document.pk)
    assert document.is_draft
    assert issue_document(document=document, issued_on=DAY, signer_name="A", actor=people["leader"]).number == 1


def test_what_follows_happens_in_the_same_transaction(drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    def refuse(document: Document) -> None:
        assert document.number == 1
        raise Denied("Không công nhận được.")

    document = drafted()
    with pytest.raises(Denied, match="Không công nhận"):
        issue_document(document=document, issued_on=DAY, signer_name="A", actor=people["leader"], on_issue=refuse)
    assert Document.objects.get(pk=document.pk).is_draft
    assert not NumberSeries.objects.exists()


def test_a_stale_page_cannot_issue(drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    document = drafted()
    edit_draft(document=document, fields={"subject": "Khác"}, actor=people["officer"], version=1)
    with pytest.raises(Stale):
        issue_document(document=document, issued_on=DAY, signer_name="A", actor=people["leader"], version=1)


def test_a_number_written_by_hand_is_taken_once(drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    def issue(number: int | None) -> Document:
        return issue_document(document=drafted(), issued_on=DAY, signer_name="A", actor=people["leader"], number=number)

    assert issue(12).notation == "12/QĐ-UBND"
    with pytest.raises(Denied, match="đã dùng"):
        issue(12)
    assert issue(None).number == 13
    assert issue(3).number == 3
    assert issue(None).number == 14


def test_each_year_and_body_counts_from_one(
    drafted: Callable[..., Document], people: dict[str, Any], units: Any
) -> None:
    first = issue_document(document=drafted(), issued_on=DAY, signer_name="A", actor=people["leader"])
    next_year = issue_document(
        document=drafted(), issued_on=dt.date(2025, 1, 2), signer_name="A", actor=people["leader"]
    )
    elsewhere = issue_document(
        document=drafted(issuing_unit=units["Gia Viễn"]), issued_on=DAY, signer_name="A", actor=people["other"]
    )
    assert (first.number, next_year.number, elsewhere.number) == (1, 1, 1)


def test_recall_and_replace(issued: Document, drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    with pytest.raises(Denied, match="lý do"):
        recall_document(document=issued, reason=" ", actor=people["leader"])
    with pytest.raises(Denied):
        replace_document(document=issued, by=issued, actor=people["leader"])
    other = issue_document(document=drafted(), issued_on=DAY, signer_name="A", actor=people["leader"])
    replace_document(document=issued, by=other, actor=people["leader"])
    assert issued.state == DocumentState.REPLACED
    assert issued.replaced_by_id == other.pk
    with pytest.raises(Denied):
        recall_document(document=issued, reason="x", actor=people["leader"])
    recall_document(document=other, reason="Sai căn cứ", actor=people["leader"])
    assert other.state == DocumentState.RECALLED


def _upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("da-ky.pdf", data, "application/pdf")


def _signed(issued: bytes) -> bytes:
    """An incremental update as a signing program appends it."""
    start = len(issued)
    extra = b"\n99 0 obj\n<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>\nendobj\n"
    previous = int(issued.rsplit(b"startxref", 1)[1].split()[0])
    table = b"xref\n99 1\n%010d 00000 n \ntrailer\n" % (start + 1)
    root = issued.rsplit(b"/Root", 1)[1].split(b"R")[0] if b"/Root" in issued else b" 1 0 "
    tail = b"<</Size 100/Root%sR/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (root, previous, start + len(extra))
    return issued + extra + table + tail


def test_a_signed_copy_must_contain_the_issued_bytes(issued: Document, people: dict[str, Any]) -> None:
    own = read_stored(issued.pdf)
    for data, sentence in ((own[:-20] + b"changed" + own[-13:], "nguyên vẹn"), (own, "chữ ký số")):
        with pytest.raises(Denied, match=sentence):
            upload_signed_copy(document=issued, upload=_upload(data), kind=CopyKind.SIGNED, actor=people["officer"])
    kept = upload_signed_copy(
        document=issued, upload=_upload(_signed(own)), kind=CopyKind.SIGNED, actor=people["officer"]
    )
    assert read_stored(kept.signed_copy).startswith(own)
    assert kept.signed_copy_kind == CopyKind.SIGNED
    assert Document.objects.get(pk=issued.pk).sha256 == issued.sha256


def test_a_scan_is_marked_as_a_scan(issued: Document, drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    scan = preview_pdf(drafted())
    kept = upload_signed_copy(document=issued, upload=_upload(scan), kind=CopyKind.SCAN, actor=people["leader"])
    assert kept.signed_copy_kind == CopyKind.SCAN
    with pytest.raises(Denied):
        upload_signed_copy(document=issued, upload=_upload(scan), kind=CopyKind.SCAN, actor=people["other"])
    with pytest.raises(Denied):
        upload_signed_copy(document=drafted(), upload=_upload(scan), kind=CopyKind.SCAN, actor=people["leader"])


def test_another_unit_sees_nothing(drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    document = drafted()
    assert document in visible_documents(people["officer"])
    assert document in visible_documents(people["department"])
    assert not visible_documents(people["other"]).exists()
    assert not visible_documents(people["admin"]).exists()


def test_a_council_chair_signs_with_the_office_held(drafted: Callable[..., Document], people: dict[str, Any]) -> None:
    document = drafted()
    document.issuing_body, document.signing_form = BodyKind.COUNCIL, "hd-chu-tich"
    document.signer_name, document.signer_position = "Nguyễn Văn Ẵng", "Phó Chủ tịch UBND huyện"
    words = measure.text(preview_pdf(document))
    assert "TM. HỘI ĐỒNG CHỦ TỊCH PHÓ CHỦ TỊCH UBND HUYỆN Nguyễn Văn Ẵng" in words


@time_machine.travel("2024-12-31T18:00:00Z", tick=False)
def test_a_draft_at_new_year_belongs_to_the_year_in_vietnam(drafted: Callable[..., Document]) -> None:
    assert "tháng 01 năm 2025" in measure.text(preview_pdf(drafted()))


def test_an_unregistered_kind_still_has_a_name(issued: Document) -> None:
    kinds._kinds.pop("thu")
    assert "01/QĐ-UBND" in str(Document.objects.get(pk=issued.pk))


def test_a_draft_breaks_its_pages_where_the_issued_paper_does(
    drafted: Callable[..., Document], people: dict[str, Any]
) -> None:
    """Around the length at which the signature no longer fits on the first page, whoever signs in the end."""

    def pages(pdf: bytes) -> list[list[str]]:
        return [re.findall(r"Khoản \d+", " ".join(word.text for word in page.words)) for page in measure.pages(pdf)]

    seen = set()
    for count in range(9, 21):
        clauses = "\n".join(f"Khoản {number} của điều này." for number in range(count))
        document = drafted(fields=FIELDS | {"articles": [f"Nội dung.\n{clauses}", "Hiệu lực."]})
        draft = pages(preview_pdf(document))
        issue_document(
            document=document, issued_on=DAY, actor=people["leader"], signing_form="ubnd-pho-chu-tich",
            signer_name="Nguyễn Văn Ước", signer_position="Phó Chủ tịch",
        )  # fmt: skip
        assert draft == pages(read_stored(document.pdf))
        seen.add(len(draft))
    assert seen == {1, 2}
