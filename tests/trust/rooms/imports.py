"""Sheets brought in, papers and figures of records, craft villages and merges of both districts."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role
from accounts.models import User
from core import jobs
from core.formats import today
from products.actions import imports, merging, papers, producers, sales, villages
from products.enums import ProducerKind
from tests.imports.sheets import upload
from tests.products import world as makers

_YEAR = 2023


def furnish(side: Any, province: dict[str, User]) -> None:
    """One of each, named with the side's own words."""
    officer, word = side.people[Role.DISTRICT_OFFICER], side.words["producer"]
    here = {"district": side.unit, "commune": side.commune}
    side.things["village"] = villages.create_village(
        actor=officer, values={"name": f"Làng nghề {word}", "kind": "village", **here}
    )
    side.things["paper"] = papers.record_paper(
        producer=side.producer, actor=officer, upload=makers.pdf_upload(f"{side.words['evidence']}-attp.pdf"),
        values={"kind": "food_safety", "number": f"Số {side.words['document']}", "expires_on": today()},
    )  # fmt: skip
    side.things["sales"] = sales.record_sales(
        product=side.product, year=_YEAR, actor=officer, values={"revenue": 1_000_000, "source": side.words["note"]}
    )
    side.things["twins"] = [
        producers.create_producer(
            actor=officer, despite_similar=True,
            values={"name": f"Cơ sở đôi {word}", "kind": ProducerKind.ESTABLISHMENT, **here},
        )
        for _ in range(2)
    ]  # fmt: skip
    side.things["merge"] = merging.ProducerMerge.objects.create(
        kept=side.twins[0], gone=side.twins[1], reason=f"Ghi hai lần {side.words['note']}", asked_by=officer
    )
    rows = [["Tên chủ thể", "Xã"], [f"Hộ {word}", side.commune.name], [f"Hộ lạ {word}", "Đồng Không"]]
    batch = imports.open_batch(
        actor=officer, kind="producers", upload=upload(rows, name=f"bang-{side.words['document']}.xlsx")
    )
    jobs.run(str(imports.check(batch=batch, actor=officer).pk))
    batch.refresh_from_db()
    side.things["batch"] = batch


def _batch(side: Any) -> dict[str, Any]:
    return {"pk": side.batch.pk}


def _twins(side: Any) -> dict[str, Any]:
    return {"kept": side.twins[0].pk, "gone": side.twins[1].pk}


OWNED = {
    **dict.fromkeys(
        (
            "products:import", "products:import_columns", "products:import_check", "products:import_confirm",
            "products:import_undo", "products:import_drop", "products:import_verdicts",
        ),
        _batch,
    ),
    "products:village": lambda side: {"pk": side.village.pk},
    "products:village_edit": lambda side: {"pk": side.village.pk},
    "products:paper_add": lambda side: {"pk": side.producer.pk},
    "products:paper_edit": lambda side: {"pk": side.producer.pk, "paper_pk": side.paper.pk},
    "products:sales_add": lambda side: {"pk": side.product.pk},
    "products:sales_edit": lambda side: {"pk": side.product.pk, "year": _YEAR},
    "products:merge": _twins,
    "products:apart": _twins,
    "products:merge_settle": lambda side: {"pk": side.merge.pk},
}  # fmt: skip
NOT_OPEN_NOW = frozenset(
    {"products:import_undo"}
)  # the sheet was checked, not yet written: there is nothing to take back
SHARED = {
    "products:import_upload": lambda side: {"kind": "producers"},
    "products:import_template": lambda side: {"kind": "producers"},
}
_LISTS = ["/lang-nghe/", "/lang-nghe/?xuat=xlsx", "/nhap-bang-tinh/", "/chu-the/trung/"]
LISTS = {
    Role.DISTRICT_OFFICER: _LISTS,
    Role.DISTRICT_LEADER: ["/lang-nghe/", "/chu-the/trung/"],
    Role.COMMUNE_OFFICER: _LISTS,
}
