"""What a browser brings to councils, sessions and appraisals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.enums import Role
from accounts.models import Membership, User
from core.formats import local_date, now, today
from core.forms import NfcCharField, PortalForm, PortalModelForm, VnDateField, vn_formfield
from evaluations import queries
from evaluations.actions.appraisals import possible_advisors
from evaluations.enums import CouncilRole, Presence, SessionMode
from evaluations.models import Appraisal, Council, CouncilMember, CouncilSession


class ReasonForm(PortalForm):
    """A reason for a step that needs one."""

    reason = NfcCharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000)

    def __init__(self, *args: Any, label: str = "Lý do", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].error_messages = {"required": "Nhập lý do."}


class CouncilForm(PortalModelForm):
    """A council as its decision established it."""

    class Meta:
        model = Council
        fields = [
            "name", "decision_number", "decided_on", "valid_from", "valid_to", "quorum_numerator", "quorum_denominator",
            "chair_must_attend", "spread_warning", "spread_blocks",
        ]  # fmt: skip
        formfield_callback = vn_formfield
        labels = {
            "quorum_numerator": "Số thành viên tối thiểu (tử số)",
            "quorum_denominator": "trên tổng số (mẫu số)",
            "chair_must_attend": "Phải có Chủ tịch, hoặc Phó Chủ tịch được ủy quyền",
        }
        help_texts = {
            "quorum_numerator": "Ví dụ 2 trên 3: họp được khi có mặt ít nhất hai phần ba thành viên.",
            "spread_warning": "Hệ thống nhắc Hội đồng trao đổi khi phiếu cao nhất và thấp nhất chênh quá mức này.",
        }

    def clean(self) -> dict[str, Any]:
        """Dates in order, a fraction that is one."""
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "Ngày kết thúc nhiệm kỳ không trước ngày bắt đầu.")
        above, below = data.get("quorum_numerator"), data.get("quorum_denominator")
        if above and below and above > below:
            self.add_error("quorum_numerator", "Tử số không lớn hơn mẫu số.")
        return data


class MemberForm(PortalForm):
    """A member of a council. The person must hold the member's seat at the unit."""

    user = forms.ModelChoiceField(User.objects.none(), label="Người", empty_label="Chọn người")
    role = forms.ChoiceField(label="Vai trò", choices=CouncilRole.choices)
    label = NfcCharField(
        label="Gọi là", required=False, max_length=60, help_text="Ví dụ: Ủy viên 3. Để trống thì dùng tên vai trò."
    )
    organisation = NfcCharField(label="Cơ quan, chức vụ", required=False, max_length=200)
    order = forms.IntegerField(label="Thứ tự", required=False, min_value=0)
    scores = forms.BooleanField(label="Tham gia chấm điểm", required=False, initial=True)
    valid_from = VnDateField(label="Từ ngày")

    def __init__(self, *args: Any, council: Council, member: CouncilMember | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if member is not None:
            del self.fields["user"]
            for name in ("role", "label", "organisation", "order", "scores", "valid_from"):
                self.fields[name].initial = getattr(member, name)
            return
        seats = Membership.objects.on(today()).filter(role=Role.COUNCIL_MEMBER, unit=council.unit)
        taken = council.members.filter(valid_to__isnull=True).values("user")
        self.fields["user"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(pk__in=seats.values("user"), is_active=True).exclude(pk__in=taken).order_by("name_sort")
        )
        self.fields["valid_from"].initial = council.valid_from

    def values(self) -> dict[str, Any]:
        """Columns of the member."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "user"}
        return data | {"order": data.get("order") or 0}


class EndForm(PortalForm):
    """The day on which a member leaves."""

    day = VnDateField(label="Thôi tham gia từ sau ngày")


class SessionForm(PortalModelForm):
    """Particulars of a session."""

    NEEDED_WHEN = {
        "starts_at": "bắt buộc khi họp",
        "place": "bắt buộc khi họp",
        "reply_by": "bắt buộc khi lấy ý kiến bằng văn bản",
    }

    class Meta:
        model = CouncilSession
        fields = ["title", "mode", "starts_at", "place", "reply_by"]
        formfield_callback = vn_formfield
        widgets = {"mode": forms.RadioSelect}
        help_texts = {
            "title": "Để trống thì lấy số phiên, ví dụ “Phiên họp số 2 năm 2024”.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        for name, when in self.NEEDED_WHEN.items():
            self.fields[name].needed_when = when  # type: ignore[attr-defined]
        self.fields["mode"].choices = [(mode.value, mode.label[:1].upper() + mode.label[1:]) for mode in SessionMode]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A meeting has its time and place, written opinions their reply date."""
        data = super().clean() or {}
        if data.get("mode") == SessionMode.WRITTEN:
            if not data.get("reply_by"):
                self._missing("reply_by", "Nhập hạn gửi ý kiến.")
            elif data["reply_by"] <= now():
                self.add_error("reply_by", "Hạn gửi ý kiến phải sau thời điểm hiện tại.")
        elif data.get("mode") == SessionMode.MEETING:
            if not data.get("starts_at"):
                self._missing("starts_at", "Nhập ngày giờ họp.")
            elif "starts_at" in self.changed_data and local_date(data["starts_at"]) < today():
                self.add_error("starts_at", "Ngày họp không được trước hôm nay.")
            if not data.get("place"):
                self.add_error("place", "Nhập địa điểm họp.")
        return data

    def _missing(self, name: str, sentence: str) -> None:
        """What was typed wrongly has its error already."""
        if name not in self.errors:
            self.add_error(name, sentence)

    def changes(self) -> dict[str, Any]:
        """An emptied title keeps the old one; what the other mode asks for is not kept."""
        data = super().changes()
        if not data.get("title"):
            data["title"] = self.instance.title
        written = data.get("mode", self.instance.mode) == SessionMode.WRITTEN
        return data | ({"starts_at": None, "place": ""} if written else {"reply_by": None})


class OpenForm(PortalForm):
    """Who presides, and whether all dossiers are opened at once."""

    presider = forms.ModelChoiceField(
        CouncilMember.objects.none(), label="Người chủ trì", error_messages={"required": "Chọn người chủ trì."}
    )
    every_dossier = forms.ChoiceField(
        label="Mở chấm",
        choices=[("all", "Tất cả hồ sơ trong chương trình"), ("each", "Lần lượt từng hồ sơ")],
        initial="all",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, session: CouncilSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heads = queries.members_on(session.council, today()).filter(
            role__in=[CouncilRole.CHAIR, CouncilRole.VICE_CHAIR]
        )
        meets = not session.is_written
        if meets:
            heads = heads.filter(pk__in=session.attendances.filter(presence=Presence.PRESENT).values("member"))
        self.fields["presider"].queryset = heads  # type: ignore[attr-defined]
        first = heads.first()  # a vice chair is chosen, never assumed: the chair must have authorised it
        self.fields["presider"].initial = first if first and first.role == CouncilRole.CHAIR else None
        self.fields["presider"].empty_label = (  # type: ignore[attr-defined]
            "Chưa có người chủ trì có mặt" if meets and not heads else "Chọn người chủ trì"
        )
        away = "Chủ tịch vắng mặt và đã ủy quyền" if meets else "được Chủ tịch ủy quyền"
        self.fields["presider"].help_text = f"Phó Chủ tịch chỉ chủ trì khi {away}."


class RecusalForm(ReasonForm):
    """The secretary records a member's conflict of interest."""

    member = forms.ModelChoiceField(CouncilMember.objects.none(), label="Thành viên")
    field_order = ["member", "reason"]

    def __init__(self, *args: Any, session: CouncilSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = CouncilMember.objects.filter(pk__in=session.attendances.values("member"), scores=True)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]
        self.fields["member"].empty_label = "Chọn thành viên"  # type: ignore[attr-defined]


class TeamForm(PortalForm):
    """The advisory team of a council."""

    name = NfcCharField(label="Tên tổ", max_length=250)
    users = forms.ModelMultipleChoiceField(User.objects.none(), label="Thành viên", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [user.pk for user in possible_advisors(council)]
        self.fields["users"].queryset = User.objects.filter(pk__in=able).order_by("name_sort")  # type: ignore[attr-defined]
        team = getattr(council, "advisory_team", None)
        if team is not None:
            self.fields["name"].initial = team.name
            self.fields["users"].initial = list(team.members.values_list("user_id", flat=True))


class AssignForm(PortalForm):
    """Give a dossier to an advisor."""

    advisor = forms.ModelChoiceField(User.objects.none(), label="Người thẩm định", empty_label="Chọn người thẩm định")
    due_on = VnDateField(label="Hạn thẩm định", required=False)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = User.objects.filter(advisory_seats__team__council=council, is_active=True).order_by("name_sort")
        self.fields["advisor"].queryset = team  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        """No term that is over already."""
        day = self.cleaned_data["due_on"]
        if day and day < today():
            raise ValidationError("Hạn thẩm định phải từ hôm nay trở đi.")
        return day


class AppraisalForm(PortalModelForm):
    """What the advisor found."""

    complete = forms.TypedChoiceField(
        label="Hồ sơ",
        choices=[("1", "Đầy đủ"), ("0", "Chưa đầy đủ")],
        coerce=lambda value: value == "1",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Appraisal
        fields = ["complete", "visited_on", "comment", "suggested_points"]
        formfield_callback = vn_formfield
        help_texts = {"suggested_points": "Từ 0 đến 100. Chỉ để tham khảo, không tính vào điểm trung bình."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("complete", "comment"):
            self.fields[name].needed_when = "bắt buộc khi hoàn thành"  # type: ignore[attr-defined]
        stored = self.instance.complete
        self.initial["complete"] = None if stored is None else "1" if stored else "0"

    def clean_visited_on(self) -> Any:
        """No visit in the future."""
        day = self.cleaned_data["visited_on"]
        if day and day > today():
            raise ValidationError("Ngày kiểm tra thực tế không sau hôm nay.")
        return day


class ReturnForm(ReasonForm):
    """What becomes of a dossier that the upper level sends down."""

    choice = forms.ChoiceField(label="Cách xử lý", widget=forms.RadioSelect)
    field_order = ["choice", "reason"]

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(choice.code, choice.label) for choice in choices]  # type: ignore[attr-defined]
        self.fields["reason"].label = "Lý do, nội dung cần hoàn thiện"
