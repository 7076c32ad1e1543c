"""Words of the report, bundles, comparison, invitations and kept lists of both districts."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role
from accounts.models import User
from core.models import SavedView
from products.actions import invitations, reports


def furnish(side: Any, province: dict[str, User]) -> None:
    """One of each, named with the side's own words."""
    officer = side.people[Role.DISTRICT_OFFICER]
    reports.save_report(
        dossier=side.draft, actor=officer, values={"plan": f"Kế hoạch {side.words['note']}"}, version=None
    )
    side.things["invitation"], _ = invitations.invite(
        producer=side.producer, actor=officer, full_name=f"Người được mời {side.words['person']}"
    )
    side.things["kept_list"] = SavedView.objects.create(
        owner=officer, list_name="products:dossiers", name=f"Danh sách {side.words['note']}", query="han=7"
    )


def _draft(side: Any) -> dict[str, Any]:
    return {"pk": side.draft.pk}


def _invitation(side: Any) -> dict[str, Any]:
    return {"pk": side.producer.pk, "invitation_pk": side.invitation.pk}


OWNED = {
    **dict.fromkeys(
        (
            "products:dossier_report", "products:dossier_report_save", "products:dossier_report_pdf",
            "products:dossier_compare", "products:dossier_bundle",
        ),
        _draft,
    ),
    "products:criterion_evidence": lambda side: {"pk": side.draft.pk, "criterion_pk": side.criterion_id},
    "products:commune_paper": lambda side: {"pk": side.submitted.pk, "kind": "bao-cao"},
    "products:invite": lambda side: {"pk": side.producer.pk},
    **dict.fromkeys(
        ("products:invitation_link", "products:invitation_renew", "products:invitation_revoke"), _invitation
    ),
    "core:saved_view_forget": lambda side: {"pk": side.kept_list.pk},
}  # fmt: skip
SHARED: dict[str, Any] = {}
LISTS = {
    Role.DISTRICT_OFFICER: ["/ho-so/?xuat=csv"],
    Role.DISTRICT_LEADER: ["/ho-so/?xuat=csv"],
}
