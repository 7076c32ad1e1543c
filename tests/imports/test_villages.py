"""Craft villages from a sheet: kinds, places, decisions; a second time nothing new; and back again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from accounts.audit_view import action_words
from core.errors import Denied
from core.models import AuditEvent
from products.actions import imports, villages
from products.enums import ImportState, VillageKind
from products.imports.names import village_key
from products.models import CraftVillage
from tests.imports.conftest import changes, take_in, verdicts

HEAD = ["TT", "Tên làng nghề", "Loại", "Nghề", "Xã", "Số hộ làm nghề", "Số lao động", "Quyết định công nhận"]
ROWS = [
    ["DANH SÁCH LÀNG NGHỀ", None, None, None, None, None, None, None],
    HEAD,
    [1, "Làng nghề cói Yên Hòa", None, "Cói", "Yên Hòa", "120 hộ", "1.300", "12/QĐ-UBND ngày 05/06/2018"],
    [2, "Mộc Yên Thắng", "Làng nghề truyền thống", "Mộc", "Yên Thắng", 40, None, None],
    [3, "Thêu", None, "Thêu", "Yên Hòa", None, None, None],
    [4, "Làng nghề đá", None, "Đá", "Gia Hòa", None, None, None],
    [5, "LÀNG NGHỀ CÓI YÊN HOÀ", None, "Cói", "Yên Hòa", None, None, None],
]


@pytest.fixture
def known(world: Any) -> CraftVillage:
    """A village that is in the register."""
    values = {"name": "Làng nghề mộc Yên Thắng", "kind": VillageKind.VILLAGE, "district": world.units["Yên Mô"], "commune": world.units["Yên Thắng"]}  # fmt: skip
    return villages.create_village(actor=world.officer, values=values)


def test_a_sheet_of_villages_is_judged_and_written(checked: Any, world: Any, known: CraftVillage) -> None:
    batch = checked("villages", ROWS)
    found = verdicts(batch)
    assert [found[number][0] for number in range(3, 8)] == ["new", "changed", "refused", "refused", "refused"]
    assert "Chưa rõ loại" in found[5][1][0]
    assert "Trùng với dòng 3" in found[7][1][0], "another spelling of the tone is the same name"
    assert changes(batch, 4)["Loại"] == ("Làng nghề", "Làng nghề truyền thống")
    take_in(batch, world.officer, "valid")
    made = CraftVillage.objects.get(name="Làng nghề cói Yên Hòa")
    assert (made.kind, made.households, made.workers, made.commune) == ("village", 120, 1300, world.units["Yên Hòa"])
    assert (made.decision_number, made.recognised_on, made.recognised_year) == ("12/QĐ-UBND", dt.date(2018, 6, 5), 2018)
    known.refresh_from_db()
    assert (known.name, known.households, known.version) == ("Làng nghề mộc Yên Thắng", 40, 2)
    again = checked("villages", ROWS[:4])
    assert [verdict for verdict, _ in verdicts(again).values()] == ["unchanged", "unchanged"]


def test_the_batch_goes_back_while_untouched(checked: Any, world: Any, known: CraftVillage) -> None:
    batch = take_in(checked("villages", ROWS[:4]), world.officer)
    imports.undo(batch=batch, actor=world.officer)
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE
    known.refresh_from_db()
    assert (known.kind, known.households) == ("village", None)
    assert list(CraftVillage.objects.all()) == [known]
    told = set(AuditEvent.objects.values_list("action", flat=True))
    assert told >= {"craftvillage.import", "craftvillage.import_undo"}
    assert {action for action in told if action_words(action) == "Thay đổi khác"} == set()


def test_a_touched_village_stays(checked: Any, world: Any, known: CraftVillage) -> None:
    batch = take_in(checked("villages", ROWS[:4]), world.officer)
    made = CraftVillage.objects.exclude(pk=known.pk).get()
    villages.edit_village(village=made, actor=world.officer, values={"workers": 1_400})
    with pytest.raises(Denied, match="đã được sửa"):
        imports.undo(batch=batch, actor=world.officer)
    known.refresh_from_db()
    assert known.households == 40, "all or nothing"


def test_a_village_that_a_producer_names_stays(checked: Any, world: Any) -> None:
    batch = take_in(checked("villages", ROWS[:3]), world.officer)
    world.producer.craft_village = CraftVillage.objects.get()
    world.producer.save()
    with pytest.raises(Denied, match="đã có chủ thể"):
        imports.undo(batch=batch, actor=world.officer)


def test_a_year_that_contradicts_the_decision_is_refused(checked: Any) -> None:
    rows = [["Tên làng nghề", "Xã", "Quyết định", "Năm công nhận"], ["Làng nghề cói", "Yên Hòa", "12/QĐ-UBND ngày 05/06/2018", 2019]]  # fmt: skip
    assert verdicts(checked("villages", rows))[2] == ("refused", ["Năm công nhận khác năm của ngày quyết định."])


def test_names_that_mean_the_same() -> None:
    assert village_key("Làng nghề cói Kim Chính") == village_key("CÓI KIM CHÍNH") == village_key("làng cói Kim Chính")
    assert village_key("Làng nghề cói Kim Chính") != village_key("Làng nghề cói Kim Định")
