"""What a browser brings for events and their participants. Each form lists the fields that it may write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from accounts.models import Unit
from core.editing import shown
from core.formats import date_vn
from core.forms import (
    NfcCharField,
    PortalForm,
    PortalModelForm,
    VnDecimalField,
    VnIntegerField,
    vn_formfield,
)
from products.costs import PAID_ON_HELP
from products.enums import BudgetSource
from products.models import Producer, Product
from promotion import rules
from promotion.models import EventCost, Participation, PromotionEvent
from promotion.showing import Verdict, register, verdict


class Grouped:
    """Fieldsets of a form: `GROUPS` names headings and their fields."""

    GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """Headings with the fields that this form has."""
        present = self.fields  # type: ignore[attr-defined]
        found = [(title, [self[name] for name in names if name in present]) for title, names in self.GROUPS]  # type: ignore[index]
        return [(title, fields) for title, fields in found if fields]


class SectionForm(PortalModelForm):
    """Base of this app's model forms: an empty choice says that one is to be made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField) and field.choices:
                rest = [(value, label) for value, label in field.widget.choices if value != ""]
                field.choices = [("", "Chọn một dòng"), *rest]
            elif isinstance(field, forms.ModelChoiceField) and not isinstance(field, forms.ModelMultipleChoiceField):
                field.empty_label = "Chọn một dòng" if field.required else "Không chọn"


class UnitChoice(SectionForm):
    """A record of one of the person's own units; nobody chooses who has only one, and a stored record keeps its own."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = rules.holding_units(user)
        if self.instance.pk or len(self.units) <= 1:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in self.units])  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """Values for the action, with the unit of a new record."""
        values = super().changes()
        if "unit" not in values and not self.instance.pk and self.units:
            values["unit"] = self.units[0]
        return values


class EventForm(Grouped, UnitChoice):
    """An event's record."""

    GROUPS = (
        ("Sự kiện", ("name", "kind", "unit", "organiser", "content")),
        ("Thời gian, địa điểm", ("starts_on", "ends_on", "place", "host", "venue", "link")),
        ("Đăng ký tham gia", ("registration_closes_on", "booths", "requirements", "support")),
    )

    class Meta:
        model = PromotionEvent
        formfield_callback = vn_formfield
        fields = [
            "name", "kind", "unit", "place", "host", "venue", "organiser", "starts_on", "ends_on",
            "registration_closes_on", "booths", "link", "content", "requirements", "support",
        ]  # fmt: skip
        help_texts = {
            "organiser": "Cơ quan, đơn vị đứng ra tổ chức, ví dụ: Bộ Nông nghiệp và Phát triển nông thôn.",
            "host": "Tỉnh, thành phố hoặc huyện nơi diễn ra, ví dụ: Hà Nội.",
            "venue": "Ví dụ: Trung tâm triển lãm, số 489 Hoàng Quốc Việt.",
            "registration_closes_on": "Chủ thể đăng ký được đến 23:59:59 của ngày này. Bỏ trống nếu không mở đăng ký.",
            "link": "Trang giới thiệu hoặc phòng phát trực tiếp.",
            "support": "Ví dụ: hỗ trợ 100 % chi phí thuê gian hàng, vận chuyển.",
        }

    def clean(self) -> dict[str, Any]:
        """The dates stand in order."""
        data = super().clean() or {}
        first, last, closes = data.get("starts_on"), data.get("ends_on"), data.get("registration_closes_on")
        if first and last and last < first:
            self.add_error("ends_on", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        if closes and last and closes > last:
            self.add_error("registration_closes_on", "Hạn đăng ký không thể sau ngày kết thúc.")
        return data


class OutcomeForm(SectionForm):
    """What the report says beside the figures of the participants."""

    class Meta:
        model = PromotionEvent
        formfield_callback = vn_formfield
        fields = ["booths", "visitors", "outcome", "shortcomings"]
        help_texts = {"outcome": "Mỗi ý một dòng; các số liệu doanh thu, hợp đồng được tự tổng hợp."}


class CostForm(SectionForm):
    """A cost row."""

    class Meta:
        model = EventCost
        formfield_callback = vn_formfield
        fields = ["content", "source", "planned", "spent", "spent_on"]
        help_texts = {"spent_on": PAID_ON_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "Chọn nguồn"), *BudgetSource.choices]  # type: ignore[attr-defined]
        for name in ("planned", "spent"):
            self.fields[name].min_value = 0  # type: ignore[attr-defined]


