"""A form with every kind of field."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row, Submit
from django import forms


class EveryField(forms.Form):
    """One field of each kind, as crispy draws it."""

    name = forms.CharField(label="Tên sản phẩm", help_text="Ghi như trên nhãn.", max_length=100)
    kind = forms.ChoiceField(label="Loại hồ sơ", choices=[("", "Chọn loại"), ("moi", "Mới"), ("lai", "Đánh giá lại")])
    unit = forms.ChoiceField(
        label="Xã",
        required=False,
        choices=[("", "Chọn xã"), ("1", "Yên Thắng"), ("2", "Yên Đồng"), ("3", "Đường Thượng")],
        widget=forms.Select(attrs={"data-searchable": ""}),
    )
    signed = forms.CharField(label="Ngày ký", help_text="Ví dụ 03/04/2024.")
    output = forms.CharField(label="Sản lượng (tấn)", required=False)
    story = forms.CharField(label="Câu chuyện sản phẩm", widget=forms.Textarea, required=False)
    scale = forms.ChoiceField(
        label="Quy mô", choices=[("1", "Nhỏ"), ("2", "Trung bình"), ("3", "Lớn")], widget=forms.RadioSelect
    )
    channels = forms.MultipleChoiceField(
        label="Kênh bán",
        required=False,
        choices=[("1", "Tại chỗ"), ("2", "Siêu thị"), ("3", "Sàn thương mại điện tử")],
        widget=forms.CheckboxSelectMultiple,
    )
    paper = forms.FileField(label="Giấy đăng ký kinh doanh", required=False, help_text="PDF hoặc ảnh, tối đa 20 MB.")
    agree = forms.BooleanField(
        label="Cam kết nội dung kê khai là đúng", error_messages={"required": "Đánh dấu cam kết trước khi nộp."}
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["name"].error_messages["required"] = "Nhập tên sản phẩm."
        self.fields["kind"].error_messages["required"] = "Chọn loại hồ sơ."
        self.fields["signed"].error_messages["required"] = "Nhập ngày ký, ví dụ 03/04/2024."
        self.fields["scale"].error_messages["required"] = "Chọn quy mô."
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.form_class = "form"
        self.helper.layout = Layout(
            "name", "kind", "unit",
            Row(Column("signed", css_class="field-date"), Column("output", css_class="field-number")),
            "story", "scale", "channels", "paper", "agree",
        )  # fmt: skip
        self.helper.add_input(Submit("save", "Lưu và tiếp tục"))
