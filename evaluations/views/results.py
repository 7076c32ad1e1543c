"""Results of closed assessments."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import actions, result_page, rules, visibility
from evaluations.actions.returning import choices_of
from evaluations.forms import ReturnForm
from evaluations.models import Assessment, Result
from products.rules import sees_plain_words

_RELATED = (
    "assessment__session__council__unit", "assessment__session__presided_by", "assessment__dossier__ruleset",
    "assessment__dossier__criteria_set__collection", "assessment__dossier__district", "assessment__dossier__commune",
    "closed_by",
)  # fmt: skip


def _result(request: HttpRequest, assessment_id: int) -> Result:
    rows = visibility.visible_results(request.user).select_related(*_RELATED)
    return get_object_or_404(rows.distinct(), assessment_id=assessment_id)


@require_GET
def result(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The result explained. The producer reads it in plain words; who gave what is for the council's side only."""
    row = _result(request, assessment_id)
    assessment = row.assessment
    plain = sees_plain_words(request.user)
    with_members = not plain and visibility.sees_members_points(request.user, row)
    context = {
        "result": row,
        "assessment": assessment,
        "session": assessment.session,
        "dossier": assessment.dossier,
        "plain_words": plain,
        "choices": choices_of(assessment) if rules.runs_session(request.user, assessment.session) else (),
        "runs": rules.runs_session(request.user, assessment.session),
        "inside": visibility.visible_sessions(request.user).filter(pk=assessment.session_id).exists(),
        **result_page.page(row, with_members=with_members),
    }
    return render(request, "evaluations/result.html", context)


@require_http_methods(["GET", "POST"])
def settle_return(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Choose what becomes of a dossier that goes down."""
    item = get_object_or_404(
        Assessment.objects.filter(pk__in=visibility.visible_assessments(request.user).values("pk")).select_related(
            "session__council__unit", "dossier__ruleset", "result"
        ),
        pk=assessment_id,
    )
    rules.check_runs(request.user, item.session)
    form = ReturnForm(request.POST or None, choices=choices_of(item))
    back = reverse("evaluations:result", args=[item.pk])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.settle_return(assessment=item, choice=data["choice"], reason=data["reason"], actor=request.user)
        messages.success(request, "Đã xử lý hồ sơ theo cách đã chọn.")
        return redirect(back)
    context = {
        "form": form,
        "heading": "Xử lý hồ sơ chưa đủ điểm ở cấp này",
        "subheading": item.dossier.product_name,
        "what": ["Kết quả của Hội đồng cấp dưới vẫn giữ nguyên, là một bản ghi riêng."],
        "undone": "Cách xử lý đã chọn thì không đổi lại được.",
        "action_label": "Xử lý hồ sơ",
        "back_url": back,
    }
    return render(request, "components/confirm.html", context)
