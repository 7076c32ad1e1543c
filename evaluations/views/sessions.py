"""Sessions: list, preparation, attendance, opening, ending."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, workflow
from core.errors import Denied
from core.formats import local_date, today
from core.forms import whole_numbers
from core.text import nfc
from evaluations import actions, my_work, opening_page, queries, rules, visibility
from evaluations.enums import Presence, SessionMode
from evaluations.events import in_words
from evaluations.forms import OpenForm, ReasonForm, RecusalForm, SessionForm
from evaluations.models import Assessment, CouncilSession, Recusal
from evaluations.views.session_list import runnable_councils


def get_session(request: HttpRequest, session_id: int) -> CouncilSession:
    """A visible session, or 404."""
    rows = visibility.visible_sessions(request.user).select_related("council__unit", "presided_by__user", "created_by")
    return get_object_or_404(rows, pk=session_id)


def _run(request: HttpRequest, session_id: int) -> CouncilSession:
    """A session that the person runs."""
    session = get_session(request, session_id)
    rules.check_runs(request.user, session)
    return session


def _to(session: CouncilSession) -> HttpResponse:
    return redirect("evaluations:session", session_id=session.pk)


@require_http_methods(["GET", "POST"])
def session_new(request: HttpRequest) -> HttpResponse:
    """Make a session for one of the person's councils."""
    councils = runnable_councils(request)
    if not councils:
        raise Denied("Chưa có Hội đồng còn nhiệm kỳ mà bạn được giao chuẩn bị phiên họp. Lập Hội đồng trước.")
    wanted = request.POST.get("council") or request.GET.get("hoi-dong") or ""
    council = next((row for row in councils if str(row.pk) == wanted), councils[0])
    form = SessionForm(request.POST or None, initial={"mode": SessionMode.MEETING})
    if request.method == "POST" and form.is_valid():
        session = actions.create_session(council=council, values=form.changes(), actor=request.user)
        messages.success(request, f"Đã lập {session.title}. Thêm hồ sơ vào chương trình.")
        return redirect("evaluations:agenda_add", session_id=session.pk)
    context = {
        "form": form, "heading": "Lập phiên họp", "subheading": council.name, "button": "Lập phiên họp",
        "back_url": reverse("evaluations:sessions"), "council": council, "councils": councils,
    }  # fmt: skip
    return render(request, "evaluations/session_form.html", context)


@require_http_methods(["GET", "POST"])
def session_edit(request: HttpRequest, session_id: int) -> HttpResponse:
    """Change time, place or mode."""
    session = _run(request, session_id)
    rules.check_planned(session)
    form = SessionForm(request.POST or None, instance=session)
    if request.method == "POST" and form.is_valid():
        actions.edit_session(session=session, values=form.changes(), actor=request.user, version=form.opened_version)
        messages.success(request, "Đã lưu phiên.")
        return _to(session)
    context = {"form": form, "heading": "Sửa phiên", "subheading": session.title, "button": "Lưu",
               "back_url": reverse("evaluations:session", args=[session.pk])}  # fmt: skip
    return render(request, "evaluations/session_form.html", context)


@require_GET
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """One session: agenda, members, what is to be done next."""
    row = get_session(request, session_id)
    places = list(queries.attendances(row))
    items = queries.agenda(row)
    rules_ = queries.rules_of_session(row)
    deadline = queries.service_deadline(row, rules_.council.documents_before_working_days)
    late = [
        p
        for p in places
        if row.dossiers_sent_at and deadline and (p.served_at is None or local_date(p.served_at) > deadline)
    ]
    context = {
        "session": row,
        "items": items,
        "places": places,
        "roll": queries.session_roll(row),
        "late": late,
        "deadline": deadline,
        "too_late_now": deadline is not None and today() > deadline,
        "documents_days": rules_.council.documents_before_working_days,
        "runs": rules.runs_session(request.user, row),
        "steps": {step.name for step in workflow.available(row, request.user)},
        "member": rules.office_in(request.user, row.council_id),
        "to_score": my_work.waits_in(request.user, row),
        "present": sum(place.presence == Presence.PRESENT for place in places),
        "recusals": _recusals(items),
        "closed_count": sum(item.state == "closed" for item in items),
        "events": in_words(audit.timeline(row)[:10]),
    }
    return render(request, "evaluations/session.html", context)


