"""Pages of documents: what each person sees, each act on its own page, nothing changed by looking."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.files.store import read_stored
from core.formats import datetime_vn
from core.models import AuditEvent
from documents.actions import issue_document
from documents.kinds import DocumentKind, register
from documents.models import Document, NumberSeries
from documents.render.pdf import RenderFailed
from tests.documents import measure

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 11, 12)


@pytest.fixture
def clients(people: dict[str, Any], client_as: Callable[..., Any]) -> dict[str, Any]:
    return {name: client_as(user=user) for name, user in people.items()}


@pytest.fixture
def issued(drafted: Callable[..., Document], people: dict[str, Any]) -> Document:
    return issue_document(document=drafted(), issued_on=DAY, signer_name="Nguyễn Văn Ẵng", actor=people["leader"])


def page(document: Document, name: str = "document", *more: Any) -> str:
    return reverse(f"documents:{name}", args=[document.pk, *more])


def test_list_shows_own_documents_and_filters_them(clients: Any, drafted: Any, issued: Document) -> None:
    drafted(fields={"subject": "Giấy tờ khác"})
    url = reverse("documents:list")
    body = clients["officer"].get(url).content.decode()
    assert "01/QĐ-UBND" in body
    assert "Giấy tờ khác" in body
    assert "Giấy tờ khác" not in clients["officer"].get(url, {"q": "01/qd cong nhan"}).content.decode()
    assert "01/QĐ-UBND" not in clients["officer"].get(url, {"trang_thai": "draft"}).content.decode()
    assert "01/QĐ-UBND" in clients["officer"].get(url, {"nam": "2024", "loai": "thu"}).content.decode()
    assert "01/QĐ-UBND" not in clients["other"].get(url).content.decode()
    assert clients["officer"].get(url, {"xuat": "xlsx"}).content[:2] == b"PK"


def test_list_costs_the_same_for_one_and_three(clients: Any, drafted: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            clients["officer"].get(reverse("documents:list"))
        return len(queries)

    drafted()
    cost()
    one = cost()
    drafted()
    drafted()
    assert cost() == one <= 12


def test_empty_list_says_what_would_fill_it(clients: Any) -> None:
    assert "Chưa có văn bản" in clients["officer"].get(reverse("documents:list")).content.decode()


@pytest.mark.parametrize(
    "name", ["document", "preview", "as_html", "docx", "edit", "issue", "signed_copy", "recall", "replace"]
)
@pytest.mark.parametrize("who", ["other", "admin"])
def test_another_unit_gets_404(clients: Any, drafted: Any, name: str, who: str) -> None:
    assert clients[who].get(page(drafted(), name)).status_code in ({403} if who == "admin" else {404})


def test_draft_page_and_its_prints(clients: Any, drafted: Any) -> None:
    document = drafted()
    body = clients["officer"].get(page(document)).content.decode()
    assert "DỰ THẢO" in body
    assert "chưa cấp số" in body
    assert clients["officer"].get(page(document, "page", 1)).content.startswith(b"\x89PNG")
    assert clients["officer"].get(page(document, "page", 9)).status_code == 404
    pdf = clients["officer"].get(page(document, "preview"))
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"].startswith("inline")
    word = clients["officer"].get(page(document, "docx"))
    assert word.content.startswith(b"PK")
    assert word["Content-Disposition"].startswith("attachment")


def test_browser_print_runs_under_its_own_strict_policy(clients: Any, drafted: Any) -> None:
    response = clients["officer"].get(page(drafted(), "as_html"))
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "sha256-" in response["Content-Security-Policy"]
    assert not re.search(r'<[^>]+ style="', response.content.decode())


def test_looking_changes_nothing(clients: Any, drafted: Any) -> None:
    document = drafted()
    before = (Document.objects.values().get(), AuditEvent.objects.count())
    for name in ("document", "preview", "as_html", "docx", "edit"):
        assert clients["officer"].get(page(document, name)).status_code == 200
    assert clients["leader"].get(page(document, "issue")).status_code == 200
    assert (Document.objects.values().get(), AuditEvent.objects.count()) == before
    assert not NumberSeries.objects.exists()


def test_a_page_that_cannot_be_printed_offers_the_browser(
    clients: Any, drafted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(document: Document) -> bytes:
        raise RenderFailed

    monkeypatch.setattr("documents.pictures.preview_pdf", broken)
    document = drafted()
    body = clients["officer"].get(page(document)).content.decode()
    assert "Không tạo được tệp PDF" in body
    assert page(document, "as_html") in body
    assert clients["officer"].get(page(document, "as_html")).status_code == 200
    led = clients["officer"].get(page(document, "preview"), follow=True)
    assert [url for url, _ in led.redirect_chain] == [page(document)]
    assert "Không tạo được tệp PDF" in led.content.decode()


def edit_data(client: Any, document: Document) -> dict[str, Any]:
    form = client.get(page(document, "edit")).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_wording_is_edited_as_lines_and_articles(clients: Any, drafted: Any) -> None:
    document = drafted()
    data = edit_data(clients["officer"], document)
    assert data["articles"].count("\n\n") == 1
    sent = data | {"articles": "Một.\r\n1. Khoản.\r\n\r\nHai.", "recipients": "Như Điều 2\r\nLưu: VT", "number": "7"}
    assert clients["officer"].post(page(document, "edit"), sent).status_code == 302
    document.refresh_from_db()
    assert document.fields["articles"] == ["Một.\n1. Khoản.", "Hai."]
    assert document.fields["recipients"] == ["Như Điều 2", "Lưu: VT"]
    assert document.number is None


def test_the_place_of_a_table_is_told_only_where_the_wording_has_one(clients: Any, drafted: Any) -> None:
    def shown(*articles: str) -> str:
        document = drafted(fields={"subject": "Thử", "articles": list(articles)})
        return clients["officer"].get(page(document, "edit")).content.decode()

    assert "Dòng {bang} là chỗ của bảng." not in shown("Công nhận sản phẩm.")
    assert "Dòng {bang} là chỗ của bảng." in shown("Công nhận các sản phẩm:\n{bang}")


def test_saving_over_another_save_shows_both(clients: Any, drafted: Any) -> None:
    document = drafted()
    data = edit_data(clients["officer"], document)
    clients["leader"].post(page(document, "edit"), data | {"subject": "Của lãnh đạo"})
    response = clients["officer"].post(page(document, "edit"), data | {"subject": "Của cán bộ"})
    assert response.status_code == 409
    assert "Của lãnh đạo" in response.content.decode()
    assert "Của cán bộ" in response.content.decode()


def test_too_long_a_subject_keeps_what_was_typed(clients: Any, drafted: Any) -> None:
    document = drafted()
    data = edit_data(clients["officer"], document) | {"subject": "x" * 501}
    response = clients["officer"].post(page(document, "edit"), data)
    assert response.status_code == 400
    assert "x" * 501 in response.content.decode()


def test_issuing_through_the_page(clients: Any, drafted: Any) -> None:
    document = drafted()
    body = clients["leader"].get(page(document, "issue")).content.decode()
    assert "01/QĐ-UBND" in body
    assert "không sửa" in body
    assert page(document, "page", 1) in body, "who issues sees what it is"
    data = {"version": 1, "issued_on": "12/11/2024", "signing_form": "ubnd-chu-tich", "signer_name": "Nguyễn Văn Ẵng"}
    assert clients["officer"].post(page(document, "issue"), data).status_code in (302, 403)
    assert Document.objects.get().is_draft
    assert clients["leader"].post(page(document, "issue"), data | {"signer_name": ""}).status_code == 400
    assert clients["leader"].post(page(document, "issue"), data).status_code == 302
    document = Document.objects.get()
    assert document.notation == "01/QĐ-UBND"
    body = clients["officer"].get(page(document)).content.decode()
    assert document.sha256 in body
    assert "Nguyễn Văn Ẵng" in body
    clients["leader"].get(page(document))
    again = clients["leader"].post(page(document, "issue"), data, follow=True)
    assert [url for url, _ in again.redirect_chain] == [page(document)]
    told = [str(message) for message in again.context["messages"]]
    assert told == [f"Văn bản đã ban hành lúc {datetime_vn(document.issued_at)}, số 01/QĐ-UBND."]
    assert Document.objects.get().number == 1


TYPED = {
    "version": 1, "issued_on": "12/11/2024", "number": "", "signing_form": "ubnd-pho-chu-tich",
    "signer_name": "Nguyễn Văn Ước", "signer_position": "Phó Chủ tịch",
}  # fmt: skip


def values(answer: Any) -> dict[str, Any]:
    form = answer.context["form"]
    return {name: form[name].value() for name in form.fields}


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"issued_on": "31/12/2090"}, "issued_on", "Ngày ban hành không được sau ngày hôm nay."),
        ({"number": "1"}, "number", "Số 01/QĐ-UBND năm 2024 đã dùng. Số tiếp theo của sổ là 02."),
    ],
)
def test_a_refused_issue_keeps_what_was_typed_and_says_at_the_field_what_is_wrong(
    clients: Any, drafted: Any, issued: Document, wrong: dict[str, str], field: str, sentence: str
) -> None:
    document, sent = drafted(), {name: str(value) for name, value in (TYPED | wrong).items()}
    answer = clients["leader"].post(page(document, "issue"), sent, HTTP_REFERER=f"http://testserver{page(document)}")
    assert answer.status_code == 400
    assert values(answer) == sent
    assert answer.context["form"].errors == {field: [sentence]}
    clients["leader"].post(page(document, "issue"), sent | {"issued_on": "12/11/2024", "number": ""})
    document.refresh_from_db()
    assert (document.state, document.number, document.signer_name) == ("issued", 2, "Nguyễn Văn Ước")


def test_what_an_action_refuses_stands_on_the_form_and_in_the_trail(
    clients: Any, drafted: Any, people: dict[str, Any]
) -> None:
    document, sent = drafted(actor=people["leader"]), {name: str(value) for name, value in TYPED.items()}
    answer = clients["leader"].post(page(document, "issue"), sent, HTTP_REFERER=f"http://testserver{page(document)}")
    sentence = "Người soạn không tự ban hành được; hãy để lãnh đạo đơn vị ban hành."
    assert answer.context["form"].non_field_errors() == [sentence]
    assert values(answer) == sent
    assert AuditEvent.objects.get(refused=True).reason == sentence


def test_a_refused_recall_replacement_or_edit_keeps_what_was_typed(
    clients: Any, drafted: Any, issued: Document, people: dict[str, Any], test_kind: DocumentKind
) -> None:
    other = issue_document(document=drafted(), issued_on=DAY, signer_name="B", actor=people["leader"])
    draft = drafted()
    sent = {
        "recall": (issued, {"version": str(issued.version), "reason": "Sai căn cứ"}),
        "replace": (issued, {"version": str(issued.version), "replaced_by": str(other.pk)}),
        "edit": (draft, {name: str(value) for name, value in edit_data(clients["leader"], draft).items()}),
    }
    bound = cycle(["", "Có sản phẩm được công nhận theo văn bản này.", ""])  # page, act, and the page again
    may_edit = cycle([True, False, True])
    register(
        replace(test_kind, bound_by=lambda document: next(bound), editor_check=lambda user, document: next(may_edit))
    )
    for name, (document, typed) in sent.items():
        answer = clients["leader"].post(page(document, name), typed, HTTP_REFERER="http://testserver/van-ban/")
        assert answer.status_code == 400
        assert values(answer) == typed
        assert len(answer.context["form"].non_field_errors()) == 1


def test_a_failed_print_says_so_and_issues_nothing(clients: Any, drafted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(paper: object) -> bytes:
        raise RenderFailed

    monkeypatch.setattr("documents.workflow.print_pdf", broken)
    document = drafted()
    data = {"version": 1, "issued_on": "12/11/2024", "signing_form": "ubnd-chu-tich", "signer_name": "Nguyễn Văn Ước"}
    body = clients["leader"].post(page(document, "issue"), data).content.decode()
    assert "Không tạo được tệp PDF" in body
    assert 'value="Nguyễn Văn Ước"' in body
    assert Document.objects.get().is_draft


def test_issued_bytes_are_what_is_downloaded(clients: Any, issued: Document) -> None:
    own = read_stored(issued.pdf)
    url = reverse("core:file", args=[issued.pdf_id])
    assert b"".join(clients["officer"].get(url).streaming_content) == own
    assert clients["other"].get(url).status_code == 404
    assert clients["officer"].get(page(issued, "docx")).status_code == 404
    assert clients["officer"].get(page(issued, "page", 1)).content.startswith(b"\x89PNG")


def test_signed_copy_page_names_the_fault(clients: Any, issued: Document) -> None:
    url = page(issued, "signed_copy")
    wrong = SimpleUploadedFile("a.pdf", b"%PDF-1.7 other", "application/pdf")
    response = clients["officer"].post(url, {"kind": "signed", "file": wrong}, HTTP_REFERER=f"http://testserver{url}")
    assert response.status_code == 400
    assert "nguyên vẹn" in response.content.decode()
    assert "Chọn lại tệp “a.pdf”" in response.content.decode()
    scan = SimpleUploadedFile("quet.pdf", read_stored(issued.pdf), "application/pdf")
    unnamed = clients["officer"].post(url, {"file": scan}).content.decode()
    assert "Chọn lại tệp “quet.pdf”" in unnamed, "no browser keeps a file over an answer with errors"
    scan = SimpleUploadedFile("a.pdf", read_stored(issued.pdf), "application/pdf")
    assert clients["officer"].post(url, {"kind": "scan", "file": scan}).status_code == 302
    assert "Bản quét" in clients["officer"].get(page(issued)).content.decode()


def test_recall_through_its_own_page(clients: Any, issued: Document) -> None:
    url = page(issued, "recall")
    assert clients["leader"].post(url, {"version": issued.version, "reason": ""}).status_code == 400
    assert clients["leader"].post(url, {"version": issued.version, "reason": "Sai căn cứ"}).status_code == 302
    assert Document.objects.get().state == "recalled"


def test_search_finds_a_number_without_accents(people: dict[str, Any], issued: Document) -> None:
    from core.search import search

    (found,) = [hits for provider, hits in search(people["officer"], "01/qd-ubnd") if provider.label == "Văn bản"]
    assert found[0].url == page(issued)
    assert not [hits for provider, hits in search(people["other"], "01/qd-ubnd") if provider.label == "Văn bản"]


@pytest.mark.parametrize(("position", "proposed"), [("Phó Chủ tịch UBND huyện", True), ("Phó Giám đốc", False)])
def test_the_leader_is_proposed_as_signer_where_the_office_signs_this_kind(
    position: str, proposed: bool, clients: Any, drafted: Any, people: dict[str, Any]
) -> None:
    leader = people["leader"]
    leader.full_name, leader.position = "Vũ Thị Ký", position
    leader.save()
    body = clients["leader"].get(page(drafted(), "issue")).content.decode()
    assert ('value="Vũ Thị Ký"' in body) is proposed
    assert bool(re.search(r'value="ubnd-pho-chu-tich"[^>]* selected', body)) is proposed


def test_the_pages_beside_the_form_show_who_will_sign(clients: Any, drafted: Any, people: dict[str, Any]) -> None:
    leader = people["leader"]
    leader.full_name, leader.position = "Vũ Thị Ký", "Phó Chủ tịch UBND huyện"
    leader.save()
    document = drafted()
    shown = {who: measure.text(clients[who].get(page(document, "preview")).content) for who in ("leader", "officer")}
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in shown["leader"]
    assert "Vũ Thị Ký" in shown["leader"]
    assert "KT. CHỦ TỊCH" not in shown["officer"]
    document.refresh_from_db()
    assert (document.signer_name, document.signing_form) == ("", "ubnd-chu-tich"), "looking writes nothing"


def test_each_name_of_a_kind_stands_once_in_the_filter_and_finds_all_papers_of_that_name(
    clients: Any, drafted: Callable[..., Document], test_kind: DocumentKind
) -> None:
    register(replace(test_kind, code="thu-tinh"))
    both = {drafted(), drafted(kind="thu-tinh")}
    kept = clients["officer"].get(reverse("documents:list"), {"loai": "thu-tinh"})
    assert set(kept.context["rows"]) == both, "an address kept from before finds them under either code"
    answer = clients["officer"].get(reverse("documents:list"), {"loai": "thu"})
    labels = [label for _, label in answer.context["filters"].form.fields["loai"].choices]
    assert labels.count(test_kind.label) == 1
    assert len(labels) == len(set(labels))
    assert set(answer.context["rows"]) == both


def test_who_comes_back_to_issue_an_issued_paper_is_led_to_it(clients: Any, issued: Document) -> None:
    answer = clients["leader"].get(page(issued, "issue"), follow=True)
    assert answer.redirect_chain == [(page(issued), 302)]
    assert "Văn bản đã ban hành lúc" in answer.content.decode()


def test_pages_that_scroll_beside_a_form_are_reached_by_keyboard(clients: Any, drafted: Any) -> None:
    draft = drafted()
    frame = 'tabindex="0" role="group" aria-label="Các trang của văn bản"'
    assert frame in clients["leader"].get(page(draft, "issue")).content.decode()
    assert frame in clients["officer"].get(page(draft, "edit")).content.decode()
    assert frame not in clients["officer"].get(page(draft)).content.decode()


def test_only_a_paper_that_brings_something_about_says_so_before_its_issue(
    clients: Any, drafted: Any, test_kind: DocumentKind
) -> None:
    draft, told = drafted(), "có hiệu lực trên hệ thống ngay khi ban hành"
    assert told not in clients["leader"].get(page(draft, "issue")).content.decode()
    register(replace(test_kind, on_issue=lambda document, actor: None))
    assert told in clients["leader"].get(page(draft, "issue")).content.decode()
