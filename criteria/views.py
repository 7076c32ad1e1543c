"""Reading the law: criteria sets, comparison of two decisions, rulesets. Nothing is changed here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.formats import today
from core.text import lower_first
from criteria import comparing, lookup, papers, queries, wording
from criteria.models import CriteriaCollection, CriteriaSet, Ruleset
from criteria.schema.ruleset import Kind
from documents.render.answers import pdf_response
from documents.render.pdf import to_pdf

CRUMB = ("Bộ tiêu chí", "criteria:sets")


@require_GET
def set_list(request: HttpRequest) -> HttpResponse:
    """The sets of one collection, by industry, with a search that ignores accents."""
    collections = list(lookup.collections())
    rules = _ruleset_today()
    wanted = request.GET.get("theo") or (rules.collection.code if rules else "")
    chosen = next((item for item in collections if item.code == wanted), collections[-1] if collections else None)
    text = request.GET.get("q", "")
    rows = list(lookup.current_sets(chosen)) if chosen else []
    found = lookup.find_sets(rows, text)
    context = {
        "collections": collections,
        "chosen": chosen,
        "ruleset": rules,
        "q": text,
        "found": found,
        "total": len(rows),
        "industries": lookup.by_industry(found),
    }
    return render(request, "criteria/set_list.html", context)


@require_GET
def set_page(request: HttpRequest, collection: str, number: int) -> HttpResponse:
    """One set as a readable document; an earlier version with `?phien-ban=`."""
    row = _set(collection, number, request.GET.get("phien-ban"))
    others = CriteriaCollection.objects.exclude(pk=row.collection_id).order_by("issued_on")
    context = {
        "set": row,
        "form": queries.sheet_of(row),
        "corrections": lookup.corrections(row),
        "others": list(others),
        "crumbs": [_crumb()],
    }
    return render(request, "criteria/set_page.html", context)


@require_GET
def set_pdf(request: HttpRequest, collection: str, number: int) -> HttpResponse:
    """The empty score sheet of a set as PDF."""
    row = _set(collection, number, request.GET.get("phien-ban"))
    name = f"phieu-danh-gia-{row.collection.code}-bo-{row.number:02d}"
    return pdf_response(to_pdf(papers.blank_sheet(row)), name, attached=True)


@require_GET
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """The set of this number under two decisions, criterion by criterion."""
    rows = list(
        CriteriaSet.objects.filter(number=number, is_current=True)
        .select_related("collection")
        .order_by("collection__issued_on")
    )
    if len(rows) < 2:
        raise Http404
    old, new = rows[0], rows[-1]
    context = {
        "old": old,
        "new": new,
        "parts": comparing.compare(queries.sheet_of(old), queries.sheet_of(new)),
        "crumbs": [_crumb(), (str(new), reverse("criteria:set", args=[new.collection.code, number]))],
    }
    return render(request, "criteria/compare.html", context)


@require_GET
def ruleset_page(request: HttpRequest, code: str = "") -> HttpResponse:
    """A ruleset in plain words; without a code the one in force today."""
    rows = list(queries.current_rulesets())
    in_force = _ruleset_today()
    wanted = code or (in_force.code if in_force else rows[-1].code if rows else "")
    row = next((item for item in rows if item.code == wanted), None)
    if row is None:
        raise Http404
    rules = queries.typed_ruleset(row)
    context = {
        "row": row,
        "rules": rules,
        "rows": rows,
        "in_force": in_force,
        "levels": [(level, wording.level_sentences(level, rules)) for level in rules.levels],
        "bands": [(band, wording.band_range(band), rules.recogniser(band.stars)) for band in rules.bands],
        "groups": [
            ("Công nhận và hồ sơ", wording.general_facts(rules)),
            ("Thời hạn", wording.deadline_facts(rules)),
            ("Hội đồng", wording.council_facts(rules)),
        ],
        "requirements": [
            (rule, [(wording.KINDS[kind], wording.NEEDS[rule.needs[kind]]) for kind in Kind])
            for rule in rules.requirements
        ],
        "kinds": [wording.KINDS[kind] for kind in Kind],
        "transitions": [
            (", ".join(lower_first(wording.KINDS[kind]) for kind in item.kinds), item) for item in rules.transitions
        ],
        "revokers": [(stars, rules.level(level)) for stars, level in sorted(rules.revocation.competent.items())],
        "rounds": [(item, rules.level(item.level)) for item in rules.rounds],
        "crumbs": [_crumb()],
    }
    return render(request, "criteria/ruleset_page.html", context)


def _crumb() -> tuple[str, str]:
    return CRUMB[0], reverse(CRUMB[1])


def _ruleset_today() -> Ruleset | None:
    try:
        return queries.ruleset_on(today())
    except Ruleset.DoesNotExist:
        return None


def _set(collection: str, number: int, version: str | None) -> CriteriaSet:
    rows = CriteriaSet.objects.select_related("collection").filter(collection__code=collection, number=number)
    if version is None:
        return get_object_or_404(rows, is_current=True)
    if not version.isdecimal():
        raise Http404
    return get_object_or_404(rows, version=int(version))
