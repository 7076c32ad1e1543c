"""Craft villages from a sheet."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError

from core.text import fold
from products.enums import VillageKind
from products.imports import cells
from products.imports.cells import BadCell
from products.imports.headings import Spec
from products.imports.names import village_key
from products.imports.outcome import Change, Touched
from products.imports.producers import PLACE_SPECS
from products.imports.resource import Loader, SheetResource, said, shown_of
from products.models import CraftVillage

_KINDS = (
    ("lang nghe truyen thong", VillageKind.TRADITIONAL),
    ("nghe truyen thong", VillageKind.CRAFT),
    ("lang nghe", VillageKind.VILLAGE),
)


def kind_of(text: str) -> VillageKind | None:
    """The kind with which a cell or a name begins; None when it says none."""
    folded = fold(text)
    return next((kind for words, kind in _KINDS if folded.startswith(words)), None)


def kind(value: Any) -> str | None:
    """The kind of recognition."""
    plain = cells.text(value)
    if plain is None:
        return None
    found = kind_of(plain)
    if found is None:
        raise BadCell(f"“{plain}” không phải loại nào trong: {', '.join(one.label for one in VillageKind)}.")
    return found.value


class VillageResource(SheetResource):
    """One row is one craft village, or a traditional craft."""

    kind = said("kind", kind)
    craft = said("craft", cells.text)
    households = said("households", cells.whole)
    workers = said("workers", cells.whole)
    recognised_on = said("recognised_on", cells.date)
    recognised_year = said("recognised_year", cells.year)
    recognised_by = said("recognised_by", cells.text)
    note = said("note", cells.text)

    specs = (
        Spec("village", "Làng nghề", ("Tên làng nghề", "Làng nghề", "Tên làng nghề, nghề truyền thống", "Tên làng", "Tên nghề truyền thống"), required=True, parent=True, example="Làng nghề cói Kim Chính"),
        Spec("kind", "Loại", ("Loại", "Loại hình công nhận", "Loại làng nghề", "Danh hiệu"), parent=True, example="Làng nghề", choices=tuple(one.label for one in VillageKind)),
        Spec("craft", "Nghề", ("Nghề", "Ngành nghề", "Nghề sản xuất", "Sản phẩm chính", "Nhóm nghề"), example="Cói"),
        *PLACE_SPECS,
        Spec("households", "Số hộ", ("Số hộ làm nghề", "Số hộ", "Tổng số hộ làm nghề", "Hộ làm nghề"), example="120"),
        Spec("workers", "Số lao động", ("Số lao động", "Lao động", "Tổng số lao động", "Lao động làm nghề"), example="300"),
        Spec("decision", "Số quyết định", ("Số quyết định", "Quyết định công nhận", "Quyết định", "Số QĐ", "QĐ công nhận"), parent=True, example="1234/QĐ-UBND ngày 05/06/2018"),
        Spec("recognised_on", "Ngày công nhận", ("Ngày công nhận", "Ngày quyết định", "Ngày ký", "Ngày cấp"), parent=True, example="05/06/2018"),
        Spec("recognised_year", "Năm công nhận", ("Năm công nhận", "Năm", "Năm được công nhận"), parent=True, example="2018"),
        Spec("recognised_by", "Cơ quan công nhận", ("Cơ quan công nhận", "Cấp công nhận", "Cơ quan ban hành"), parent=True, example="UBND tỉnh Ninh Bình"),
        Spec("note", "Ghi chú", ("Ghi chú", "Chú thích")),
    )  # fmt: skip

    class Meta:
        model = CraftVillage
        fields = (
            "kind", "craft", "households", "workers", "recognised_on", "recognised_year", "recognised_by", "note",
        )  # fmt: skip
        import_id_fields = ("kind",)
        instance_loader_class = Loader
        use_bulk = True
        skip_diff = True
        skip_html_diff = True

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """What decides which village is meant."""
        self.read_identity(row, "village", "làng nghề")
        self.values: dict[str, Any] = {}

    def known(self, row: Any) -> CraftVillage | None:
        """By name and place: the same commune, or the same district where one side names none."""
        assert self.place is not None  # noqa: S101 - set before
        found = [one for one in self.register.villages_named(village_key(self.outcome.label)) if self._near(one)]
        if len(found) > 1:
            raise ValidationError(f"Có {len(found)} làng nghề tên “{self.outcome.label}” ở nơi này. Ghi thêm xã.")
        if found:
            self.only_once(id(found[0]))
        return found[0] if found else None

    def _near(self, village: CraftVillage) -> bool:
        assert self.place is not None  # noqa: S101 - set before
        if village.commune_id and self.place.commune is not None:
            return village.commune_id == self.place.commune.pk
        return village.district_id == self.place.district.pk

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Read the cells onto a scratch copy; the decision's number and day may share one."""
        scratch = SimpleNamespace(**dict.fromkeys(self._meta.fields))
        super().import_instance(scratch, row, **kwargs)
        values = {name: getattr(scratch, name) for name in self._meta.fields}
        number, day = self.reading(cells.decision, row.get("decision")) or ("", None)
        values["decision_number"] = number or None
        values["recognised_on"] = values["recognised_on"] or day
        on, year = values["recognised_on"], values["recognised_year"]
        if on and year and on.year != year:
            raise ValidationError("Năm công nhận khác năm của ngày quyết định.")
        values["recognised_year"] = on.year if on else year
        revoked = instance.revoked_on
        if on and revoked and revoked < on:
            raise ValidationError("Ngày công nhận sau ngày thu hồi đã ghi trong sổ.")
        self.values = values

    def compare(self, instance: Any, row: Any) -> None:
        """A new village, or a known one with what is new about it."""
        assert self.place is not None  # noqa: S101 - set before
        self.check_lengths(CraftVillage, self.values | {"name": self.outcome.label})
        if self.is_known(instance):
            more = {"commune": self.place.commune} if self.place.commune and not instance.commune_id else {}
            touched = self.fill(instance, self.values | more, LABELS)
            if touched is not None and not instance._state.adding:
                self.pending.append(touched)
            return
        kind = self.values["kind"] or kind_of(self.outcome.label)
        if kind is None:
            raise ValidationError("Chưa rõ loại: ghi Nghề truyền thống, Làng nghề hoặc Làng nghề truyền thống.")
        for name, value in self.values.items():
            if value is not None:
                setattr(instance, name, value)
        instance.name, instance.kind = self.outcome.label, str(kind)
        instance.district, instance.commune = self.place.district, self.place.commune
        self.outcome.changes += [
            Change("Làng nghề mới", "", instance.name),
            Change("Loại", "", shown_of(instance, "kind", instance.kind)),
            Change("Địa bàn", "", (self.place.commune or self.place.district).name),
        ]
        self.pending.append(Touched(instance, created=True))

    def learn(self, obj: Any) -> None:
        """The next rows know it."""
        self.register.add_village(obj)

    def write(self) -> None:
        """Store."""
        self.put([CraftVillage])


LABELS = {spec.key: spec.label for spec in VillageResource.specs} | {
    "decision_number": "Số quyết định",
    "commune": "Xã, phường",
}
