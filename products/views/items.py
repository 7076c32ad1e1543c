"""One section of a dossier: guidance, text, files, and which criteria each file supports."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Denied, Stale
from core.files import UploadRefused
from core.forms import posted_version, whole_numbers
from criteria.queries import sheet_of
from products import rules
from products.actions import content
from products.content import Section
from products.enums import DossierState, ItemVerdict
from products.models import Dossier, Evidence
from products.views.common import answers_scripts, dossier_or_404, saved, section_or_404


def _context(request: HttpRequest, dossier: Dossier, section: Section, following: Section | None) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "section": section,
        "item": section.item,
        "only_checker": rules.left_unchecked_by(request.user, dossier),
        "following": following,
        "editable": rules.can_edit_item(request.user, section.item, section.prepared_by),
        "returned": dossier.state == DossierState.RETURNED and section.item.verdict == ItemVerdict.MISSING,
        "answer": section.item.answer,
        "accept": ",".join(f".{ending}" for ending in section.extensions),
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "max_words": f"{settings.UPLOAD_MAX_BYTES // 1_000_000} MB",
        "from_check": request.GET.get("tu") == "kiem-tra",
        "errors": [],
        "former": list(
            section.item.evidence.exclude(removed_at=None).select_related("file", "removed_by").order_by("-removed_at")
        ),
        "used": content.used_bytes(dossier.pk),
        "quota": settings.UPLOAD_MAX_BYTES_PER_DOSSIER,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Read or fill one section. Saving an incomplete one succeeds."""
    dossier = dossier_or_404(request, pk)
    section, following = section_or_404(dossier, code)
    if section.is_self_assessment and not section.evidence and request.method == "GET" and dossier.kind != "renewal":
        return redirect("products:self_assessment", pk=dossier.pk)
    context = _context(request, dossier, section, following)
    if request.method != "POST":
        return render(request, "products/item.html", context)
    if not context["editable"]:
        rules.check_edit_dossier(request.user, dossier)
    later = request.POST.get("luu") == "quay-lai"
    errors = _store_files(request, section)  # first: a browser sends a chosen file once, words can come again
    try:
        content.save_item(
            item=section.item,
            actor=request.user,
            answer=request.POST.get("answer", section.item.answer),
            not_applicable=None if section.item.mandatory else "not_applicable" in request.POST,
            version=posted_version(request),
        )
    except Stale:
        _tell_of_files(request, errors)
        raise
    if errors:
        section, following = section_or_404(dossier, code)
        context |= _context(request, dossier, section, following) | {
            "errors": errors,
            "has_errors": True,
        }
        return render(request, "products/item.html", context, status=422)
    return _after(request, dossier, section, following, later)


def _store_files(request: HttpRequest, section: Section) -> list[str]:
    """Keep each file that is good; say of each other one why not. What was kept stays."""
    errors = []
    for upload in request.FILES.getlist("evidence"):
        try:
            content.add_evidence(item=section.item, actor=request.user, upload=upload)
        except UploadRefused as refusal:
            errors.append(refusal.sentence)
    return errors


def _tell_of_files(request: HttpRequest, errors: list[str]) -> None:
    """On the page that shows both texts: which files are stored already, which are not and why."""
    kept = len(request.FILES.getlist("evidence")) - len(errors)
    if kept:
        messages.success(request, f"Đã lưu {kept} tệp bạn vừa chọn.")
    for sentence in errors:
        messages.error(request, sentence)


def _after(
    request: HttpRequest, dossier: Dossier, section: Section, following: Section | None, later: bool
) -> HttpResponse:
    fresh, _ = section_or_404(dossier, section.item.code)
    if not later and section.item.mandatory and not fresh.filled:
        messages.warning(request, f"Đã lưu “{section.item.name}”, nhưng phần này còn thiếu nên chưa tính là xong.")
    else:
        messages.success(request, f"Đã lưu “{section.item.name}”.")
    if request.POST.get("tu") == "kiem-tra":
        return redirect("products:dossier_check", pk=dossier.pk)
    if later or following is None:
        return redirect("products:dossier", pk=dossier.pk)
    return redirect("products:item", pk=dossier.pk, code=following.item.code)


@require_POST
@answers_scripts
def autosave(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Keep what was typed so far."""
    dossier = dossier_or_404(request, pk)
    section, _ = section_or_404(dossier, code)
    item = content.save_item(
        item=section.item,
        actor=request.user,
        answer=request.POST.get("answer", section.item.answer),
        not_applicable=None if section.item.mandatory else "not_applicable" in request.POST,
        version=posted_version(request),
    )
    return saved(version=item.version)


@require_POST
@answers_scripts
def upload(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One file, sent by the upload script."""
    dossier = dossier_or_404(request, pk)
    section, _ = section_or_404(dossier, code)
    if "file" not in request.FILES:
        raise UploadRefused("Không nhận được tệp nào. Chọn lại tệp rồi gửi.")
    evidence = content.add_evidence(item=section.item, actor=request.user, upload=request.FILES["file"])
    return saved(
        id=evidence.pk,
        name=evidence.file.name,
        size=evidence.file.size,
        remove_url=reverse("products:evidence_remove", args=[dossier.pk, evidence.pk]),
    )


def _evidence(request: HttpRequest, pk: int, evidence_pk: int) -> tuple[Dossier, Evidence]:
    dossier = dossier_or_404(request, pk)
    rows = Evidence.objects.select_related("item__dossier", "file").filter(item__dossier=dossier, removed_at=None)
    return dossier, get_object_or_404(rows, pk=evidence_pk)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """Name a file, replace it, and say which criteria it supports."""
    dossier, row = _evidence(request, pk, evidence_pk)
    section, _ = section_or_404(dossier, row.item.code)
    if not rules.can_edit_item(request.user, section.item, section.prepared_by):
        rules.check_edit_dossier(request.user, dossier)
        raise Denied("Phần này do cấp xã lập.", obj=dossier, action="dossier.edit")
    error = ""
    if request.method == "POST":
        chosen = whole_numbers(request.POST.getlist("criteria"))
        try:
            if "file" in request.FILES:
                content.add_evidence(
                    item=row.item, actor=request.user, upload=request.FILES["file"], title=request.POST.get("title", ""),
                    criteria=chosen, replaces=row,
                )  # fmt: skip
            else:
                content.link_evidence(
                    evidence=row, actor=request.user, criteria=chosen, title=request.POST.get("title", "")
                )
        except UploadRefused as refusal:
            error = refusal.sentence
        else:
            messages.success(request, "Đã lưu tài liệu.")
            return redirect("products:item", pk=dossier.pk, code=row.item.code)
    context = {
        "dossier": dossier,
        "section": section,
        "evidence": row,
        "form_tree": sheet_of(dossier.criteria_set),
        "chosen": set(whole_numbers(request.POST.getlist("criteria")))
        or set(row.criteria.values_list("pk", flat=True)),
        "error": error,
        "has_errors": bool(error),
        "accept": ",".join(f".{ending}" for ending in section.extensions),
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "max_words": f"{settings.UPLOAD_MAX_BYTES // 1_000_000} MB",
    }
    return render(request, "products/evidence.html", context, status=422 if error else 200)


@require_POST
def remove(request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """Take a file out of the dossier; it stays in the history."""
    dossier, row = _evidence(request, pk, evidence_pk)
    content.remove_evidence(evidence=row, actor=request.user)
    messages.success(request, f"Đã gỡ “{row.title}”. Tệp vẫn còn trong lịch sử hồ sơ.")
    return redirect("products:item", pk=dossier.pk, code=row.item.code)
