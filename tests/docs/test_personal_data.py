"""The register of personal data names every table that holds some, and no table that does not exist (S40)."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

REGISTER = (Path(settings.BASE_DIR) / "docs" / "du-lieu-ca-nhan.md").read_text(encoding="utf-8")
PERSONAL = {
    "full_name", "phone", "email", "representative", "contact_person", "sender_name", "sender_contact", "latitude", "host_name",
}  # fmt: skip
OWN = {"core", "accounts", "notifications", "documents", "criteria", "products", "evaluations", "trainings", "promotion",
       "inspections", "programme"}  # fmt: skip
# A shop's own number on its gift box is a business's telephone, printed on the box.
BUSINESS = {"promotion.GiftSet"}


def test_every_table_with_personal_columns_is_registered():
    holding = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in OWN and {field.name for field in model._meta.concrete_fields} & PERSONAL
    }
    assert sorted(label for label in holding - BUSINESS if f"`{label}`" not in REGISTER) == []


def test_every_registered_table_exists():
    named = re.findall(r"^\| `(\w+\.\w+)`", REGISTER, re.MULTILINE)
    assert len(named) > 10
    assert [label for label in named if apps.get_model(label) is None] == []
