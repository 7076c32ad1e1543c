"""What a browser brings. Each form lists the fields that it may write; the actions check again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from accounts.enums import Role, UnitLevel
from accounts.models import Membership, Unit, User
from core.formats import date_vn, today
from core.forms import (
    NfcCharField,
    PortalForm,
    PortalModelForm,
    VnDateField,
    VnDateTimeField,
    VnDecimalField,
    VnIntegerField,
    vn_formfield,
)
from inspections import law, rules
from inspections.checklists import terms
from inspections.enums import Duty, Severity, Topic
from inspections.models import Inspection, InspectionPlan, InspectionTeam
from products.costs import PAID_ON_HELP
from products.enums import BudgetSource
from products.models import Product, Recognition
from products.places import territory
from products.queries import in_force


def _words(label: str, *, rows: int = 4, required: bool = True, length: int = 8_000, **kwargs: Any) -> NfcCharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": length})
    return NfcCharField(label=label, widget=widget, required=required, max_length=length, **kwargs)


def _searchable(field: forms.ModelChoiceField[Any]) -> None:
    field.widget.attrs["data-searchable"] = "1"


class PlanForm(PortalModelForm):
    """Name and time of a plan."""

    class Meta:
        model = InspectionPlan
        fields = ("name", "year", "from_on", "to_on", "wanted")
        formfield_callback = vn_formfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].help_text = "Số cơ sở được chọn theo rủi ro, tính cả cơ sở cán bộ thêm."
        self.fields["wanted"].min_value = 1  # type: ignore[attr-defined]

    @staticmethod
    def defaults(unit: Unit, year: int) -> dict[str, Any]:
        """Quarters III and IV, as the province's plan has it."""
        area = unit.area
        return {
            "name": f"Kế hoạch kiểm tra, giám sát sản phẩm OCOP {area} năm {year}", "year": year,
            "from_on": dt.date(year, 7, 1), "to_on": dt.date(year, 12, 31), "wanted": 20,
        }  # fmt: skip


