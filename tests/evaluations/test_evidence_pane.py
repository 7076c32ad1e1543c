"""The pane beside a criterion: its own documents, then photos of the whole dossier."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.files import store_upload
from core.formats import now
from criteria.models import Criterion
from products.models import Dossier, Evidence
from tests.evaluations.test_followup import scored
from tests.products.world import World, jpeg_bytes

pytestmark = pytest.mark.django_db


def photo(world: World, dossier: Dossier, title: str, size: int, code: str = "") -> Evidence:
    upload = SimpleUploadedFile("anh.jpg", jpeg_bytes((size, 40)), content_type="image/jpeg")
    file = store_upload(upload, owner=world.officer, purpose="evidence")
    row = Evidence.objects.create(item=dossier.items.first(), file=file, title=title, added_by=world.officer)
    if code:
        row.criteria.add(Criterion.objects.get(criteria_set=dossier.criteria_set, code=code))
    return row


def test_photos_of_the_whole_dossier_stand_beside_every_criterion(world, district, client_as):
    dossier = world.accepted()
    photo(world, dossier, "Ảnh bao bì", 60, code="1.3")
    photo(world, dossier, "Ảnh vùng trồng", 70)
    gone = photo(world, dossier, "Ảnh chụp nhầm", 80)
    Evidence.objects.filter(pk=gone.pk).update(removed_at=now(), removed_by=world.officer)
    photo(world, world.accepted(world.fresh_product()), "Ảnh của hồ sơ khác", 90)
    row = scored(district, dossier, 62)
    member = client_as(user=district.people[1])

    def titles(code: str) -> list[str]:
        page = member.get(
            reverse("evaluations:evidence", args=[row.pk, code]), headers={"HX-Request": "true"}
        ).content.decode()
        return re.findall(r"data-title=\"(Ảnh[^\"]*)\"", page)

    assert titles("1.3") == ["Ảnh bao bì", "Ảnh vùng trồng"]
    assert titles("1.1") == ["Ảnh vùng trồng"]
