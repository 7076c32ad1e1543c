"""Password rules (S2): long rather than intricate, nothing that anybody here would guess."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User

PERSON = User(
    username="huyen-yenmo", full_name="Nguyễn Thị Ngọc Ánh", email="ngocanh.yenmo@example.org", phone="0912345678"
)


@pytest.mark.parametrize(
    "password",
    [
        "mưa rào trên đồng lúa",
        "con trâu đi trước cái cày theo sau",
        "correct horse battery staple",
        "x" * 3 + "Ký ức mùa gặt" * 5,
        "8h sáng họp giao ban tuần",
        "ninh bình có bảy mươi hai ngọn núi cao",
    ],
)
def test_good_passwords(password):
    validate_password(password, PERSON)


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("ngắn quá", "ít nhất 12"),
        ("a1" * 129, "dài nhất"),
        ("passwordpassword1", "đoán"),
        ("123456789012", "phổ biến"),
        ("aaaaaaaaaaaaaaaa", "phổ biến"),
        ("qwertyuiopasdf", "phổ biến"),
        ("1qaz2wsx3edc!!", "phổ biến"),
        ("ocopninhbinh2024", "dễ đoán"),
        ("OCOP Ninh Bình 2024", "dễ đoán"),
        ("Sở Nông nghiệp 2024", "dễ đoán"),
        ("N1nhB1nh@2024!!", "dễ đoán"),
        ("Yên Mô 37-37-37", "dễ đoán"),
        ("so-nong-nghiep-1", "dễ đoán"),
        ("MatKhau@123456", "dễ đoán"),
        ("huyen-yenmo-2024", "đoán"),
        ("Nguyen Thi Ngoc Anh", "thông tin của bạn"),
        ("nguyenthingocanh1", "thông tin của bạn"),
        ("0912345678-0912", "thông tin của bạn"),
    ],
)
def test_refused_passwords(password, word):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, PERSON)
    sentences = " ".join(refusal.value.messages)
    assert word in sentences
    assert "password" not in sentences.lower()


def test_composition_is_a_setting_and_off(settings):
    assert settings.PASSWORD_COMPOSITION is False
    settings.PASSWORD_COMPOSITION = True
    with pytest.raises(ValidationError, match="chữ hoa"):
        validate_password("mưa rào trên đồng lúa")
    validate_password("Mưa rào trên 9 đồng lúa!")


def test_64_characters_and_spaces_pass_unchanged(db):
    long = "lúa chín " * 8
    user = User.objects.create_user("nguoi-dai", long, full_name="Trần Văn Dài")
    assert user.check_password(long)
    assert not user.check_password(long[:-1])
