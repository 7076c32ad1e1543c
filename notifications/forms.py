"""What a person types about reminders."""

from __future__ import annotations

from django import forms

from core.forms import NfcCharField, PortalForm, VnDateField


class OrderedDayForm(PortalForm):
    """A day off, or a day worked in exchange."""

    day = VnDateField(label="Ngày")
    works = forms.TypedChoiceField(
        label="Cơ quan",
        choices=[("0", "nghỉ"), ("1", "làm việc (làm bù)")],
        coerce=lambda value: value == "1",
        initial="0",
    )
    reason = NfcCharField(
        label="Lý do, văn bản", max_length=200, help_text="Ví dụ: hoán đổi ngày nghỉ theo công văn số …"
    )