def _words(product: Product, said: Verdict) -> str:
    if not said.allowed:
        return f"{product.name}: {said.sentence}"
    more = "" if said.throughout else ", hết hạn trước khi sự kiện kết thúc"
    return f"{product.name}: {said.stars} sao, hiệu lực đến hết {date_vn(said.until)}{more}"


class RegistrationForm(Grouped, PortalForm):
    """Products and contact. Which products may go as OCOP is the register's answer, not the person's choice."""

    ocop = forms.ModelMultipleChoiceField(
        Product.objects.none(),
        required=False,
        label="Sản phẩm OCOP mang đến",
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ gồm sản phẩm có công nhận còn hiệu lực hôm nay.",
    )
    others = forms.ModelMultipleChoiceField(
        Product.objects.none(),
        required=False,
        label="Sản phẩm khác mang đến (không ghi là OCOP)",
        widget=forms.CheckboxSelectMultiple,
    )
    contact = NfcCharField(label="Người phụ trách gian hàng", max_length=100, required=False)
    phone = NfcCharField(label="Điện thoại liên hệ", max_length=20, required=False)
    needs = NfcCharField(
        label="Nhu cầu về gian hàng, thiết bị",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    GROUPS = (("Sản phẩm", ("ocop", "others")), ("Liên hệ", ("contact", "phone", "needs")))

    def __init__(
        self, *args: Any, event: PromotionEvent, producer: Producer, row: Participation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        products = list(Product.objects.filter(producer=producer).prefetch_related(register()).order_by("name_sort"))
        said = {product.pk: verdict(product, event.ends_on) for product in products}
        for name, allowed in (("ocop", True), ("others", False)):
            rows = [product for product in products if said[product.pk].allowed is allowed]
            field = self.fields[name]
            field.queryset = Product.objects.filter(pk__in=[one.pk for one in rows])  # type: ignore[attr-defined]
            field.choices = [(one.pk, _words(one, said[one.pk])) for one in rows]  # type: ignore[attr-defined]
            if not rows:
                del self.fields[name]
        if row is not None and not self.is_bound:
            chosen = [item.product_id for item in row.items.all()]
            self.initial = {
                "ocop": chosen, "others": chosen, "contact": row.contact, "phone": row.phone, "needs": row.needs,
                "version": row.version,
            }  # fmt: skip
        elif not self.is_bound:
            self.initial = {"contact": producer.representative, "phone": producer.phone}
            if "ocop" in self.fields:
                self.initial["ocop"] = [product.pk for product in products if said[product.pk].allowed]

    def clean(self) -> dict[str, Any]:
        """Something is brought along."""
        data = super().clean() or {}
        if not self.errors and not data.get("ocop") and not data.get("others"):
            self.add_error("ocop" if "ocop" in self.fields else None, "Chọn ít nhất một sản phẩm mang đến sự kiện.")
        return data

    def chosen(self) -> dict[str, Any]:
        """Arguments of the actions."""
        data = self.cleaned_data
        return {
            "ocop": list(data.get("ocop") or ()),
            "others": list(data.get("others") or ()),
            "values": {name: data[name] for name in ("contact", "phone", "needs")},
        }


class ReasonForm(PortalForm):
    """A reason in words."""

    reason = NfcCharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 4}), max_length=2_000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class BoothForm(PortalForm):
    """One line of the booth list."""

    booth = NfcCharField(label="Gian hàng", max_length=20, required=False)
    support_amount = VnDecimalField(
        label="Kinh phí hỗ trợ (đồng)", min_value=0, max_digits=14, decimal_places=0, required=False
    )
    support_note = NfcCharField(label="Nội dung hỗ trợ", max_length=200, required=False)

    def __init__(self, *args: Any, row: Participation, **kwargs: Any) -> None:
        self.row = row
        initial = {"booth": row.booth, "support_amount": row.support_amount, "support_note": row.support_note}
        super().__init__(*args, prefix=f"gian-{row.pk}", initial=initial, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = True  # a line that the person left alone takes back nobody's entry
            bad = " is-invalid" if self.is_bound and self.errors.get(name) else ""
            field.widget.attrs |= {"class": f"form-control{bad}", "aria-label": f"{field.label} của {row.producer}"}

    def changes(self) -> dict[str, Any]:
        """What the person changed; an empty amount is none."""
        values = {**self.cleaned_data, "support_amount": self.cleaned_data["support_amount"] or 0}
        return {name: values[name] for name in self.changed_data}

    def typed(self) -> str:
        """Everything that the person wrote in the line, so that nothing is lost with it."""
        words = (f"{self.fields[name].label} “{shown(self.cleaned_data[name])}”" for name in self.changed_data)
        return f"Bạn đã ghi: {', '.join(words)}."

    def _seen(self, name: str) -> Any:
        """What the page showed; what no page shows differs from everything."""
        try:
            return self.fields[name].to_python(self.data.get(self[name].html_initial_name)) or None
        except forms.ValidationError:
            return ...

    def overtaken(self) -> list[str]:
        """Entries that somebody else made since the page was opened, each with both texts."""
        found = []
        for name in self.changed_data:
            field, asked = self.fields[name], self[name].html_initial_name in self.data
            mine, theirs = self.cleaned_data[name] or None, self.initial[name] or None
            if asked and theirs not in {mine, self._seen(name)}:
                found.append(
                    f"{self.row.producer.name}, {str(field.label).lower()}: người khác vừa ghi “{shown(theirs)}”, "
                    f"bạn ghi “{shown(mine)}”"
                )
        return found


class ResultForm(Grouped, SectionForm):
    """What a participant sold and signed."""

    contracts = VnIntegerField(label="Số hợp đồng đã ký", min_value=0, max_value=100_000, required=False)
    memoranda = VnIntegerField(label="Số biên bản ghi nhớ", min_value=0, max_value=100_000, required=False)
    contacts = VnIntegerField(label="Số khách hàng, đối tác mới", min_value=0, max_value=100_000, required=False)

    GROUPS = (
        ("Doanh thu tại sự kiện", ("revenue", "revenue_ocop")),
        ("Hợp đồng, kết nối", ("contracts", "contract_value", "memoranda", "contacts")),
        ("Nhận xét", ("result_note",)),
    )

    class Meta:
        model = Participation
        formfield_callback = vn_formfield
        fields = ["revenue", "revenue_ocop", "contracts", "contract_value", "memoranda", "contacts", "result_note"]
        help_texts = {"revenue": "Bằng đồng, ví dụ 12.500.000. Không bán được thì ghi 0."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revenue"].required = True
        for name in ("revenue", "revenue_ocop", "contract_value"):
            self.fields[name].min_value = 0  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The share of OCOP lies within the whole."""
        data = super().clean() or {}
        total, ocop = data.get("revenue"), data.get("revenue_ocop")
        for name in ("revenue", "contract_value"):
            if (data.get(name) or 0) < 0:
                self.add_error(name, "Số tiền không thể âm.")
        if ocop is not None and total is not None and not 0 <= ocop <= total:
            self.add_error("revenue_ocop", "Doanh thu sản phẩm OCOP không thể lớn hơn doanh thu.")
        return data


class SheetForm(PortalForm):
    """A spreadsheet with results."""

    sheet = forms.FileField(
        label="Bảng tính kết quả (.xlsx)", help_text="Dùng mẫu tải từ trang này, tối đa 1.000 dòng."
    )
