"""After the session: which results need which paper, and the Ministry's answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import allowed
from accounts.models import Unit
from core.files import UploadRefused, store_upload
from core.forms import whole_numbers
from core.refusals import ask_for_files_again
from evaluations.actions.draft_paper import draft_paper
from evaluations.actions.ministry import its_points_decide, record_ministry_answer
from evaluations.enums import MinistryAnswer
from evaluations.followup import rules
from evaluations.followup.facts import decided
from evaluations.followup.forms import MinistryAnswerForm
from evaluations.followup.waiting import Paper, Waiting, recognised_stars, waiting_at
from evaluations.models import DecisionEntry, MinistryCase
from products.queries import standing


def _unit(request: HttpRequest, unit_id: int) -> Unit:
    for unit in rules.follow_up_units(request.user):
        if unit.pk == unit_id:
            return unit
    raise Http404


def _rows(waiting: Waiting) -> list[dict[str, Any]]:
    """What the table says of each result: its stars, and a recognition with more stars, which a new one would end."""
    recognises, goes_up = waiting.paper is Paper.RECOGNITION, waiting.paper is Paper.FORWARDING
    if recognises or goes_up:
        prefetch_related_objects([row.dossier.product for row in waiting.assessments], standing())
    rows: list[dict[str, Any]] = []
    for row in waiting.assessments:
        stars = recognised_stars(row) if recognises else 0
        given = row.result.recognised_stars if goes_up else stars
        held = row.dossier.product.standing if given else ()  # type: ignore[attr-defined]
        higher = next((one for one in held if one.stars > given), None)
        mean, words = decided(row)
        ends = higher is not None and recognises
        chosen = not ends and (waiting.paper is not Paper.FAILURE or not rows)  # a notice is about one product
        rows.append(
            {"row": row, "words": words, "mean": mean, "stars": stars, "higher": higher, "ends": ends, "chosen": chosen}
        )
    return rows


@require_GET
def follow_up(request: HttpRequest) -> HttpResponse:
    """Everything at the person's units that still needs a paper, and the drafts in hand."""
    units = rules.follow_up_units(request.user)
    blocks = []
    for unit in units:
        for waiting in waiting_at(unit):
            may = rules.can_follow_up(request.user, unit)
            blocks.append({"unit": unit, "waiting": waiting, "rows": _rows(waiting), "may": may})
    drafts = (
        DecisionEntry.objects.filter(document__issuing_unit__in=units, document__state="draft")
        .select_related("document")
        .order_by("document_id", "order")
    )
    papers = {entry.document_id: entry.document for entry in drafts}
    return render(
        request,
        "evaluations/followup/follow_up.html",
        {
            "blocks": blocks,
            "drafts": list(papers.values()),
            "several_units": len(units) > 1,
            "may_see_ministry": allowed(request.user, "evaluations:ministry_list", "GET"),
        },
    )


@require_POST
def paper_draft(request: HttpRequest, unit_id: int, paper: str) -> HttpResponse:
    """Draft one paper for the chosen results and open it."""
    unit = _unit(request, unit_id)
    try:
        kind = Paper(paper)
    except ValueError:
        raise Http404 from None
    chosen = whole_numbers(request.POST.getlist("assessment"))
    document = draft_paper(paper=kind, unit=unit, assessment_ids=chosen, actor=request.user)
    messages.success(request, "Đã soạn dự thảo. Kiểm tra lời văn, rồi trình lãnh đạo ban hành.")
    return redirect("documents:document", document.pk)


def _cases(request: HttpRequest) -> QuerySet[MinistryCase]:
    return (
        MinistryCase.objects.filter(dossier__holder__in=rules.follow_up_units(request.user))
        .select_related("dossier__holder", "dossier__producer", "dossier__district", "document", "answer_file")
        .order_by("answered_on", "sent_on", "pk")
    )


@require_GET
def ministry_list(request: HttpRequest) -> HttpResponse:
    """Dossiers sent to the Ministry and what became of them."""
    return render(request, "evaluations/followup/ministry_list.html", {"cases": list(_cases(request))})


@require_http_methods(["GET", "POST"])
def ministry_answer(request: HttpRequest, case_id: int) -> HttpResponse:
    """Record the Ministry's answer."""
    case = get_object_or_404(_cases(request), pk=case_id)
    rules.check_record_ministry(request.user, case.dossier.holder)
    decide = its_points_decide(case.dossier)
    form = MinistryAnswerForm(
        request.POST or None,
        request.FILES or None,
        initial={"version": case.version},
        case=case,
        points_decide=decide,
    )
    if request.method == "POST" and form.is_valid() and _record_answer(request, case, form):
        messages.success(request, f"Đã ghi kết quả của Bộ cho “{case.dossier.product_name}”.")
        return redirect("evaluations:ministry_list")
    ask_for_files_again(form)
    return render(
        request, "evaluations/followup/ministry_answer.html", {"case": case, "form": form, "points_decide": decide}
    )


def _record_answer(request: HttpRequest, case: MinistryCase, form: MinistryAnswerForm) -> bool:
    """Keep the file and record the answer; False when the file is not taken, which the form says then."""
    data = form.cleaned_data
    try:
        file = store_upload(data["file"], owner=request.user, purpose="ministry") if data["file"] else None
    except UploadRefused as refusal:
        form.add_error("file", refusal.sentence)
        return False
    record_ministry_answer(
        case=case,
        answer=MinistryAnswer(data["answer"]),
        answer_number=data["answer_number"],
        answered_on=data["answered_on"],
        answer_mean=data["answer_mean"],
        file=file,
        note=data["note"],
        version=data["version"],
        actor=request.user,
    )
    return True
