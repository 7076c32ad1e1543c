"""Which object each address is opened with. A new route without a line here fails a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.trust.rooms import rooms
from tests.trust.world import Side

Kwargs = Callable[[Side], dict[str, Any]]


def _pk(name: str, **more: str) -> Kwargs:
    """`pk` of one thing, and attributes of others."""
    return lambda side: {"pk": getattr(side, name).pk, **{key: _follow(side, path) for key, path in more.items()}}


def _id(key: str, name: str, **more: str) -> Kwargs:
    return lambda side: {key: _follow(side, name).pk, **{also: _follow(side, path) for also, path in more.items()}}


def _follow(side: Side, path: str) -> Any:
    found: Any = side
    for step in path.split("."):
        found = getattr(found, step)
    return found


def _fixed(**kwargs: Any) -> Kwargs:
    return lambda side: kwargs


def _each(make: Kwargs, *names: str) -> dict[str, Kwargs]:
    return dict.fromkeys(names, make)


# Objects that belong to one district. The other district's people get 404 for them.
OWNED: dict[str, Kwargs] = {
    **_each(_pk("producer"), "products:producer", "products:producer_edit", "products:product_add"),
    **_each(
        _pk("product"), "products:product", "products:product_edit", "products:product_photos", "products:dossier_open"
    ),
    "products:product_photo_remove": _pk("product", photo_pk="photo.pk"),
    **_each(
        _pk("draft"),
        "products:dossier",
        "products:dossier_slip",
        "products:dossier_withdraw",
        "products:self_assessment",
        "products:dossier_check",
    ),
    **_each(_pk("draft", code="item.code"), "products:item", "products:item_autosave", "products:item_upload"),
    **_each(_pk("draft", evidence_pk="evidence.pk"), "products:evidence", "products:evidence_remove"),
    "products:self_line": _pk("draft", criterion_pk="criterion_id"),
    **_each(
        _pk("submitted"),
        "products:dossier_submitted",
        "products:dossier_receive",
        "products:dossier_pass_rest",
        "products:dossier_return",
        "products:dossier_accept",
        "products:dossier_propose",
        "products:dossier_samples",
    ),
    "products:dossier_check_item": _pk("submitted", code="item.code"),
    "products:recognition": _pk("recognition"),
    **_each(
        _pk("notice"),
        "documents:document",
        "documents:preview",
        "documents:print_preview",
        "documents:as_html",
        "documents:docx",
        "documents:edit",
        "documents:issue",
    ),
    "documents:page": lambda side: {"pk": side.notice.pk, "number": 1},
    **_each(_pk("decision"), "documents:signed_copy", "documents:replace", "documents:recall"),
    **_each(
        _id("council_id", "council"),
        "evaluations:council",
        "evaluations:council_edit",
        "evaluations:member_new",
        "evaluations:team_edit",
        "evaluations:appraisal_assign",
    ),
    **_each(
        lambda side: {"council_id": side.council.pk, "member_id": side.members[1].pk},
        "evaluations:member_edit",
        "evaluations:member_end",
    ),
    "evaluations:appraisal": _id("appraisal_id", "appraisal"),
    **_each(
        _id("session_id", "planned"),
        "evaluations:session",
        "evaluations:session_edit",
        "evaluations:agenda_add",
        "evaluations:agenda_order",
        "evaluations:send",
        "evaluations:attendance",
        "evaluations:open_scoring",
        "evaluations:cancel_session",
    ),
    **_each(_id("session_id", "running"), "evaluations:room", "evaluations:close_session", "evaluations:my_session"),
    **_each(_id("assessment_id", "waiting"), "evaluations:agenda_remove", "evaluations:open_one"),
    **_each(
        _id("assessment_id", "open"),
        "evaluations:record_recusal",
        "evaluations:close_assessment",
        "evaluations:sheet",
        "evaluations:save_remarks",
        "evaluations:sheet_review",
        "evaluations:recuse",
        "evaluations:ask_reopen",
    ),
    **_each(_id("assessment_id", "open", code="criterion"), "evaluations:save_line", "evaluations:evidence"),
    "evaluations:settle_reopen": _id("request_id", "reopen"),
    **_each(_id("assessment_id", "closed"), "evaluations:result", "evaluations:settle_return", "evaluations:sheets"),
    "evaluations:paper_draft": lambda side: {"unit_id": side.unit.pk, "paper": "thong-bao-khong-dat"},
    "evaluations:session_paper": lambda side: {"session_id": side.past.pk, "kind": "giay-moi-hop"},
    "evaluations:session_summary": _id("session_id", "past"),
    "evaluations:empty_sheet": _id("dossier_id", "draft"),
    "evaluations:certificate": _id("recognition_id", "recognition"),
    "evaluations:certificates": _id("document_id", "decision"),
    **_each(_id("message_id", "message"), "notifications:open", "notifications:read"),
    "core:file": _id("file_id", "file"),
    "core:file_page": lambda side: {"file_id": side.file.pk, "number": 1},
    **_each(_id("job_id", "job"), "core:job", "core:job_cancel", "core:job_retry"),
}

# Objects that belong to no district: the law, the public, the province, the administrator.
SHARED: dict[str, Kwargs] = {
    "criteria:set": _fixed(collection="qd148-2023", number=7),
    "criteria:set_pdf": _fixed(collection="qd148-2023", number=7),
    "criteria:compare": _fixed(number=7),
    "criteria:ruleset": _fixed(code="qd148-2023"),
    "products:round_edit": _pk("round"),
    "catalogue:product": lambda side: {"key": side.recognition.product.code},
    "catalogue:photo": lambda side: {"photo_id": side.photo.pk, "size": "nho"},
    "catalogue:verify": lambda side: {"code": side.recognition.verify_code},
    "catalogue:qr": lambda side: {"code": side.recognition.verify_code},
    "evaluations:ministry_answer": _id("case_id", "ministry"),
    **_each(
        lambda side: {"pk": side.people["producer"].pk}, "accounts:user", "accounts:user_edit", "accounts:user_link",
        "accounts:user_disable", "accounts:user_enable", "accounts:user_end_sessions", "accounts:seat_give",
    ),
    "accounts:factor_ask": lambda side: {"pk": side.people["commune_officer"].pk},
    "accounts:factor_confirm": _pk("reset"),
    "accounts:seat_end": _pk("seat"),
    **_each(_pk("unit"), "accounts:unit", "accounts:unit_succeed", "accounts:unit_move_seats"),
    "account_reset_password_from_key": _fixed(uidb36="1", key="set-password"),
}  # fmt: skip

for _room in rooms():
    OWNED |= _room.OWNED
    SHARED |= _room.SHARED

# A signed-in person's own account: every value of `whose` is themselves.
PERSONAL = frozenset({"core:job", "core:job_cancel", "core:job_retry", "notifications:open", "notifications:read"})


def routes(patterns: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Each view's name with its namespace, and its route."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", route


def takes_arguments(route: str) -> bool:
    """Whether the route names an object."""
    return "<" in route or "(?P" in route


def address(name: str, side: Side) -> str:
    """The address of this view with that side's object."""
    make = OWNED.get(name) or SHARED.get(name)
    return reverse(name, kwargs=make(side) if make else {})
