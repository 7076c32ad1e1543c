"""Names in the list beside the score sheet end at a phrase, or say by "…" that they go on."""

from __future__ import annotations

import pytest

from evaluations.sheet_page import short_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Tổ chức sản xuất", "Tổ chức sản xuất"),
        ("SẢN PHẨM VÀ SỨC MẠNH CỦA CỘNG ĐỒNG", "Sản phẩm và sức mạnh của cộng đồng"),
        ("Năng lực sản xuất đáp ứng yêu cầu phân phối", "Năng lực sản xuất đáp ứng yêu cầu…"),
        ("Loại hình tổ chức sản xuất - kinh doanh", "Loại hình tổ chức sản xuất"),
        ("Tăng trưởng sản xuất kinh doanh", "Tăng trưởng sản xuất kinh doanh"),
        ("Bảo vệ môi trường trong quá trình sản xuất", "Bảo vệ môi trường"),
        ("CHỈ TIÊU CẢM QUAN (Kiểm tra theo tiêu chuẩn công bố)", "Chỉ tiêu cảm quan"),
        ("Phong cách, ghi nhãn sản phẩm (tem, nhãn gắn trên sản phẩm)", "Phong cách, ghi nhãn sản phẩm"),
    ],
)
def test_a_name_never_stops_in_the_middle_without_a_sign(name: str, shown: str) -> None:
    assert short_name(name) == shown
