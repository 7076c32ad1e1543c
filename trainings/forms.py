"""What a browser brings to classes, participants and attendance."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.enums import UnitLevel
from accounts.models import Unit
from core.files import ACCEPTED
from core.formats import today
from core.forms import NfcCharField, PortalForm, PortalModelForm, VnIntegerField, vn_formfield
from products.costs import PAID_ON_HELP
from products.visibility import visible_producers
from trainings.candidates import units_within
from trainings.enums import OF_PEOPLE, TargetGroup
from trainings.models import ClassCost, ClassTarget, Lecturer, Material, Participant, TrainingClass


def _ask(form: forms.BaseForm, **words: str) -> None:
    """Say what an empty choice asks for, instead of a row of dashes."""
    for name, label in words.items():
        field: Any = form.fields.get(name)
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = label
        elif field is not None:
            field.choices = [("", label), *((value, text) for value, text in field.choices if value != "")]


class ReasonForm(PortalForm):
    """A reason for a step that needs one."""

    reason = NfcCharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000)


class ClassForm(PortalModelForm):
    """A class as it is planned."""

    GROUPS = (
        ("Lớp", ("name", "group", "content", "integrated_with")),
        ("Thời gian, địa điểm", ("first_day", "days", "sessions_a_day", "starts_at", "place", "study_visit")),
        ("Học viên", ("capacity", "required_sessions", "takes_registrations", "registration_closes_on", "contact")),
    )

    class Meta:
        model = TrainingClass
        fields = [
            "name", "group", "content", "integrated_with", "first_day", "days", "sessions_a_day", "starts_at", "place",
            "study_visit", "capacity", "required_sessions", "takes_registrations", "registration_closes_on", "contact",
        ]  # fmt: skip
        formfield_callback = vn_formfield
        help_texts = {
            "days": "Kế hoạch năm 2024: 1 đến 3 ngày mỗi lớp.",
            "starts_at": "Ví dụ 07:30.",
            "study_visit": "Nơi đến, cơ sở tiêu biểu, ngày đi. Để trống nếu không có.",
            "required_sessions": "Ai dự đủ số buổi này thì hoàn thành lớp và được cấp giấy chứng nhận.",
            "takes_registrations": "Chủ thể chưa có tài khoản cũng đăng ký được bằng điện thoại.",
            "registration_closes_on": "Để trống thì nhận đến ngày khai giảng.",
            "integrated_with": "Ví dụ khuyến nông, khuyến công, đào tạo nghề. Để trống nếu tổ chức riêng.",
            "contact": "Tên và số điện thoại để học viên hỏi.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, group="Chọn đối tượng")
        self.initial.setdefault("starts_at", "07:30")
        if self.instance.pk:
            self.initial["starts_at"] = f"{self.instance.starts_at:%H:%M}"

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Headings with their fields."""
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def clean(self) -> dict[str, Any]:
        """Sessions that exist; registration that ends before the class does."""
        data = super().clean() or {}
        days, daily, required = data.get("days"), data.get("sessions_a_day"), data.get("required_sessions")
        if days and daily and required and not 1 <= required <= days * int(daily):
            self.add_error("required_sessions", f"Lớp có {days * int(daily)} buổi. Nhập từ 1 đến {days * int(daily)}.")
        first, closes = data.get("first_day"), data.get("registration_closes_on")
        if first and closes and closes > first:
            self.add_error("registration_closes_on", "Hạn đăng ký không sau ngày khai giảng.")
        return data


class LecturerForm(PortalModelForm):
    """A lecturer."""

    class Meta:
        model = Lecturer
        fields = ["name", "organisation", "topic"]
        formfield_callback = vn_formfield


