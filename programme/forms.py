"""What a browser brings to plans, targets, tasks, money and report duties."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Membership, Unit, User
from accounts.queries import units_on
from core.formats import today
from core.forms import (
    NfcCharField,
    PortalForm,
    PortalModelForm,
    VnDateField,
    VnDecimalField,
    VnIntegerField,
    vn_formfield,
)
from core.indicators import indicators
from programme.enums import TargetSource
from programme.models import AnnualPlan, Award, BudgetLine, DutyRule, PlanTask, ReportObligation, Target
from programme.rules import OFFICERS


class ReasonForm(PortalForm):
    """A reason for a step that needs one."""

    reason = NfcCharField(
        label="Lý do",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": "Nhập lý do."},
    )


class YearForm(PortalForm):
    """The year of a new plan."""

    year = VnIntegerField(label="Năm", min_value=2018, max_value=2100)


class PlanForm(PortalModelForm):
    """The wording, as the paper has it: one paragraph a line."""

    class Meta:
        model = AnnualPlan
        fields = [
            "title", "notation", "issued_on", "bases", "goals", "contents", "funding", "organisation", "recipients",
        ]  # fmt: skip
        formfield_callback = vn_formfield
        help_texts = {
            "notation": "Ghi khi kế hoạch đã ban hành, ví dụ 55/KH-UBND.",
            "bases": "Mỗi căn cứ một dòng.",
            "contents": "Mỗi đoạn một dòng; dòng bắt đầu bằng “1.”, “1.1.” là đề mục.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("goals", "contents", "organisation"):
            self.fields[name].widget.attrs["rows"] = 12


def _indicator_choices(empty: str) -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in indicators():
        groups.setdefault(one.group or "Khác", []).append((one.code, f"{one.label} ({one.unit})"))
    return [("", empty), *groups.items()]


class TargetForm(PortalModelForm):
    """A target: counted by the portal, or entered by hand."""

    indicator = forms.ChoiceField(
        label="Số liệu của cổng", required=False, help_text="Bấm vào con số sẽ mở được các bản ghi đứng sau."
    )
    of_indicator = forms.ChoiceField(
        label="Trên tổng số", required=False, help_text="Chọn khi chỉ tiêu là phần trăm của một tổng số."
    )
    only_stars = forms.MultipleChoiceField(
        label="Chỉ tính hạng sao",
        required=False,
        choices=[("3", "3 sao"), ("4", "4 sao"), ("5", "5 sao")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Để trống là tính mọi hạng; chỉ dùng với số liệu chia được theo hạng sao.",
    )

    class Meta:
        model = Target
        fields = [
            "name", "short_name", "source", "indicator", "of_indicator", "planned", "planned_most", "unit_label",
            "since", "until", "note",
        ]  # fmt: skip
        formfield_callback = vn_formfield
        help_texts = {
            "planned_most": "Chỉ ghi khi kế hoạch nêu một khoảng, ví dụ 01-03 điểm.",
            "since": "Để trống là từ đầu năm.",
            "until": "Để trống là đến hết năm.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = _indicator_choices("Không, cán bộ ghi tay")  # type: ignore[attr-defined]
        self.fields["of_indicator"].choices = _indicator_choices("Không tính phần trăm")  # type: ignore[attr-defined]
        self.initial["only_stars"] = [str(star) for star in (self.instance.only or {}).get("stars", [])]

    def clean(self) -> dict[str, Any]:
        """A counted target names its figure, one entered by hand names none."""
        data = super().clean() or {}
        live = data.get("source") == TargetSource.LIVE
        if live and not data.get("indicator"):
            self.add_error("indicator", "Chọn số liệu để cổng tự tính, hoặc chọn cách tính là cán bộ ghi.")
        if not live:
            data["indicator"] = data["of_indicator"] = ""
        planned, most = data.get("planned"), data.get("planned_most")
        if planned is not None and planned <= 0:
            self.add_error("planned", "Kế hoạch phải lớn hơn 0.")
        if planned is not None and most is not None and most < planned:
            self.add_error("planned_most", "Mức cao không nhỏ hơn mức kế hoạch.")
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", "Ngày cuối không trước ngày đầu.")
        return data

    def changes(self) -> dict[str, Any]:
        """The model's own columns; stars become a condition."""
        values = super().changes()
        stars = [int(star) for star in values.pop("only_stars", [])]
        others = {name: kept for name, kept in (self.instance.only or {}).items() if name != "stars"}
        values["only"] = {**others, **({"stars": stars} if stars else {})}
        return values


class FigureForm(PortalForm):
    """A figure entered by hand."""

    on = VnDateField(label="Số liệu đến ngày")
    value = VnDecimalField(label="Đạt được", max_digits=16, decimal_places=2, min_value=0)
    note = NfcCharField(
        label="Nguồn số liệu, chú thích",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi rõ số lấy từ đâu: văn bản, sổ theo dõi, cơ quan cung cấp.",
    )


