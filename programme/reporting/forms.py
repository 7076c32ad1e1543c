"""What the browser brings for a report."""

from __future__ import annotations

from typing import Any

from django import forms

from core.formats import today
from core.forms import NfcCharField, PortalForm, PortalModelForm, VnDateField, VnDecimalField, VnIntegerField
from documents.papers_common import SIGNING_FORM_LABELS
from programme.models import Report
from programme.reporting.paper import FORMS


class FrameForm(PortalModelForm):
    """Subject, addressees, recipients."""

    class Meta:
        model = Report
        fields = ("title", "addressees", "recipients")
        widgets = {"addressees": forms.Textarea(attrs={"rows": 3}), "recipients": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"addressees": "Mỗi nơi một dòng.", "recipients": "Mỗi nơi một dòng; dòng cuối là “Lưu: VT, …”."}


class TakeForm(PortalForm):
    """The day at whose end the figures are taken."""

    cut_off_on = VnDateField(
        label="Chốt số liệu đến hết ngày", error_messages={"required": "Nhập ngày chốt số liệu, ví dụ 20/11/2024."}
    )


class CorrectForm(PortalForm):
    """Why a sent report is corrected."""

    reason = NfcCharField(
        label="Lý do sửa", widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000,
        error_messages={"required": "Nêu lý do lập bản sửa."},
    )  # fmt: skip


class FigureForm(PortalForm):
    """Another figure than the records, with its reason."""

    value = VnDecimalField(
        label="Số trong báo cáo", min_value=0, decimal_places=0, max_digits=18,
        error_messages={"required": "Nhập số sẽ ghi trong báo cáo."},
    )  # fmt: skip
    reason = NfcCharField(
        label="Lý do, căn cứ", widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000,
        error_messages={"required": "Ghi lý do, căn cứ của số điều chỉnh."},
        help_text="Lý do và tên bạn hiện cạnh con số cho người duyệt và cơ quan nhận.",
    )  # fmt: skip


class SendForm(PortalForm):
    """The last questions before a report is sent."""

    issued_on = VnDateField(label="Ngày ban hành", error_messages={"required": "Nhập ngày ban hành."})
    number = VnIntegerField(label="Số văn bản", required=False, min_value=1, max_value=99_999)
    signing_form = forms.ChoiceField(label="Thể thức ký")
    signer_name = NfcCharField(
        label="Họ và tên người ký", max_length=50, help_text="Không ghi học hàm, học vị.",
        error_messages={"required": "Nhập họ và tên người ký."},
    )  # fmt: skip
    signer_position = NfcCharField(label="Chức vụ người ký", max_length=100, required=False)

    def __init__(self, *args: Any, report: Report, upcoming: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issued_on"].initial = today()
        self.fields["number"].help_text = f"Để trống: cổng lấy số tiếp theo của sổ, hiện là {upcoming}."
        choices = [(form, SIGNING_FORM_LABELS[form]) for form in FORMS[report.unit.level]]
        self.fields["signing_form"].choices = choices  # type: ignore[attr-defined]