class WeightsForm(PortalForm):
    """One box a weight."""

    def __init__(self, *args: Any, plan: InspectionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in plan.weights.get("weights", []):
            most = row.get("most")
            self.fields[f"w_{row['code']}"] = VnDecimalField(
                label=row["label"], min_value=0, max_value=100, decimal_places=2, initial=Decimal(str(row["points"])),
                help_text=f"Tối đa {most} điểm." if most is not None else "",
            )  # fmt: skip

    def points(self) -> dict[str, Decimal]:
        """Code → points."""
        return {name.removeprefix("w_"): value for name, value in self.cleaned_data.items()}


class ItemForm(PortalForm):
    """A place added by hand."""

    key = forms.ChoiceField(label="Cơ sở", widget=forms.Select(attrs={"data-searchable": "1"}))
    note = NfcCharField(label="Lý do thêm", max_length=250)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", "Chọn cơ sở"), *choices]  # type: ignore[attr-defined]


class ReasonForm(PortalForm):
    """Why."""

    reason = _words("Lý do", rows=3, length=2_000)

    def __init__(self, *args: Any, label: str = "Lý do", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class TeamForm(PortalForm):
    """Name of a team."""

    name = NfcCharField(label="Tên đoàn", max_length=250)


class MemberForm(PortalForm):
    """One person of a team."""

    user = forms.ModelChoiceField(
        label="Tài khoản trong hệ thống", queryset=User.objects.none(), required=False, empty_label="Không có tài khoản"
    )
    full_name = NfcCharField(label="Họ và tên (người không có tài khoản)", required=False, max_length=100)
    position = NfcCharField(label="Chức vụ, cơ quan", required=False, max_length=200)
    duty = forms.ChoiceField(label="Nhiệm vụ trong đoàn", choices=Duty.choices, initial=Duty.MEMBER)

    def __init__(self, *args: Any, team: InspectionTeam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = set(rules.INSPECTING) - {Role.COMMUNE_OFFICER}
        seats = Membership.objects.on(today()).filter(role__in=able)
        near = Q(unit=team.unit_id) | Q(unit__parent=team.unit_id)
        if team.unit.parent_id:
            near |= Q(unit=team.unit.parent_id)
        inside = seats.filter(near)
        people = User.objects.filter(pk__in=inside.values("user"), is_active=True).order_by("full_name")
        field: Any = self.fields["user"]
        field.queryset = people
        field.label_from_instance = lambda user: ", ".join(part for part in (user.full_name, user.position) if part)
        _searchable(field)

    def clean(self) -> dict[str, Any]:
        """One of the two names is needed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("user") and not data.get("full_name"):
            self.add_error("full_name", "Chọn tài khoản, hoặc ghi họ tên người của cơ quan khác.")
        return data


class ScheduleForm(PortalForm):
    """Day, hour, place, team."""

    starts_at = VnDateTimeField(label="Thời gian kiểm tra", required=False)
    team = forms.ModelChoiceField(label="Đoàn kiểm tra", queryset=InspectionTeam.objects.none(), required=False,
                                  empty_label="Chưa giao đoàn")  # fmt: skip
    address = NfcCharField(label="Địa chỉ kiểm tra", required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        initial = {
            "starts_at": inspection.starts_at, "team": inspection.team, "address": inspection.address,
            "version": inspection.version,
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        field: Any = self.fields["team"]
        field.queryset = InspectionTeam.objects.filter(unit=inspection.unit_id)


def standing_for(user: Any) -> Any:
    """Recognitions in force where the person plans inspections."""
    place = territory(user, rules.PLANNING)
    rows = Recognition.objects.filter(in_force()).select_related(
        "product__producer", "product__district", "product__commune", "district"
    )
    if not place.everything:
        rows = rows.filter(district__in=place.units)
    return rows.order_by("name_sort", "pk")


class _RecognitionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        owner = obj.producer_name or "chưa ghi chủ thể"
        return f"{obj.product_name}, {obj.stars} sao · {owner} · {obj.district.as_district_short}"


class UnplannedForm(PortalForm):
    """A visit outside the plan."""

    recognition: Any = _RecognitionField(
        label="Sản phẩm", queryset=Recognition.objects.none(), empty_label="Chọn sản phẩm"
    )
    every = forms.BooleanField(label="Kiểm tra mọi sản phẩm còn hiệu lực của chủ thể này", required=False, initial=True)
    reason = _words("Lý do kiểm tra đột xuất", rows=3, length=2_000,
                    help_text="Không ghi tên, thông tin của người phản ánh: chủ thể có thể được biết lý do này.")  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recognition"].queryset = standing_for(user)  # type: ignore[attr-defined]
        self.fields["recognition"].widget.attrs["data-searchable"] = "1"


class FindingForm(PortalForm):
    """What was found, how grave, what is to be done until when."""

    severity = forms.ChoiceField(label="Mức độ", choices=Severity.choices, widget=forms.RadioSelect)
    text = _words("Nội dung phát hiện", rows=4)
    demand = _words("Yêu cầu khắc phục", rows=3, required=False)
    due_on = VnDateField(label="Hạn khắc phục", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = today() + dt.timedelta(days=terms()["corrective_default_days"])
        self.fields["due_on"].help_text = f"Thường đến {date_vn(day)}."

    def clean(self) -> dict[str, Any]:
        """A grave finding has a demand; demand and date go together; the date lies ahead."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        demand, due = data.get("demand"), data.get("due_on")
        if data.get("severity") == Severity.MAJOR and not demand:
            self.add_error("demand", "Vi phạm phải khắc phục cần ghi yêu cầu.")
        if demand and due is None and "due_on" not in self.errors:
            self.add_error("due_on", "Ghi hạn khắc phục.")
        if due is not None and not demand and "demand" not in self.errors:
            self.add_error("demand", "Ghi yêu cầu khắc phục cùng với thời hạn.")
        if due is not None and due <= today():
            self.add_error("due_on", "Hạn khắc phục phải sau hôm nay.")
        return data


class RepairForm(PortalForm):
    """What the producer did."""

    report = _words("Đã khắc phục thế nào", rows=5)


class RecheckForm(PortalForm):
    """What the re-check says."""

    result = forms.ChoiceField(
        label="Kết quả kiểm tra lại", widget=forms.RadioSelect,
        choices=[("accept", "Đã khắc phục"), ("send_back", "Chưa đạt, yêu cầu làm lại"), ("fail", "Không khắc phục")],
    )  # fmt: skip
    note = _words("Ghi nhận khi kiểm tra lại", rows=3, required=False)
    due_on = VnDateField(label="Hạn mới (khi yêu cầu làm lại)", required=False)

    def clean(self) -> dict[str, Any]:
        """Sending back and failing need words; sending back a new date."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("result") in {"send_back", "fail"} and not data.get("note"):
            self.add_error("note", "Ghi rõ vì sao chưa đạt.")
        if data.get("result") == "send_back" and "due_on" not in self.errors:
            due = data.get("due_on")
            if due is None or due <= today():
                self.add_error("due_on", "Đặt hạn mới sau hôm nay.")
        return data


class CaseForm(PortalForm):
    """A proposal of revocation."""

    recognition: Any = _RecognitionField(
        label="Sản phẩm", queryset=Recognition.objects.none(), empty_label="Chọn sản phẩm"
    )
    concluded_on = VnDateField(
        label="Ngày có kết luận vi phạm hoặc xác nhận ngừng sản xuất",
        help_text="Ngày này quyết định quy định áp dụng, cơ quan có thẩm quyền và thời hạn.",
    )
    ground = forms.ChoiceField(label="Căn cứ thu hồi", widget=forms.RadioSelect)
    explanation = _words("Hành vi, sự việc", rows=6)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, user: Any, day: dt.date, recognition: Recognition | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if recognition is not None:
            del self.fields["recognition"]
        else:
            self.fields["recognition"].queryset = standing_for(user)  # type: ignore[attr-defined]
            self.fields["recognition"].widget.attrs["data-searchable"] = "1"
        self.fields["ground"].choices = law.grounds_on(day)  # type: ignore[attr-defined]

    def clean_concluded_on(self) -> dt.date:
        """Not in the future."""
        day: dt.date = self.cleaned_data["concluded_on"]
        if day > today():
            raise forms.ValidationError("Ngày có kết luận không được sau hôm nay.")
        return day


class MinistryForm(PortalForm):
    """The Ministry's decision."""

    number = NfcCharField(label="Số quyết định của Bộ", max_length=60)
    on = VnDateField(label="Ngày quyết định")
    file = forms.FileField(label="Bản quét quyết định (PDF)", required=False)


class CollectForm(PortalForm):
    """The certificate came back."""

    on = VnDateField(label="Ngày thu giấy chứng nhận", initial=today)
    note = NfcCharField(
        label="Ghi chú", required=False, max_length=250, help_text="Ví dụ: chủ thể báo mất giấy, có biên bản xác nhận."
    )


class PublishForm(PortalForm):
    """Where the revocation was published."""

    on = VnDateField(label="Ngày công bố", initial=today)
    where = NfcCharField(label="Nơi công bố", max_length=250, help_text="Ví dụ: Cổng thông tin điện tử của UBND tỉnh.")


class ComplaintForm(PortalForm):
    """A complaint that another office sent."""

    product = forms.ModelChoiceField(
        label="Sản phẩm (nếu biết)", queryset=Product.objects.none(), required=False, empty_label="Chưa xác định"
    )
    about = NfcCharField(label="Sản phẩm, chủ thể bị phản ánh", max_length=250)
    topic = forms.ChoiceField(label="Về việc", choices=Topic.choices)
    text = _words("Nội dung phản ánh", rows=6)
    happened_on = VnDateField(label="Xảy ra ngày (nếu biết)", required=False)
    sender_name = NfcCharField(label="Cơ quan, người phản ánh", required=False, max_length=100)
    sender_contact = NfcCharField(label="Điện thoại, thư điện tử", required=False, max_length=150)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["product"]
        field.queryset = products_for(user)
        _searchable(field)


def products_for(user: Any) -> Any:
    """Recognised products where the person handles complaints."""
    place = territory(user, rules.HANDLING)
    rows = Product.objects.filter(recognitions__isnull=False)
    if not place.everything:
        rows = rows.filter(district__in=place.units)
    return rows.distinct().order_by("name_sort", "pk")


class ProductForm(PortalForm):
    """Which product is meant."""

    product = forms.ModelChoiceField(
        label="Sản phẩm bị phản ánh", queryset=Product.objects.none(), empty_label="Chọn sản phẩm"
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["product"]
        field.queryset = products_for(user)
        _searchable(field)


class AnswerForm(PortalForm):
    """The answer."""

    text = _words("Nội dung trả lời, kết quả xử lý", rows=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "text"
        ].help_text = (
            "Người phản ánh đọc nội dung này khi tra cứu bằng mã. Không ghi tên, điện thoại hay địa chỉ của ai."
        )


class EraseForm(PortalForm):
    """At whose request, and how much."""

    reason = _words("Yêu cầu của người phản ánh (ngày, hình thức)", rows=3, length=2_000)
    whole = forms.BooleanField(label="Xoá cả nội dung và ảnh đã gửi", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "Câu này còn trong nhật ký: không ghi lại tên hay cách liên hệ."


class HandOverForm(PortalForm):
    """To whom, and why."""

    unit = forms.ModelChoiceField(label="Chuyển đến", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    reason = _words("Lý do chuyển", rows=3, length=2_000)

    def __init__(self, *args: Any, but: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.on(today()).filter(level__in=[UnitLevel.PROVINCE, UnitLevel.DISTRICT]).exclude(pk=but.pk)
        self.fields["unit"].queryset = units.order_by("-level", "name_sort")  # type: ignore[attr-defined]


class CostForm(PortalForm):
    """One cost."""

    source = forms.ChoiceField(label="Nguồn kinh phí", choices=BudgetSource.choices)
    content = NfcCharField(label="Nội dung chi", max_length=200)
    planned = VnIntegerField(label="Dự toán (đồng)", min_value=0, initial=0)
    spent = VnIntegerField(label="Đã chi (đồng)", min_value=0, initial=0)
    spent_on = VnDateField(label="Ngày chi", required=False, help_text=PAID_ON_HELP)
