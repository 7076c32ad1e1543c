"""Acting on documents: edit, issue, file the signed copy, replace, recall. Each irreversible step has its own page."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core import jobs
from core.errors import Denied
from core.files import UploadRefused
from core.formats import datetime_vn, today
from core.refusals import ask_for_files_again
from core.workflow import can
from documents.actions import edit_draft, issue_document, recall_document, replace_document, upload_signed_copy
from documents.enums import DocumentState
from documents.forms import DraftForm, IssueForm, RecallForm, ReplaceForm, SignedCopyForm
from documents.kinds import kind_of
from documents.models import Document
from documents.numbering import next_number
from documents.printing import is_long, paper_of
from documents.render.pdf import RenderFailed
from documents.rules import check_edit, may_keep
from documents.views.pages import document_of, pages_of
from documents.visibility import visible_documents
from documents.workflow import check_unbound

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def person(request: HttpRequest) -> User:
    """The signed-in person; the access map lets nobody else in."""
    return cast(User, request.user)


def _refuse_unless(allowed: bool, document: Document, sentence: str) -> None:
    if not allowed:
        raise Denied(sentence, obj=document)


@_GET_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The wording of a draft beside its page."""
    document = document_of(request, pk)
    check_edit(request.user, document)
    form = DraftForm(request.POST or None, document=document)
    if request.method == "POST" and form.is_valid():
        edit_draft(document=document, fields=form.changes(), actor=person(request), version=form.opened_version)
        messages.success(request, "Đã lưu lời văn của dự thảo.")
        again = "xem" in request.POST
        return redirect("documents:edit" if again else "documents:document", pk=pk)
    context = {"document": document, "form": form, "tag": document.version, **pages_of(request, document)}
    return render(request, "documents/edit.html", context, status=400 if form.errors else 200)