class TaskForm(PortalModelForm):
    """A row of the annex."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="Đơn vị báo tiến độ", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = PlanTask
        fields = [
            "number", "title", "parent", "lead", "partners", "time_text", "starts_on", "ends_on", "activity",
        ]  # fmt: skip
        formfield_callback = vn_formfield
        help_texts = {
            "time_text": "Như trong văn bản, ví dụ: Quý II, III.",
            "activity": "Chi phí của các hoạt động này trong cổng tự vào nhiệm vụ.",
        }

    def __init__(self, *args: Any, plan: AnnualPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = plan.tasks.filter(parent=None).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = groups  # type: ignore[attr-defined]
        self.fields["parent"].empty_label = "Là nhiệm vụ chính"  # type: ignore[attr-defined]
        units = Unit.objects.filter(pk=plan.unit_id)
        if plan.unit.level == "province":
            units = units | Unit.objects.filter(pk__in=units_on(today(), "district").values("pk"))
        self.fields["units"].queryset = units.order_by("-level", "name_sort")  # type: ignore[attr-defined]
        self.fields["units"].label_from_instance = lambda unit: unit.name  # type: ignore[attr-defined]
        self.initial["units"] = (
            list(self.instance.units.values_list("pk", flat=True)) if self.instance.pk else [plan.unit_id]
        )
        self.order_fields([*self.Meta.fields, "units"])

    def clean(self) -> dict[str, Any]:
        """Dates in order."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Ngày cuối không trước ngày đầu.")
        return data

    def changes(self) -> dict[str, Any]:
        """The model's own columns, without the units."""
        values = super().changes()
        values.pop("units", None)
        return values


class ProgressForm(PortalForm):
    """What a unit reports of a task. Files are sent beside it."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị báo", empty_label=None)
    percent = VnIntegerField(label="Đã làm (%)", min_value=0, max_value=100)
    text = NfcCharField(
        label="Kết quả, vướng mắc", max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].initial = units[0]
            self.fields["unit"].widget = forms.HiddenInput()


class BudgetForm(PortalModelForm):
    """One amount of one source. After approval only what was allocated and paid can be written."""

    on = VnDateField(
        label="Số liệu đến ngày",
        required=False,
        help_text="Để trống là hôm nay. Báo cáo chốt trước ngày này không tính số mới.",
    )

    class Meta:
        model = BudgetLine
        fields = ["source", "content", "task", "planned", "allocated", "disbursed", "note"]
        formfield_callback = vn_formfield
        help_texts = {
            "planned": "Để trống khi chưa có văn bản giao số.",
            "disbursed": "Không ghi chi phí lớp tập huấn, sự kiện, cuộc kiểm tra: cổng tự cộng từ các hoạt động đó.",
        }

    def __init__(self, *args: Any, plan: AnnualPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].queryset = plan.tasks.all()  # type: ignore[attr-defined]
        self.fields["task"].empty_label = "Chung cả kế hoạch"  # type: ignore[attr-defined]
        if not plan.is_open:
            for name in ("source", "content", "task", "planned"):
                del self.fields[name]

    def changes(self) -> dict[str, Any]:
        """The model's own columns, without the day."""
        values = super().changes()
        values.pop("on", None)
        return values


class AwardForm(PortalModelForm):
    """Somebody who is praised at the year's ceremony."""

    class Meta:
        model = Award
        fields = ["recipient", "title", "form", "merit", "decision_number", "decided_on"]
        formfield_callback = vn_formfield
        help_texts = {
            "form": "Ví dụ: Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh; Giấy khen của Giám đốc Sở.",
            "decision_number": "Để trống khi chưa có quyết định khen thưởng.",
        }


class PlaceForm(PortalForm):
    """To which task one activity's costs belong."""

    task = forms.ModelChoiceField(PlanTask.objects.none(), label="Nhiệm vụ", required=False)

    def __init__(self, *args: Any, plan: AnnualPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].queryset = plan.tasks.filter(children=None)  # type: ignore[attr-defined]
        self.fields["task"].empty_label = "Theo loại hoạt động của nhiệm vụ"  # type: ignore[attr-defined]


class DutyRuleForm(PortalModelForm):
    """A periodic duty."""

    months = forms.TypedMultipleChoiceField(
        label="Tháng đến hạn",
        coerce=int,
        choices=[(month, f"tháng {month}") for month in range(1, 13)],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = DutyRule
        fields = [
            "code", "name", "kind", "level", "addressee", "months", "before_day", "cut_off_days", "needs_file", "basis",
            "active",
        ]  # fmt: skip
        formfield_callback = vn_formfield
        labels = {"code": "Mã (chữ không dấu, gạch ngang)"}
        help_texts = {"before_day": "“Trước ngày 1” nghĩa là hết ngày cuối tháng trước vẫn đúng hạn; từ 1 đến 28."}

    def clean_before_day(self) -> int:
        """A day that every month has."""
        day = int(self.cleaned_data["before_day"])
        if not 1 <= day <= 28:
            raise forms.ValidationError("Ghi ngày từ 1 đến 28.")
        return day


class OfficersForm(PortalForm):
    """Who is responsible for one duty."""

    officers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Cán bộ phụ trách",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn ai thì mọi cán bộ phụ trách của đơn vị cùng được nhắc.",
    )

    def __init__(self, *args: Any, obligation: ReportObligation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = Membership.objects.on(today()).filter(unit=obligation.unit, role__in=OFFICERS)
        people = User.objects.filter(pk__in=seats.values("user"), is_active=True)
        self.fields["officers"].queryset = people  # type: ignore[attr-defined]
        self.initial["officers"] = list(obligation.officers.values_list("pk", flat=True))


class PaperForm(PortalModelForm):
    """Number of the signed paper; the file is sent beside it."""

    class Meta:
        model = ReportObligation
        fields = ["notation", "note"]
        formfield_callback = vn_formfield
        help_texts = {"notation": "Ví dụ 215/BC-UBND."}
