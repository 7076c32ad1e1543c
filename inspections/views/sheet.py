"""The sheet at the producer's site: rows, photos, signatures, findings, conclusion."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Denied
from core.files import UploadRefused
from core.forms import whole_number
from inspections import rules
from inspections.actions import findings as finding_actions
from inspections.actions import photos as photo_actions
from inspections.actions import visits as actions
from inspections.actions.uploads import PIECE_BYTES
from inspections.enums import Verdict, verdict_words
from inspections.exif import place_from_text
from inspections.forms import FindingForm
from inspections.models import Finding, Inspection, InspectionLine
from inspections.overtaken import Overtaken, Seen, mark_of, new_page
from inspections.papers.minutes import conclude_with_minutes
from inspections.sheet import groups_of
from inspections.views.common import answers_scripts, confirm, is_script, saved
from inspections.views.visits import get_inspection


def _visit(request: HttpRequest, pk: int) -> Inspection:
    """A visible inspection on whose sheet the person may write now."""
    row = get_inspection(request, pk)
    rules.check_visit(request.user, row)
    return row


def _choices(line: InspectionLine) -> list[tuple[str, str]]:
    return [(value, verdict_words(line.kind, value)) for value in Verdict.values]


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole sheet; POST is the whole form at once, for a browser without scripts."""
    row = get_inspection(request, pk)
    if not rules.can_visit(request.user, row):
        return redirect("inspections:inspection", pk=row.pk)
    if request.method == "POST":
        return _save_form(request, row)
    lines = list(row.lines.select_related("product__recognition"))
    photos = list(row.photos.filter(removed_at=None).select_related("file", "line"))
    with_photos: dict[int, int] = {}
    for photo in photos:
        if photo.line_id:
            with_photos[photo.line_id] = with_photos.get(photo.line_id, 0) + 1
    found: dict[int, int] = {}
    findings = list(row.findings.select_related("line", "product__recognition").prefetch_related("actions"))
    for finding in findings:
        if finding.line_id:
            found[finding.line_id] = found.get(finding.line_id, 0) + 1
    groups = groups_of(lines)
    page = new_page()
    for line in lines:
        line.choices = _choices(line)  # type: ignore[attr-defined]
        line.mark = mark_of(line.verdict, line.note, page=page)  # type: ignore[attr-defined]
    context = {
        "inspection": row,
        "groups": groups,
        "asked": sum(group.asked for group in groups),
        "answered": sum(group.answered for group in groups),
        "saved_at": max((line.saved_at for line in lines if line.saved_at), default=None),
        "findings": findings,
        "photos": photos,
        "with_photos": with_photos,
        "found": found,
        "signatures": {s.side: s for s in row.signatures.all()},
        "new_key": uuid.uuid4(),
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "piece_bytes": PIECE_BYTES,
        "base": reverse("inspections:sheet", args=[row.pk]),
        "representative": row.producer if row.producer and row.producer.representative else None,
        "marks": {name: mark_of(getattr(row, name), page=page) for name in actions.WORDS},
    }
    return render(request, "inspections/sheet.html", context)


def _save_form(request: HttpRequest, row: Inspection) -> HttpResponse:
    answers: dict[int, tuple[str, str]] = {}
    for line in row.lines.only("pk"):
        if f"n-{line.pk}" in request.POST or f"v-{line.pk}" in request.POST:
            answers[line.pk] = (request.POST.get(f"v-{line.pk}", ""), request.POST.get(f"n-{line.pk}", ""))
    seen = {pk: _seen(request, pk) for pk in answers}
    said = actions.save_lines(inspection=row, answers=answers, actor=request.user, seen=seen)
    said += _save_words(request, row)
    for one in said:
        mine = request.POST.get(one.field, "")
        messages.error(request, f"{one.place}: {one.sentence}{f' Bạn đã ghi: “{mine}”.' if mine else ''}")
    if said:
        return redirect("inspections:sheet", pk=row.pk)
    if "ket-luan" in request.POST:
        return redirect("inspections:conclude", pk=row.pk)
    messages.success(request, "Đã lưu phiếu.")
    return redirect("inspections:sheet", pk=row.pk)


def _seen(request: HttpRequest, name: int | str) -> Seen:
    return Seen.read(request.POST.get(f"was-{name}", ""))


def _save_words(request: HttpRequest, row: Inspection) -> list[Overtaken]:
    seen = {name: _seen(request, name) for name in actions.WORDS}
    return actions.save_words(inspection=row, values=request.POST.dict(), actor=request.user, seen=seen)


