"""Forms of the paperwork after a session."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from core.forms import NfcCharField, PortalForm, VnDateField, VnDecimalField
from evaluations.actions.ministry import wrong_day, wrong_mean
from evaluations.enums import MinistryAnswer
from evaluations.models import MinistryCase

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

    def __init__(self, *args: Any, case: MinistryCase, points_decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        if points_decide:
            self.fields["answer_mean"].help_text = "Bắt buộc khi Bộ không công nhận 5 sao; bị loại thì ghi 0."

    def clean_answered_on(self) -> dt.date:
        """Between the day on which the dossier went to the Ministry and today."""
        day: dt.date = self.cleaned_data["answered_on"]
        if sentence := wrong_day(self.case, day):
            raise forms.ValidationError(sentence)
        return day

    def clean(self) -> dict[str, Any]:
        """Points that fit the answer: enough for five stars; there at all where the province decides on them."""
        data: dict[str, Any] = super().clean() or {}
        if "answer_mean" not in self.errors:
            sentence = wrong_mean(self.case, data.get("answer", ""), data.get("answer_mean"))
            if sentence:
                self.add_error("answer_mean", sentence)
        return data
