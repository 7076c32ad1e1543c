"""What a browser brings. Each form lists the fields that it may write; the actions check again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from criteria.queries import typed_ruleset
from products import rules
from products.actions.dossiers import MOST_SAMPLES, check_can_open, kinds_for
from products.actions.producers import similar_producers
from products.actions.products import is_registered
from products.enums import DossierKind, Gender, ProducerKind, PropertyKind
from products.formats import clean_barcode, clean_phone, clean_registration, clean_tax_code
from products.models import CraftVillage, EvaluationRound, Producer, Product
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
    """Fieldsets of a form: `GROUPS` names headings and their fields, `SECTIONS` the headings that open alone."""

    GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = ()
    SECTIONS: Mapping[str, str] = {}

    def keep_section(self, section: str) -> None:
        """Leave only the fields of one heading; an unknown section leaves all."""
        title = self.SECTIONS.get(section)
        if title is None:
            return
        kept = {name for heading, names in self.GROUPS if heading == title for name in names} | {"version"}
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        for name in [name for name in fields if name not in kept]:
            del fields[name]

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
        ("Chủ thể", ("name", "kind", "commune", "address", "craft_village", "another_one")),
        ("Đăng ký kinh doanh", ("tax_code", "registration_number", "registered_on")),
        (
            "Người đại diện",
            (
                "representative",
                "representative_position",
                "representative_gender",
                "representative_ethnicity",
                "women_led",
            ),
        ),
        ("Liên hệ", ("contact_person", "phone", "email", "website", "latitude", "longitude")),
        ("Lao động", ("workers", "local_workers")),
        ("Giới thiệu", ("history", "organisation")),
    )
    SECTIONS = {
        "chung": "Chủ thể",
        "dang-ky": "Đăng ký kinh doanh",
        "dai-dien": "Người đại diện",
        "lien-he": "Liên hệ",
        "lao-dong": "Lao động",
        "gioi-thieu": "Giới thiệu",
    }

    class Meta:
        model = Producer
        formfield_callback = vn_formfield
        fields = [
            "name", "kind", "address", "craft_village", "tax_code", "registration_number", "registered_on",
            "representative", "representative_position", "representative_gender", "representative_ethnicity", "women_led",
            "contact_person", "phone", "email", "website", "latitude", "longitude", "workers", "local_workers", "history",
            "organisation",
        ]  # fmt: skip
        help_texts = {
            "latitude": "Ví dụ 20,158000 (từ 8 đến 24).",
            "longitude": "Ví dụ 105,973000 (từ 102 đến 118).",
            "women_led": "Phụ nữ làm chủ hoặc trực tiếp điều hành: dùng cho báo cáo.",
            "name": "Ghi đúng như giấy đăng ký kinh doanh, ví dụ: Hợp tác xã rau, củ, quả Vân Trà.",
            "tax_code": "10 chữ số, hoặc 13 chữ số với đơn vị phụ thuộc.",
            "registered_on": "Ví dụ 03/04/2019.",
            "address": "Số nhà, thôn, xóm.",
        }

    def __init__(self, *args: Any, user: Any, section: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.similar: list[Producer] = []
        villages = CraftVillage.objects.filter(territory(user, rules.ENTERING).q()).order_by("name_sort")
        self.fields["craft_village"].queryset = villages  # type: ignore[attr-defined]
        self.fields["craft_village"].empty_label = "Không thuộc làng nghề"  # type: ignore[attr-defined]
        _yes_no(self.fields["women_led"])
        self.fields["commune"].queryset = communes_for(user)  # type: ignore[attr-defined]
        self.fields["commune"].widget.attrs |= {"data-searchable": "", "data-placeholder": " "}
        self.fields["commune"].regroup("Chọn xã, phường")  # type: ignore[attr-defined]
        self.fields["representative_gender"].choices = [("", "Chưa ghi"), *Gender.choices]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Chọn loại hình"), *ProducerKind.choices]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["commune"].initial = self.instance.commune_id
        if not self.data.get("another_one") and not self.is_bound:
            del self.fields["another_one"]
        self.keep_section(section)

    def clean_registration_number(self) -> str:
        """Bring the number to its form."""
        return _in_form(clean_registration, self.cleaned_data["registration_number"])

    def clean_phone(self) -> str:
        """Bring the number to its form."""
        return _in_form(clean_phone, self.cleaned_data["phone"])

    def clean_tax_code(self) -> str:
        """Bring the code to its form."""
        code = _in_form(clean_tax_code, self.cleaned_data["tax_code"])
        if code and Producer.objects.filter(tax_code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Mã số thuế này đã được ghi cho một chủ thể khác.")
        return code

    def clean(self) -> dict[str, Any]:
        """Warn of one of the same name at the same place; saving again says that it is another one."""
        data = super().clean() or {}
        workers, local = data.get("workers"), data.get("local_workers")
        if workers is not None and local is not None and local > workers:
            self.add_error("local_workers", "Lao động địa phương không thể nhiều hơn số lao động.")
        _check_location(self, data)
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
        return values | {"district": values["commune"].parent} if "commune" in values else values


def _in_form(into_form: Callable[[str], str], text: str) -> str:
    try:
        return into_form(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def _yes_no(field: Any) -> None:
    """A choice of three: nobody said, yes, no."""
    field.widget.choices = [("unknown", "Chưa ghi"), ("true", "Có"), ("false", "Không")]


def _check_location(form: Any, data: dict[str, Any]) -> None:
    """Both figures or none, within the country: swapped ones fall outside."""
    if "latitude" not in form.fields or form.errors.get("latitude") or form.errors.get("longitude"):
        return
    latitude, longitude = data.get("latitude"), data.get("longitude")
    if (latitude is None) != (longitude is None):
        form.add_error(
            "longitude" if longitude is None else "latitude", "Nhập cả vĩ độ và kinh độ, hoặc để trống cả hai."
        )
    elif latitude is not None and longitude is not None and not (8 <= latitude <= 24 and 102 <= longitude <= 118):
        form.add_error("latitude", "Vĩ độ từ 8 đến 24, kinh độ từ 102 đến 118. Kiểm tra xem hai số có bị đảo không.")


class ProducerContactForm(Grouped, PortalModelForm):
    """What a producer keeps of its own record."""

    GROUPS = ProducerForm.GROUPS[2:]
    SECTIONS = {slug: title for slug, title in ProducerForm.SECTIONS.items() if slug not in {"chung", "dang-ky"}}

    class Meta:
        model = Producer
        formfield_callback = vn_formfield
        fields = [
            "representative", "representative_position", "representative_gender", "representative_ethnicity", "women_led",
            "contact_person", "phone", "email", "website", "latitude", "longitude", "workers", "local_workers", "history",
            "organisation",
        ]  # fmt: skip

    def __init__(self, *args: Any, section: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _yes_no(self.fields["women_led"])
        self.keep_section(section)

    clean_phone = ProducerForm.clean_phone

    def clean(self) -> dict[str, Any]:
        """The place's figures stand together."""
        data = super().clean() or {}
        _check_location(self, data)
        return data


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
        ("Sản phẩm", ("name", "subgroup", "is_idea", "description")),
        ("Đóng gói, giá bán", ("packaging", "barcode", "traceability", "price")),
        ("Thương hiệu, tiêu chuẩn", ("brand", "property_kind", "property_number", "standards")),
        ("Câu chuyện", ("story",)),
    )
    SECTIONS = {
        "chung": "Sản phẩm",
        "dong-goi": "Đóng gói, giá bán",
        "thuong-hieu": "Thương hiệu, tiêu chuẩn",
        "cau-chuyen": "Câu chuyện",
    }

    class Meta:
        model = Product
        formfield_callback = vn_formfield
        fields = [
            "name", "subgroup", "is_idea", "description", "packaging", "barcode", "traceability", "price", "brand", "property_kind",
            "property_number", "standards", "story",
        ]  # fmt: skip
        help_texts = {
            "is_idea": "Đánh dấu khi chưa sản xuất, chưa đăng ký đánh giá. Dấu này tự bỏ khi lập hồ sơ đầu tiên.",
            "price": "Đồng, giá bán lẻ một đơn vị sản phẩm, ví dụ 85.000.",
            "barcode": "Dãy số dưới mã vạch trên bao bì: 8, 12, 13 hoặc 14 chữ số.",
            "traceability": "Địa chỉ mở ra khi quét tem truy xuất.",
            "standards": "Ví dụ TCVN 5603:2008 (HACCP), VietGAP, ISO 22000.",
        }

    def __init__(self, *args: Any, section: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["property_kind"].choices = [("", "Chưa có"), *PropertyKind.choices]  # type: ignore[attr-defined]
        self.fields["subgroup"].widget.attrs |= {"data-searchable": "", "data-placeholder": " "}
        self.fields["subgroup"].regroup("Chọn phân nhóm")  # type: ignore[attr-defined]
        if self.instance.pk and is_registered(self.instance):
            del self.fields["is_idea"]
        self.keep_section(section)

    def clean_barcode(self) -> str:
        """Bring the code to its digits and check the last one."""
        return _in_form(clean_barcode, self.cleaned_data["barcode"])


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
        first = rounds.first()
        offered = kinds_for(product, typed_ruleset(first.ruleset) if first else None)
        # A posted kind that is not offered stays a choice, so that the refusal's own sentence is read.
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, _KIND_WORDS[kind.value]) for kind in DossierKind if kind in offered or self.is_bound
        ]
        if len(offered) == 1:
            self.initial["kind"] = offered[0]
        elif self.initial.get("kind") not in offered:
            self.initial.pop("kind", None)

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
    """How many samples came, and on which day."""

    count = forms.IntegerField(
        label="Số đơn vị mẫu nhận được", min_value=1, max_value=MOST_SAMPLES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )  # fmt: skip
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
