"""Recognitions decided before the portal: with the authority that issued them, and nothing guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from core import workflow
from core.formats import today
from core.text import fold
from criteria.queries import ruleset, typed_ruleset
from products import codes
from products.actions.recognitions import add_months
from products.enums import RecognitionState
from products.imports import cells
from products.imports.headings import Spec
from products.imports.outcome import Change, Touched
from products.imports.producers import KIND_SPEC, NAME_SPEC, PHONE_SPEC, PLACE_SPECS, TAX_SPEC
from products.imports.products import CODE_SPEC, GROUP_SPEC, PRODUCT_SPEC, ProductSheet
from products.imports.resource import Loader, said, shown_of
from products.models import Producer, Product, ProductAlias, Recognition

RULESET = "qd148-2023"  # 36 months under 1048/QĐ-TTg and 781/QĐ-TTg too
_LABELS = {
    "mean": "Điểm trung bình", "decision_number": "Số quyết định", "decided_on": "Ngày quyết định",
    "decided_year": "Năm công nhận", "valid_until": "Hiệu lực đến hết", "issued_by": "Cơ quan công nhận",
    "certificate_number": "Số giấy chứng nhận", "note": "Ghi chú",
}  # fmt: skip


def points(value: Any) -> Decimal | None:
    """A mean of 0 to 100."""
    found = cells.decimal(value)
    if found is not None and not 0 <= found <= 100:
        raise cells.BadCell("Điểm trung bình từ 0 đến 100.")
    return None if found is None else found.quantize(Decimal("0.000001"))


class RecognitionResource(ProductSheet):
    """One row is one recognition of one product; product and producer are made when they are not there."""

    stars = said("stars", cells.stars)
    mean = said("mean", points)
    decided_on = said("decided_on", cells.date)
    decided_year = said("decided_year", cells.year)
    valid_until = said("valid_until", cells.date)
    issued_by = said("issued_by", cells.text)
    certificate_number = said("certificate_number", cells.text)
    note = said("note", cells.text)

    specs = (
        PRODUCT_SPEC, replace(NAME_SPEC, required=False), KIND_SPEC, TAX_SPEC, *PLACE_SPECS, PHONE_SPEC, GROUP_SPEC, CODE_SPEC,
        Spec("stars", "Hạng sao", ("Hạng sao", "Phân hạng", "Xếp hạng", "Số sao", "Hạng", "Sao", "Kết quả phân hạng", "Hạng sao được công nhận"), parent=True, example="3", choices=("3", "4", "5")),
        Spec("mean", "Điểm trung bình", ("Điểm trung bình", "Điểm", "Điểm đánh giá", "Kết quả điểm", "Tổng điểm"), example="65,8"),
        Spec("decision", "Số, ngày quyết định", ("Số, ngày Quyết định công nhận", "Quyết định công nhận", "Số quyết định", "Quyết định", "Số, ngày quyết định", "QĐ công nhận"), parent=True, example="5445/QĐ-UBND ngày 29/12/2023"),
        Spec("decided_on", "Ngày quyết định", ("Ngày quyết định", "Ngày ký", "Ngày công nhận", "Ngày bắt đầu", "Ngày ban hành", "Ngày cấp"), parent=True, example="29/12/2023"),
        Spec("decided_year", "Năm công nhận", ("Năm công nhận", "Năm", "Năm đánh giá", "Năm được công nhận"), parent=True, example="2023"),
        Spec("valid_until", "Ngày hết hạn", ("Ngày hết hạn", "Hiệu lực đến", "Có giá trị đến", "Ngày kết thúc", "Thời hạn", "Hết hạn"), parent=True, example="29/12/2026"),
        Spec("issued_by", "Cơ quan công nhận", ("Cơ quan công nhận", "Cơ quan ban hành", "Cấp công nhận", "Cơ quan quyết định", "Đơn vị công nhận"), parent=True, example="UBND huyện Yên Mô"),
        Spec("certificate_number", "Số giấy chứng nhận", ("Số giấy chứng nhận", "Số GCN", "Giấy chứng nhận")),
        Spec("note", "Ghi chú", ("Ghi chú", "Chú thích")),
    )  # fmt: skip

    class Meta:
        model = Recognition
        fields = (
            "stars",
            "mean",
            "decided_on",
            "decided_year",
            "valid_until",
            "issued_by",
            "certificate_number",
            "note",
        )
        import_id_fields = ("stars",)
        instance_loader_class = Loader
        use_bulk = True
        skip_diff = True
        skip_html_diff = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register.read_recognitions()
        self.months = typed_ruleset(ruleset(RULESET)).validity_months
        self.made_for: dict[int, list[Recognition]] = {}
        self.replaced: dict[int, Recognition] = {}

    def known(self, row: Any) -> None:
        """Which recognition is meant is known only after all cells are read."""
        self.product = self.find_product() or Product()

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Read the cells; the decision's number and day may share one."""
        for name in self._meta.fields:
            setattr(instance, name, None)
        super().import_instance(instance, row, **kwargs)
        values = {name: getattr(instance, name) for name in self._meta.fields}
        number, day = self.reading(cells.decision, row.get("decision")) or ("", None)
        values["decision_number"] = number or None
        values["decided_on"] = values["decided_on"] or day
        if values["decided_on"] and values["decided_year"] and values["decided_on"].year != values["decided_year"]:
            raise ValidationError("Năm công nhận khác năm của ngày quyết định.")
        values["decided_year"] = values["decided_year"] or (values["decided_on"].year if values["decided_on"] else None)
        self._check(values, row["row"].group)
        self.values = values
        self.product_values = self.group_values(row) | (
            {"name": self.outcome.label} if self.product._state.adding else {}
        )
        if self.product.is_idea:  # what was recognised is a product
            self.product_values["is_idea"] = False

    def _check(self, values: dict[str, Any], group: Any) -> None:
        if group.proposed:
            raise ValidationError("Nằm trong nhóm đề nghị cấp trên đánh giá, chưa phải công nhận.")
        values["stars"] = values["stars"] or group.stars
        if values["stars"] is None:
            raise ValidationError("Chưa ghi hạng sao.")
        if not values["decided_year"] and not values["decision_number"]:
            raise ValidationError("Chưa rõ công nhận năm nào: ghi năm, hoặc số và ngày quyết định.")
        day, ends = values["decided_on"], values["valid_until"]
        if (values["decided_year"] or 0) > today().year or (day and day > today()):
            raise ValidationError("Công nhận chưa đến: năm hoặc ngày quyết định ở tương lai.")
        if day and ends and ends <= day:
            raise ValidationError("Ngày hết hạn phải sau ngày quyết định.")

    def compare(self, instance: Any, row: Any) -> None:
        """A new recognition, or one in the register to which the sheet adds what nobody had said."""
        self.check_lengths(Recognition, self.values)
        self.compare_product(self.product)
        others = [*self.register.recognitions.get(self.product.pk or 0, ()), *self.made_for.get(id(self.product), ())]
        same = [one for one in others if self._is_same(one)]
        if same:
            self.only_once(id(same[0]))
            self._complete(same[0])
        else:
            self._enter(instance)

    def _is_same(self, other: Recognition) -> bool:
        mine, theirs = self.values["decision_number"], other.decision_number
        if mine and theirs:
            return fold(mine).replace(" ", "") == fold(theirs).replace(" ", "") and (
                not self.values["decided_year"] or other.decided_year in {None, self.values["decided_year"]}
            )
        return (other.decided_year, other.stars) == (self.values["decided_year"], self.values["stars"])

    def _complete(self, old: Recognition) -> None:
        """Fill what is empty; what differs is refused, since a decision is not changed by a spreadsheet."""
        if old.stars != self.values["stars"]:
            raise ValidationError(f"Sổ công nhận ghi {old.stars} sao, bảng ghi {self.values['stars']} sao.")
        fresh = {}
        for name, value in self.values.items():
            kept = getattr(old, name)
            if name == "stars" or value is None or cells.same(kept, value):
                continue
            if kept not in (None, ""):
                raise ValidationError(
                    f"{_LABELS[name]}: sổ công nhận ghi “{shown_of(old, name, kept)}”, bảng ghi “{shown_of(old, name, value)}”. "
                    "Bảng tính không sửa nội dung đã ghi sổ."
                )
            fresh[name] = value
        if fresh and old.dossier_id is not None:
            raise ValidationError("Công nhận này do hội đồng đánh giá trên cổng, không bổ sung bằng bảng tính.")
        if fresh.get("valid_until") and fresh["valid_until"] < today() and old.state == RecognitionState.VALID:
            raise ValidationError("Công nhận này đang ghi còn hiệu lực nhưng ngày hết hạn trong bảng đã qua.")
        if (touched := self.fill(old, fresh, _LABELS)) is not None:
            self.pending.append(touched)

    def _enter(self, new: Recognition) -> None:
        values = self.values
        for name, value in values.items():
            column: Any = Recognition._meta.get_field(name)
            setattr(new, name, value if value is not None else column.get_default())
        new.product, new.product_name = self.product, self.outcome.label
        new.producer_name = self.producer.name if self.producer is not None else ""
        new.district = self.place.district  # type: ignore[union-attr]
        new.source, new.created_by, new.verify_code = self.source, self.actor, codes.new_verify_code()
        term = ""
        if new.valid_until is None and new.decided_on is not None:
            new.valid_until = add_months(new.decided_on, self.months)
            term = f" (tính {self.months} tháng từ ngày ký)"
        new.state = RecognitionState.EXPIRED if self._is_over(new) else RecognitionState.VALID
        if new.state == RecognitionState.VALID:
            self._settle_rank_in_force(new)
        self.made_for.setdefault(id(self.product), []).append(new)
        self.pending.append(Touched(new, created=True))
        self.outcome.changes.append(Change("Công nhận mới", "", f"{new.stars} sao, {self._when(new)}{term}"))

    def _when(self, new: Recognition) -> str:
        until = f", hiệu lực đến {new.valid_until:%d/%m/%Y}" if new.valid_until else ""
        state = {"expired": ", đã hết hạn", "replaced": ", đã có công nhận mới hơn"}.get(new.state, "")
        return f"năm {new.decided_year or 'chưa rõ'}{until}{state}"

    def _is_over(self, new: Recognition) -> bool:
        """Its term has passed, or would have even if it was signed on the last day of its year."""
        if new.valid_until is not None:
            return new.valid_until < today()
        return bool(new.decided_year) and add_months(dt.date(new.decided_year, 12, 31), self.months) < today()  # type: ignore[arg-type]

    def _settle_rank_in_force(self, new: Recognition) -> None:
        """Only the newest stands as valid (one valid recognition a product)."""
        standing = [
            one
            for one in self.register.recognitions.get(self.product.pk or 0, ())
            if one.state == RecognitionState.VALID
        ]
        newest_there = not standing or _signed(standing[0]) < _signed(new)
        if standing and newest_there and standing[0].dossier_id is not None:
            raise ValidationError(
                "Sản phẩm đang có công nhận do hội đồng đánh giá trên cổng, bảng tính không thay được."
            )
        if not newest_there:
            new.state = RecognitionState.REPLACED
            return
        for old in self.made_for.get(id(self.product), ()):
            if old.state == RecognitionState.VALID:
                loser = old if _signed(old) <= _signed(new) else new
                loser.state = RecognitionState.REPLACED
        if standing and new.state == RecognitionState.VALID:
            self.replaced[standing[0].pk] = standing[0]
            self.outcome.changes.append(
                Change("Công nhận trước", f"{standing[0].stars} sao, còn hiệu lực", "được thay thế")
            )

    def write(self) -> None:
        """Store; a recognition that a newer one replaces changes its state by the procedure."""
        for old in self.replaced.values():
            workflow.apply(old, "replace", actor=None, reason="Nhập công nhận mới hơn từ bảng tính")
        self.put([Producer, Product, ProductAlias, Recognition])


def _signed(recognition: Recognition) -> dt.date:
    return recognition.decided_on or dt.date(recognition.decided_year or 1990, 12, 31)