@_GET_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what issuing does, ask for day and signer, then do it."""
    document = document_of(request, pk)
    if not document.is_draft:  # also sent again from a second tab
        messages.info(request, f"Văn bản đã ban hành lúc {datetime_vn(document.issued_at)}, số {document.notation}.")
        return redirect("documents:document", pk=pk)
    _refuse_unless(can(document, "issue", request.user), document, "Bạn không được giao ban hành văn bản này.")
    upcoming = next_number(document, today().year)
    form = IssueForm(request.POST or None, document=document, next_number=upcoming, leader=person(request))
    if request.method == "POST" and form.is_valid():
        if is_long(paper_of(document)):
            return _issue_later(request, document, form)
        try:
            issue_document(document=document, actor=person(request), version=form.opened_version, **form.issue_data())
        except RenderFailed as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, f"Đã ban hành {document}.")
            return redirect("documents:document", pk=pk)
    kind = kind_of(document)
    promise = kind.promises or "Kết quả trong văn bản có hiệu lực trên hệ thống ngay khi ban hành."
    return _confirm(
        request,
        document,
        form,
        heading=f"Ban hành {kind.plain_label}",
        what=[
            f"Văn bản được cấp số tiếp theo của sổ {document.symbol} và ghi ngày ban hành.",
            "Bản PDF được tạo một lần và lưu cùng mã băm SHA-256; các lần in sau đều lấy đúng bản này.",
            *([promise] if kind.on_issue else []),
        ],
        undone="Sau khi ban hành không sửa và không xoá được văn bản; "
        + (
            "chỉ thu hồi hoặc thay thế được khi không còn kết quả nào dựa vào văn bản."
            if kind.bound_by
            else "chỉ có thể thu hồi hoặc ban hành văn bản thay thế."
        ),
        action_label="Ban hành văn bản",
        template="documents/issue.html",
        lacks=kind.lacks(document) if kind.lacks else [],
        tag=str(document.version),
        **pages_of(request, document),
    )


def _issue_later(request: HttpRequest, document: Document, form: IssueForm) -> HttpResponse:
    """A long annex is printed by the worker, with the version that the leader saw."""
    data = form.issue_data()
    page = reverse("documents:document", args=[document.pk])
    params = {
        "document": document.pk,
        "version": form.opened_version,
        "back": page,
        "page": page,
        "data": data | {"issued_on": data["issued_on"].isoformat()},
    }
    label = f"Ban hành {kind_of(document).plain_label}"
    job = jobs.start("documents.issue", owner=request.user, params=params, label=label)
    messages.info(request, "Văn bản dài nên được in và ban hành ở nền. Trang này cho biết khi nào xong.")
    return redirect("core:job", job.pk)


@_GET_POST
def signed_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """File the copy that was signed outside the portal."""
    document = document_of(request, pk)
    allowed = not document.is_draft and may_keep(request.user, document)
    _refuse_unless(allowed, document, "Bạn không được giao lưu bản đã ký của văn bản này.")
    form = SignedCopyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            upload_signed_copy(document=document, upload=data["file"], kind=data["kind"], actor=person(request))
        except UploadRefused as refusal:
            form.add_error("file", refusal.sentence)
        else:
            messages.success(request, "Đã lưu bản đã ký.")
            return redirect("documents:document", pk=pk)
    return _confirm(
        request,
        document,
        form,
        heading=f"Nộp bản đã ký của {document.notation}",
        what=[
            "Tải bản PDF đã ban hành, ký số hoặc in ra ký và đóng dấu, rồi nộp lại tại đây.",
            "Bản ký số được đối chiếu từng byte với bản đã ban hành; bản quét được ghi rõ là bản quét.",
        ],
        undone="",
        action_label="Nộp bản đã ký",
    )


@_GET_POST
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the issued document that takes this one's place."""
    document = document_of(request, pk)
    _refuse_unless(can(document, "replace", request.user), document, "Bạn không được giao thay thế văn bản này.")
    check_unbound(document)
    candidates = (
        visible_documents(request.user)
        .filter(state=DocumentState.ISSUED, issuing_unit=document.issuing_unit, kind=document.kind)
        .exclude(pk=document.pk)
    )
    form = ReplaceForm(request.POST or None, document=document, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        by = form.cleaned_data["replaced_by"]
        replace_document(document=document, by=by, actor=person(request), version=form.opened_version)
        messages.success(request, f"{document.notation} được thay thế bởi {by.notation}.")
        return redirect("documents:document", pk=pk)
    return _confirm(
        request,
        document,
        form,
        heading=f"Thay thế {document.notation}",
        what=[
            "Văn bản này được ghi là đã được thay thế, kèm liên kết tới văn bản mới.",
            "Bản PDF và số của nó vẫn được lưu.",
        ],
        undone="Không đưa văn bản trở lại trạng thái đang có hiệu lực được.",
        action_label="Ghi nhận thay thế",
    )


@_GET_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Recall an issued document, with a reason."""
    document = document_of(request, pk)
    _refuse_unless(can(document, "recall", request.user), document, "Bạn không được giao thu hồi văn bản này.")
    check_unbound(document)
    form = RecallForm(request.POST or None, document=document)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        recall_document(document=document, reason=reason, actor=person(request), version=form.opened_version)
        messages.success(request, f"Đã thu hồi {document.notation}.")
        return redirect("documents:document", pk=pk)
    return _confirm(
        request,
        document,
        form,
        heading=f"Thu hồi {document.notation}",
        what=["Văn bản được ghi là đã thu hồi, kèm lý do.", "Bản PDF và số của nó vẫn được lưu, số không dùng lại."],
        undone="Không đưa văn bản trở lại trạng thái đang có hiệu lực được.",
        action_label="Thu hồi văn bản",
    )


def _confirm(
    request: HttpRequest, document: Document, form: Any, *, template: str = "documents/act.html", **words: Any
) -> HttpResponse:
    """A page of its own for a step that cannot be taken back."""
    ask_for_files_again(form)
    context = {
        "document": document,
        "form": form,
        "back_url": reverse("documents:document", args=[document.pk]),
        **words,
    }
    return render(request, template, context, status=400 if form.errors else 200)