def _told(said: list[Overtaken]) -> JsonResponse:
    """Somebody else wrote there meanwhile: their words, and the marks with which the sender may write over them."""
    marks = {f"was-{one.field.removeprefix('n-')}": one.mark for one in said}
    many = len(said) > 1
    words = " ".join(f"{one.place}: {one.sentence}" if many else one.sentence for one in said)
    return JsonResponse({"error": words, "was": marks}, status=409)


@require_POST
@answers_scripts
def save_line(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    """One row as soon as it changes."""
    row = get_inspection(request, pk)
    line = get_object_or_404(row.lines, pk=line_pk)
    said = actions.save_line(
        line=line, verdict=request.POST.get(f"v-{line.pk}", ""), note=request.POST.get(f"n-{line.pk}", ""),
        actor=request.user, seen=_seen(request, line.pk),
    )  # fmt: skip
    return _told([said]) if said else saved()


@require_POST
@answers_scripts
def save_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Remarks, opinion, conclusion, the site's person."""
    said = _save_words(request, get_inspection(request, pk))
    return _told(said) if said else saved()


@require_POST
def hold_rest(request: HttpRequest, pk: int, group: str) -> HttpResponse:
    """The rows of a group without a verdict all hold."""
    row = get_inspection(request, pk)
    count = actions.hold_rest(inspection=row, group=group, actor=request.user)
    messages.success(request, f"Đã ghi {count} mục còn lại của nhóm là đạt.")
    return redirect(f"{reverse('inspections:sheet', args=[row.pk])}#nhom-{group}")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UploadRefused("Thiếu khoá gửi ảnh. Tải lại trang rồi gửi lại.") from None


@require_POST
@answers_scripts
def photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One photo; sent again with the same key it is not kept twice."""
    row = get_inspection(request, pk)
    try:
        photo = _keep_photo(request, row)
    except UploadRefused as refusal:
        if is_script(request):
            raise
        messages.error(request, refusal.sentence)
        return redirect("inspections:sheet", pk=row.pk)
    if not is_script(request):
        messages.success(request, "Đã nhận ảnh.")
        return redirect(f"{reverse('inspections:sheet', args=[row.pk])}#anh")
    return saved(
        id=str(photo.file_id), name=photo.file.name, size=photo.file.size, photo=photo.pk,
        url=f"{reverse('core:file', args=[photo.file_id])}?xem=1",
        remove_url=reverse("inspections:photo_remove", args=[row.pk, photo.pk]),
        place=f"{photo.latitude}, {photo.longitude}" if photo.latitude is not None else "",
    )  # fmt: skip


def _keep_photo(request: HttpRequest, row: Inspection) -> Any:
    upload = request.FILES.get("file")
    if upload is None:
        raise UploadRefused("Chưa chọn ảnh.")
    wanted = request.POST.get("line", "")
    number = whole_number(wanted)
    line = get_object_or_404(row.lines, pk=number) if number is not None else None
    return photo_actions.add_photo(
        inspection=row,
        upload=upload,
        key=_key(request.POST.get("key", "")),
        actor=request.user,
        line=line,
        caption=request.POST.get("caption", ""),
        device_place=place_from_text(request.POST.get("latitude", ""), request.POST.get("longitude", "")),
    )


@require_POST
@answers_scripts
def photo_remove(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    """Take a photo off the sheet."""
    row = get_inspection(request, pk)
    photo_actions.remove_photo(photo=get_object_or_404(row.photos, pk=photo_pk), actor=request.user)
    return saved() if is_script(request) else redirect(f"{reverse('inspections:sheet', args=[row.pk])}#anh")


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Signatures on the screen; on paper they need nothing here."""
    row = _visit(request, pk)
    if request.method == "POST":
        side = request.POST.get("side", "")
        try:
            photo_actions.sign(
                inspection=row, side=side, name=request.POST.get("name", ""), data_url=request.POST.get("drawing", ""),
                actor=request.user,
            )  # fmt: skip
        except UploadRefused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, "Đã lưu chữ ký.")
        return redirect("inspections:sign", pk=row.pk)
    leader = row.team.members.filter(duty="leader").first() if row.team else None
    kept = {signature.side: signature for signature in row.signatures.select_related("file")}
    host = row.host_name or (row.producer.representative if row.producer else "")
    sides = [
        {"code": "site", "label": "Đại diện cơ sở", "name": host, "kept": kept.get("site")},
        {"code": "team", "label": "Trưởng đoàn kiểm tra", "name": leader.full_name if leader else "", "kept": kept.get("team")},
    ]  # fmt: skip
    return render(request, "inspections/sign.html", {"inspection": row, "sides": sides})


# --- findings ------------------------------------------------------------------------------------------------------


