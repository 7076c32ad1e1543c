"""What a browser brings. Each form lists the fields that it may write; the actions check again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from accounts.enums import UnitLevel
from accounts.models import Unit
from core.errors import Denied
from core.formats import today
from core.forms import NfcCharField, PortalForm, PortalModelForm, VnDateField, vn_formfield
from criteria.models import Ruleset, Subgroup
from products import rules
from products.actions.dossiers import check_can_open
from products.actions.producers import CONTACT_FIELDS, clean_tax_code, similar_producers
from products.enums import DossierKind, Gender, ProducerKind
from products.models import EvaluationRound, Producer, Product
from products.places import territory


class GroupedChoiceField(forms.ModelChoiceField):
    """A select whose options stand under headings; `heading(row)` names the heading of a row."""

    def __init__(self, *args: Any, heading: Any, label_of: Any = str, **kwargs: Any) -> None:
        self.heading, self.label_of = heading, label_of
        super().__init__(*args, **kwargs)

    def regroup(self, blank: str = "Chọn một dòng") -> None:
        """Read the rows once and put them under their headings."""
        groups: dict[str, list[tuple[Any, str]]] = {}
        for row in self.queryset or ():
            groups.setdefault(self.heading(row), []).append((row.pk, self.label_of(row)))
        self.widget.choices = [("", blank), *groups.items()]


class Grouped:
    """Fieldsets of a form: `GROUPS` names headings and their fields."""

    GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """Headings with the fields that this form has."""
        present = self.fields  # type: ignore[attr-defined]
        found = [(title, [self[name] for name in names if name in present]) for title, names in self.GROUPS]  # type: ignore[index]
        return [(title, fields) for title, fields in found if fields]


def communes_for(user: Any) -> Any:
    """Communes in force today in which the person keeps records."""
    reach = territory(user, rules.ENTERING)
    communes = Unit.objects.on(today()).filter(level=UnitLevel.COMMUNE).select_related("parent")
    if not reach.everything:
        communes = communes.filter(pk__in=reach.units)
    return communes.order_by("parent__name_sort", "name_sort")


class ProducerForm(Grouped, PortalModelForm):
    """A producer's record, as an officer keeps it."""

    commune = GroupedChoiceField(
        queryset=Unit.objects.none(),
        label="Xã, phường, thị trấn",
        heading=lambda unit: unit.parent.name if unit.parent else "",
    )
    another_one = forms.BooleanField(label="Đây là một chủ thể khác, vẫn ghi nhận", required=False)

    GROUPS = (
        ("Chủ thể", ("name", "kind", "commune", "address")),
        ("Đăng ký kinh doanh", ("tax_code", "registration_number", "registered_on")),
        (
            "Người đại diện",
            ("representative", "representative_position", "representative_gender", "representative_ethnicity"),
        ),
        ("Liên hệ", ("phone", "email", "website")),
        ("Lao động", ("workers", "local_workers")),
        ("Giới thiệu", ("history", "organisation")),
        ("Trùng tên", ("another_one",)),
    )

    class Meta:
        model = Producer
        formfield_callback = vn_formfield
        fields = [
            "name", "kind", "address", "tax_code", "registration_number", "registered_on", "representative",
            "representative_position", "representative_gender", "representative_ethnicity", "phone", "email", "website",
            "workers", "local_workers", "history", "organisation",
        ]  # fmt: skip
        help_texts = {
            "name": "Ghi đúng như giấy đăng ký kinh doanh, ví dụ: Hợp tác xã rau, củ, quả Vân Trà.",
            "tax_code": "10 chữ số, hoặc 13 chữ số với đơn vị phụ thuộc.",
            "registered_on": "Ví dụ 03/04/2019.",
            "address": "Số nhà, thôn, xóm.",
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.similar: list[Producer] = []
        self.fields["commune"].queryset = communes_for(user)  # type: ignore[attr-defined]
        self.fields["commune"].widget.attrs |= {"data-searchable": "", "data-placeholder": " "}
        self.fields["commune"].regroup("Chọn xã, phường")  # type: ignore[attr-defined]
        self.fields["representative_gender"].choices = [("", "Chưa ghi"), *Gender.choices]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Chọn loại hình"), *ProducerKind.choices]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["commune"].initial = self.instance.commune_id
        if not self.data.get("another_one") and not self.is_bound:
            del self.fields["another_one"]

    def clean_tax_code(self) -> str:
        """Bring the code to its form."""
        try:
            code = clean_tax_code(self.cleaned_data["tax_code"])
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if code and Producer.objects.filter(tax_code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Mã số thuế này đã được ghi cho một chủ thể khác.")
        return code

    def clean(self) -> dict[str, Any]:
        """Warn of one of the same name at the same place; saving again says that it is another one."""
        data = super().clean() or {}
        workers, local = data.get("workers"), data.get("local_workers")
        if workers is not None and local is not None and local > workers:
            self.add_error("local_workers", "Lao động địa phương không thể nhiều hơn số lao động.")
        commune = data.get("commune")
        if commune and data.get("name"):
            self.similar = similar_producers(
                name=data["name"], district=commune.parent, commune=commune, but=self.instance.pk
            )
        if commune and self.similar and not data.get("another_one"):
            self.add_error("name", f"Đã có chủ thể “{self.similar[0].name}” ở {commune.path_name}.")
        elif "another_one" in self.fields and not self.similar:
            del self.fields["another_one"]
        return data

    def changes(self) -> dict[str, Any]:
        """Values for the action; the district follows from the commune."""
        values = {name: value for name, value in super().changes().items() if name != "another_one"}
        return values | {"district": values["commune"].parent}


class ProducerContactForm(Grouped, PortalModelForm):
    """What a producer keeps of its own record."""

    GROUPS = (("", tuple(sorted(CONTACT_FIELDS))),)

    class Meta:
        model = Producer
        formfield_callback = vn_formfield
        fields = [
            "representative", "representative_position", "representative_gender", "representative_ethnicity", "phone",
            "email", "website", "workers", "local_workers", "history", "organisation",
        ]  # fmt: skip

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """One group in the order of the fields."""
        return [("", [self[name] for name in self.Meta.fields])]


class ProductForm(Grouped, PortalModelForm):
    """A product's record; the subgroup decides the criteria set."""

    subgroup = GroupedChoiceField(
        queryset=Subgroup.objects.select_related("group__industry").order_by(
            "group__industry__order", "group__order", "order"
        ),
        label="Ngành, nhóm, phân nhóm",
        heading=lambda row: f"{row.group.industry.name} › {row.group.name}",
        label_of=lambda row: f"{row.code} {row.name} (bộ tiêu chí số {row.set_number})",
        help_text="Chọn theo Phụ lục I. Phân nhóm quyết định bộ tiêu chí dùng để đánh giá.",
    )

    GROUPS = (
        ("Sản phẩm", ("name", "subgroup", "description")),
        ("Đóng gói, giá bán", ("packaging", "barcode", "price")),
        ("Câu chuyện", ("story",)),
    )

    class Meta:
        model = Product
        formfield_callback = vn_formfield
        fields = ["name", "subgroup", "description", "packaging", "barcode", "price", "story"]
        help_texts = {"price": "Đồng, giá bán lẻ một đơn vị sản phẩm, ví dụ 85.000."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subgroup"].widget.attrs |= {"data-searchable": "", "data-placeholder": " "}
        self.fields["subgroup"].regroup("Chọn phân nhóm")  # type: ignore[attr-defined]


class OpenDossierForm(PortalForm):
    """Which round, and why the product is assessed."""

    round = forms.ModelChoiceField(EvaluationRound.objects.none(), label="Đợt đánh giá", empty_label=None)
    kind = forms.ChoiceField(label="Loại hồ sơ", choices=DossierKind, widget=forms.RadioSelect)

    def __init__(self, *args: Any, product: Product, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product, self.actor = product, actor
        rounds = EvaluationRound.objects.filter(opens_on__lte=today(), closes_on__gte=today()).select_related("ruleset")
        self.has_round = rounds.exists()
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
        self.fields["round"].label_from_instance = _round_words  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind.value, _KIND_WORDS[kind.value]) for kind in DossierKind]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask the action's own check, so that the sentence stands beside the choice."""
        data = super().clean() or {}
        if data.get("round") and data.get("kind"):
            try:
                check_can_open(product=self.product, round_=data["round"], kind=data["kind"], actor=self.actor)
            except Denied as refusal:
                self.add_error("kind", refusal.sentence)
        return data


_KIND_WORDS = {
    "new": "Mới: sản phẩm đánh giá lần đầu, hoặc công nhận trước đã hết hạn",
    "renewal": "Đánh giá lại: giữ công nhận sắp hết hạn hoặc vừa hết hạn",
    "upgrade": "Nâng hạng: sản phẩm đang được công nhận, đề nghị hạng cao hơn",
}


def _round_words(round_: EvaluationRound) -> str:
    return f"{round_.name} (nhận hồ sơ đến hết {round_.closes_on:%d/%m/%Y})"


class ReasonForm(PortalForm):
    """A reason in words."""

    reason = NfcCharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 4}), max_length=2_000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReturnForm(PortalForm):
    """A general remark for the applicant, beside the reasons of the items."""

    reason = NfcCharField(
        label="Lời nhắn chung cho chủ thể", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2_000
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SamplesForm(PortalForm):
    """The day on which samples came."""

    received_on = VnDateField(label="Ngày nhận sản phẩm mẫu")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RoundForm(PortalModelForm):
    """A round of evaluation."""

    class Meta:
        model = EvaluationRound
        formfield_callback = vn_formfield
        fields = ["year", "number", "name", "ruleset", "opens_on", "closes_on"]
        help_texts = {
            "ruleset": "Quy định áp dụng cho mọi hồ sơ của đợt. Không đổi được khi đã có hồ sơ.",
            "closes_on": "Hồ sơ nộp được đến 23:59:59 của ngày này.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ruleset"].queryset = Ruleset.objects.filter(is_current=True)  # type: ignore[attr-defined]
        if self.instance.pk and self.instance.dossiers.exists():
            self.fields["ruleset"].disabled = True
            self.fields["ruleset"].queryset = Ruleset.objects.filter(pk=self.instance.ruleset_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The dates stand in order."""
        data = super().clean() or {}
        if data.get("opens_on") and data.get("closes_on") and data["closes_on"] < data["opens_on"]:
            self.add_error("closes_on", "Ngày kết thúc nhận hồ sơ phải từ ngày bắt đầu trở đi.")
        return data