def _recusals(items: list[Assessment]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in Recusal.objects.filter(assessment__in=items).select_related("member"):
        found.setdefault(row.assessment_id, []).append(str(row.member))
    return found


@require_http_methods(["GET", "POST"])
def agenda_add(request: HttpRequest, session_id: int) -> HttpResponse:
    """Choose accepted dossiers for the agenda."""
    row = _run(request, session_id)
    rules.check_planned(row)
    if request.method == "POST":
        chosen = whole_numbers(request.POST.getlist("dossier"))
        if not chosen:
            messages.error(request, "Chọn ít nhất một hồ sơ.")
            return redirect("evaluations:agenda_add", session_id=row.pk)
        added = actions.add_dossiers(session=row, dossier_ids=chosen, actor=request.user)
        messages.success(request, f"Đã thêm {len(added)} hồ sơ vào chương trình.")
        return _to(row)
    return render(request, "evaluations/agenda_add.html", {"session": row, "candidates": queries.candidates(row)[:300]})


@require_POST
def agenda_order(request: HttpRequest, session_id: int) -> HttpResponse:
    """Move one item up or down."""
    row = _run(request, session_id)
    ids = [item.pk for item in queries.agenda(row)]
    moved, direction = request.POST.get("muc", ""), request.POST.get("huong", "")
    here = next((place for place, pk in enumerate(ids) if str(pk) == moved), None)
    if here is not None:
        there = here - 1 if direction == "len" else here + 1
        if 0 <= there < len(ids):
            ids[here], ids[there] = ids[there], ids[here]
        actions.reorder(session=row, order=ids, actor=request.user)
    return _to(row)


def _assessment(request: HttpRequest, assessment_id: int) -> Assessment:
    rows = visibility.visible_assessments(request.user).select_related(
        "session__council__unit", "session__presided_by", "dossier"
    )
    return get_object_or_404(rows, pk=assessment_id)


@require_http_methods(["GET", "POST"])
def agenda_remove(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Take a dossier off the agenda; one that is being scored needs a reason."""
    item = _assessment(request, assessment_id)
    rules.check_runs(request.user, item.session)
    scoring = item.state == "open"
    form = ReasonForm(request.POST or None) if scoring else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if form is None:
            actions.remove_assessment(assessment=item, actor=request.user)
        else:
            actions.drop_assessment(assessment=item, actor=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"Đã đưa {item.dossier.product_name} ra khỏi phiên.")
        return _to(item.session)
    context = {
        "form": form,
        "heading": "Đưa hồ sơ ra khỏi phiên",
        "subheading": item.dossier.product_name,
        "what": ["Hồ sơ trở lại trạng thái đã tiếp nhận, có thể đưa vào phiên khác."]
        + (["Việc chấm dừng lại, không có kết quả. Phiếu đang chấm được lưu nhưng không dùng nữa."] if scoring else []),
        "action_label": "Đưa ra khỏi phiên",
        "back_url": reverse("evaluations:session", args=[item.session_id]),
    }
    return render(request, "components/confirm.html", context)


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, session_id: int) -> HttpResponse:
    """Serve the dossiers on members, with a warning when it is late."""
    row = _run(request, session_id)
    places = list(queries.attendances(row))
    if request.method == "POST":
        chosen = whole_numbers(request.POST.getlist("member"))
        if not chosen:
            messages.error(request, "Chọn ít nhất một thành viên.")
            return redirect("evaluations:send", session_id=row.pk)
        actions.send_dossiers(session=row, member_ids=chosen, actor=request.user)
        messages.success(request, "Đã gửi hồ sơ. Thành viên xem được ở mục Chấm điểm.")
        return _to(row)
    days = queries.rules_of_session(row).council.documents_before_working_days
    deadline = queries.service_deadline(row, days)
    context = {
        "session": row, "places": places, "items": queries.agenda(row), "deadline": deadline, "days": days,
        "too_late": deadline is not None and today() > deadline,
    }  # fmt: skip
    return render(request, "evaluations/send.html", context)


@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, session_id: int) -> HttpResponse:
    """The tick list of who is here."""
    row = _run(request, session_id)
    places = list(queries.attendances(row))
    if request.method == "POST":
        presence, notes = {}, {}
        everybody = request.POST.get("tat-ca") == Presence.PRESENT
        for place in places:
            told = Presence.PRESENT if everybody else request.POST.get(f"co-mat-{place.member_id}", "")
            if told in Presence.values:
                presence[place.member_id] = told
            notes[place.member_id] = nfc(request.POST.get(f"ghi-chu-{place.member_id}", place.note))[:200]
        actions.record_attendance(session=row, presence=presence, notes=notes, actor=request.user)
        _tell_who_presides(request, row)
        if everybody:
            messages.success(request, "Đã ghi tất cả có mặt. Ai vắng thì chọn lại rồi lưu điểm danh.")
            return redirect("evaluations:attendance", session_id=row.pk)
        if not presence:  # notes are kept all the same
            messages.error(request, "Chưa đánh dấu thành viên nào.")
            return redirect("evaluations:attendance", session_id=row.pk)
        messages.success(request, "Đã lưu điểm danh.")
        return _to(row)
    return render(
        request, "evaluations/attendance.html", {"session": row, "places": places, "roll": queries.session_roll(row)}
    )


def _tell_who_presides(request: HttpRequest, opened: CouncilSession) -> None:
    """Say so when what was ticked made another person preside."""
    current = CouncilSession.objects.select_related("presided_by").get(pk=opened.pk)
    if current.presided_by_id != opened.presided_by_id:
        messages.info(request, f"Từ lúc này {current.presided_by} chủ trì phiên họp.")


@require_http_methods(["GET", "POST"])
def open_scoring(request: HttpRequest, session_id: int) -> HttpResponse:
    """Open the session: its own page, since members score from now on."""
    row = get_session(request, session_id)
    if "open" not in {step.name for step in workflow.available(row, request.user)}:
        raise Denied(
            "Chỉ thư ký, cán bộ thường trực hoặc người chủ trì mở chấm điểm, khi phiên đang chuẩn bị.", obj=row
        )
    form = OpenForm(request.POST or None, session=row)
    if request.method == "POST" and form.is_valid():
        every = form.cleaned_data["every_dossier"] == "all"
        actions.open_session(
            session=row, presider=form.cleaned_data["presider"], actor=request.user, every_dossier=every
        )
        messages.success(request, "Đã mở chấm điểm.")
        return redirect("evaluations:room", session_id=row.pk)
    conditions = opening_page.needed(row)
    context = {
        "form": form,
        "heading": "Mở chấm điểm",
        "subheading": row.title,
        "what": opening_page.consequences(row),
        "conditions": conditions,
        "openable": all(condition.met for condition in conditions),
        "action_label": "Mở chấm điểm",
        "back_url": reverse("evaluations:session", args=[row.pk]),
    }
    return render(request, "evaluations/open.html", context)


@require_POST
def open_one(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Open one dossier of the agenda."""
    item = _assessment(request, assessment_id)
    actions.open_assessment(assessment=item, actor=request.user)
    messages.success(request, f"Đã mở chấm {item.dossier.product_name}.")
    return redirect(f"{reverse('evaluations:room', args=[item.session_id])}?hs={item.pk}")


@require_http_methods(["GET", "POST"])
def record_recusal(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The secretary records that a member does not score a dossier."""
    item = _assessment(request, assessment_id)
    rules.check_runs(request.user, item.session)
    form = RecusalForm(request.POST or None, session=item.session, label="Lý do thành viên nêu")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.declare_recusal(assessment=item, member=data["member"], reason=data["reason"], actor=request.user)
        messages.success(request, f"Đã ghi nhận {data['member']} từ chối chấm.")
        return _to(item.session)
    context = {
        "form": form,
        "heading": "Ghi nhận từ chối chấm",
        "subheading": item.dossier.product_name,
        "what": ["Thành viên này không tính vào số thành viên cần có và điểm trung bình của hồ sơ. Biên bản nêu rõ."],
        "undone": "Sau khi ghi nhận thì không rút lại được.",
        "action_label": "Ghi nhận",
        "back_url": reverse("evaluations:session", args=[item.session_id]),
    }
    return render(request, "components/confirm.html", context)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, session_id: int) -> HttpResponse:
    """End the session."""
    row = get_session(request, session_id)
    if request.method == "POST":
        actions.close_session(session=row, actor=request.user)
        messages.success(request, "Đã kết thúc phiên.")
        return _to(row)
    context = {
        "heading": "Kết thúc phiên",
        "subheading": row.title,
        "what": [
            "Mọi hồ sơ trong chương trình đã được chốt kết quả.",
            "Phiên không sửa được nữa." if row.is_written else "Điểm danh và diễn biến phiên không sửa được nữa.",
        ],
        "action_label": "Kết thúc phiên",
        "back_url": reverse("evaluations:session", args=[row.pk]),
    }
    return render(request, "components/confirm.html", context)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, session_id: int) -> HttpResponse:
    """Cancel a session without results."""
    row = _run(request, session_id)
    form = ReasonForm(request.POST or None, label="Lý do huỷ phiên")
    if request.method == "POST" and form.is_valid():
        actions.cancel_session(session=row, actor=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã huỷ phiên.")
        return _to(row)
    context = {
        "form": form,
        "heading": "Huỷ phiên",
        "subheading": row.title,
        "what": ["Các hồ sơ trở lại trạng thái đã tiếp nhận.", "Phiếu đang chấm được lưu nhưng không dùng nữa."],
        "undone": "Phiên đã huỷ thì không mở lại được.",
        "action_label": "Huỷ phiên",
        "back_url": reverse("evaluations:session", args=[row.pk]),
    }
    return render(request, "components/confirm.html", context)