class MaterialForm(PortalModelForm):
    """A material: a file or a link."""

    file = forms.FileField(
        label="Tệp",
        required=False,
        help_text="PDF, Word, Excel hoặc ảnh, tối đa 20 MB. Không có tệp thì ghi liên kết.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{ending}" for ending in ACCEPTED)}),
    )

    class Meta:
        model = Material
        fields = ["title", "link"]
        formfield_callback = vn_formfield

    field_order = ["title", "file", "link"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["file"]
        if self.instance.file_id:
            del self.fields["link"]

    def clean(self) -> dict[str, Any]:
        """A file or a link."""
        data = super().clean() or {}
        if self.instance.file_id is None and not data.get("file") and not data.get("link"):
            self.add_error("file" if "file" in self.fields else "link", "Chọn tệp hoặc ghi liên kết.")
        return data

    def _post_clean(self) -> None:
        """The action checks the row once it has its file."""

    def changes(self) -> dict[str, Any]:
        """The row's own columns."""
        return {name: self.cleaned_data.get(name) or "" for name in ("title", "link") if name in self.fields}


class CostForm(PortalModelForm):
    """A cost by its source."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, source="Chọn nguồn")

    class Meta:
        model = ClassCost
        fields = ["content", "source", "planned", "spent", "spent_on"]
        formfield_callback = vn_formfield
        help_texts = {"spent_on": PAID_ON_HELP}


class PersonForm(PortalModelForm):
    """Somebody whom an officer writes down."""

    class Meta:
        model = Participant
        fields = ["name", "position", "organisation", "phone", "email", "gender", "unit", "producer"]
        formfield_callback = vn_formfield
        help_texts = {
            "producer": "Chọn để tính vào độ phủ tập huấn của chủ thể.",
            "unit": "Để trống thì lấy theo chủ thể.",
        }

    def __init__(self, *args: Any, training: TrainingClass, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.on(today()).exclude(level=UnitLevel.PROVINCE).select_related("parent")
        reach = units_within(training.unit)
        if reach is not None:
            units = units.filter(pk__in=reach)
        field: Any = self.fields["unit"]
        field.queryset = units.order_by("parent__name_sort", "name_sort")
        field.label_from_instance = lambda unit: unit.path_name[:1].upper() + unit.path_name[1:]
        if training.group in OF_PEOPLE:
            del self.fields["producer"]
        else:
            chosen: Any = self.fields["producer"]
            chosen.queryset = visible_producers(actor).order_by("name_sort")
        _ask(self, unit="Chọn xã, huyện", producer="Không gắn với chủ thể", gender="Không ghi")


class InviteForm(PortalForm):
    """Whom to look for in the registers."""

    nhom = forms.ChoiceField(label="Sổ bộ", choices=TargetGroup.choices)
    huyen = forms.ModelChoiceField(Unit.objects.none(), label="Huyện, thành phố", required=False, empty_label="Tất cả")
    tu_nam = forms.TypedChoiceField(label="Chưa tập huấn", required=False, coerce=int, empty_value=None)
    sao = forms.TypedChoiceField(
        label="Hạng sao",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(3, "từ 3 sao"), (4, "từ 4 sao"), (5, "5 sao")],
    )

    def __init__(self, *args: Any, training: TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = Unit.objects.on(today()).filter(level=UnitLevel.DISTRICT)
        reach = units_within(training.unit)
        if reach is not None:
            districts = districts.filter(pk__in=reach)
        self.fields["huyen"].queryset = districts.order_by("name_sort")  # type: ignore[attr-defined]
        year = training.year
        years = [(str(one), f"từ năm {one}") for one in range(year, year - 6, -1)]
        self.fields["tu_nam"].choices = [("", "không lọc"), *years]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"


class ResultForm(PortalModelForm):
    """The officer's words on the result."""

    class Meta:
        model = TrainingClass
        fields = ["result_note"]
        formfield_callback = vn_formfield
        help_texts = {"result_note": "Kết quả đạt được, tồn tại, kiến nghị. Phần này in vào báo cáo lớp."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result_note"].required = True
        self.fields["result_note"].widget.attrs["rows"] = 8


class SheetForm(PortalForm):
    """A spreadsheet with participants and attendance."""

    file = forms.FileField(label="Bảng tính", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}))


class TargetForm(PortalForm):
    """The year's plan: a number of classes and of people for each group."""

    def __init__(self, *args: Any, known: dict[str, ClassTarget], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in TargetGroup:
            row = known.get(group)
            self.fields[f"{group}_classes"] = VnIntegerField(
                label="Số lớp", min_value=0, max_value=200, initial=row.classes if row else 0
            )
            self.fields[f"{group}_people"] = VnIntegerField(
                label="Số người mỗi lớp", min_value=1, max_value=1000, initial=row.people if row else 60
            )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """One fieldset a group of the plan."""
        return [(str(group.label), [self[f"{group}_classes"], self[f"{group}_people"]]) for group in TargetGroup]

    def wanted(self) -> dict[str, tuple[int, int]]:
        """Group → (classes, people a class)."""
        data = self.cleaned_data
        return {str(group): (data[f"{group}_classes"], data[f"{group}_people"]) for group in TargetGroup}
