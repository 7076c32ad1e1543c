"""Forms of the paperwork after a session."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import NfcCharField, PortalForm, VnDateField, VnDecimalField
from evaluations.actions.ministry import MEAN_NEEDED
from evaluations.enums import MinistryAnswer

UPLOAD_HINT = "Tệp PDF hoặc ảnh, không quá 20 MB."


class MinistryAnswerForm(PortalForm):
    """What the Ministry answered, with its paper."""

    answer = forms.ChoiceField(
        label="Kết quả",
        choices=[(MinistryAnswer.FIVE_STARS, "Công nhận 5 sao"), (MinistryAnswer.NOT_FIVE, "Không công nhận 5 sao")],
        widget=forms.RadioSelect,
    )
    answer_number = NfcCharField(label="Số, ký hiệu văn bản của Bộ", max_length=60, help_text="Ví dụ: 1234/QĐ-BNN-VPĐP")
    answered_on = VnDateField(label="Ngày văn bản")
    answer_mean = VnDecimalField(
        label="Điểm trung bình của Hội đồng cấp trung ương",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=9,
        decimal_places=6,
    )
    file = forms.FileField(label="Bản chụp văn bản", required=False, help_text=UPLOAD_HINT)
    note = NfcCharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, points_decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points_decide = points_decide
        if points_decide:
            self.fields["answer_mean"].help_text = "Bắt buộc khi Bộ không công nhận 5 sao; bị loại thì ghi 0."

    def clean(self) -> dict[str, Any]:
        """A "no" on whose points the province decides comes with them."""
        data: dict[str, Any] = super().clean() or {}
        refused = data.get("answer") == MinistryAnswer.NOT_FIVE
        if self.points_decide and refused and "answer_mean" not in self.errors and data.get("answer_mean") is None:
            self.add_error("answer_mean", MEAN_NEEDED)
        return data