def _finding_page(request: HttpRequest, row: Inspection, form: FindingForm, **more: Any) -> HttpResponse:
    context = {
        "form": form, "subheading": row.site_name, "button": "Lưu phát hiện",
        "back_url": f"{reverse('inspections:sheet', args=[row.pk])}#phat-hien", **more,
    }  # fmt: skip
    return render(request, "inspections/finding.html", context)


@require_http_methods(["GET", "POST"])
def finding_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a finding, of a row of the sheet (`?dong=`) or in general."""
    row = _visit(request, pk)
    wanted = request.GET.get("dong", "")
    number = whole_number(wanted)
    line = get_object_or_404(row.lines, pk=number) if number is not None else None
    form = FindingForm(request.POST or None, initial={"text": line.note if line else "", "severity": "minor"})
    if request.method == "POST" and form.is_valid():
        finding_actions.add_finding(inspection=row, values=form.cleaned_data, line=line, actor=request.user)
        messages.success(request, "Đã ghi phát hiện.")
        return redirect(f"{reverse('inspections:sheet', args=[row.pk])}#phat-hien")
    return _finding_page(request, row, form, heading="Ghi phát hiện", line=line)


def _finding(row: Inspection, finding_pk: int) -> Finding:
    return get_object_or_404(row.findings.select_related("inspection", "line"), pk=finding_pk)


@require_http_methods(["GET", "POST"])
def finding_edit(request: HttpRequest, pk: int, finding_pk: int) -> HttpResponse:
    """Change a finding."""
    row = _visit(request, pk)
    finding = _finding(row, finding_pk)
    first = finding.actions.first()
    initial = {
        "severity": finding.severity, "text": finding.text, "demand": first.text if first else "",
        "due_on": first.due_on if first else None, "version": finding.version,
    }  # fmt: skip
    form = FindingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        finding_actions.edit_finding(
            finding=finding, values=values, actor=request.user, version=values.pop("version")
        )  # fmt: skip
        messages.success(request, "Đã sửa phát hiện.")
        return redirect(f"{reverse('inspections:sheet', args=[row.pk])}#phat-hien")
    return _finding_page(
        request, row, form, heading="Sửa phát hiện", line=finding.line, finding=finding, inspection=row
    )


@require_POST
def finding_remove(request: HttpRequest, pk: int, finding_pk: int) -> HttpResponse:
    """Take a finding out."""
    row = _visit(request, pk)
    finding_actions.remove_finding(finding=_finding(row, finding_pk), actor=request.user)
    messages.success(request, "Đã bỏ phát hiện.")
    return redirect(f"{reverse('inspections:sheet', args=[row.pk])}#phat-hien")


@require_http_methods(["GET", "POST"])
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Check what is missing, then end the visit and freeze the minutes."""
    row = _visit(request, pk)
    groups = groups_of(row.lines.all())
    left = [group for group in groups if group.answered < group.asked]
    if request.method == "GET" and (left or not row.conclusion.strip() or not row.host_name.strip()):
        return render(request, "inspections/not_yet.html", {"inspection": row, "left": left})
    findings = list(row.findings.all())
    signed = row.signatures.count()
    what = [
        f"Phiếu kiểm tra: {sum(g.answered for g in groups)}/{sum(g.asked for g in groups)} nội dung đã đánh giá.",
        f"{len(findings)} phát hiện, {row.photos.filter(removed_at=None).count()} ảnh đã nhận. Ảnh còn chờ gửi trên "
        "điện thoại thì mở phiếu, đợi gửi xong rồi mới kết luận: sau đó không nhận thêm ảnh.",
        "Chữ ký trên màn hình: đủ hai bên." if signed == 2 else "Chưa đủ chữ ký trên màn hình: in biên bản để ký giấy, rồi nộp "
        "bản quét ở trang văn bản.",
        "Biên bản được đánh số, lưu nguyên vẹn; chủ thể nhận thông báo và xem được kết quả.",
    ]  # fmt: skip
    try:
        return confirm(
            request,
            heading="Kết luận, lập biên bản",
            subheading=row.site_name,
            what=what,
            undone="Sau khi kết luận thì phiếu, phát hiện và biên bản không sửa được.",
            action_label="Kết luận và lập biên bản",
            back_url=reverse("inspections:sheet", args=[row.pk]),
            do=lambda _form: conclude_with_minutes(inspection=row, actor=request.user),
            done="Đã kết luận và lập biên bản.",
            to=reverse("inspections:inspection", args=[row.pk]),
        )
    except Denied as refusal:
        messages.error(request, refusal.sentence)
        return redirect("inspections:sheet", pk=row.pk)
