"""What a product holds is neither taken away nor certified again unasked, and what sent it up binds no longer than that."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from core.errors import Denied
from core.formats import today
from documents.actions import recall_document
from documents.models import Document
from documents.workflow import still_binds
from evaluations.actions import settle_return
from evaluations.enums import MinistryAnswer, Outcome
from evaluations.followup.certificates import all_certificates, certificate_of
from evaluations.followup.waiting import Paper
from evaluations.models import MinistryCase
from notifications.models import Message
from products.actions import dossiers, recognitions
from products.enums import DossierKind, DossierState, RecognitionState
from products.models import Dossier, Recognition
from tests.evaluations.papers_world import printed
from tests.evaluations.test_followup import answer, forwarded, issued, scored
from tests.evaluations.test_renewals_and_exclusions import again

pytestmark = pytest.mark.django_db


def _received(world, district, dossier):
    """The district's dossier of 92 points, accepted by the Department."""
    issued(district, Paper.UPPER_LETTER, [scored(district, dossier, 92)])
    dossier = Dossier.objects.get(pk=dossier.pk)
    dossiers.pass_unchecked_items(dossier=dossier, actor=world.department)
    return dossiers.accept(dossier=dossier, actor=world.department)


@pytest.fixture
def renewal(world, district):
    """A product of five stars whose renewal reached the province."""
    held = world.recognised()
    day = today()
    Recognition.objects.filter(pk=held.pk).update(
        stars=5, decided_on=day - dt.timedelta(days=945), valid_until=day + dt.timedelta(days=150)
    )
    return _received(world, district, again(world, held.product, DossierKind.RENEWAL))


def _follow_up(client_as, bench):
    page = client_as(user=bench.officer).get(reverse("evaluations:follow_up")).content.decode()
    return " ".join(strip_tags(page).split())


def test_five_stars_stand_while_the_ministry_decides_on_their_renewal(world, district, province, renewal, client_as):
    assessment = scored(province, renewal, 95)
    assert assessment.result.outcome == Outcome.APPROVE_AND_FORWARD
    until = f"{today() + dt.timedelta(days=150):%d/%m/%Y}"
    assert f"đang được công nhận 5 sao đến hết {until}; công nhận đó được giữ" in _follow_up(client_as, province)
    decision = issued(province, Paper.FORWARDING, [assessment])
    assert "được công nhận hạng" not in printed(decision)
    assert list(Recognition.objects.values_list("stars", "state")) == [(5, RecognitionState.VALID)]
    answer(MinistryCase.objects.get(), province, MinistryAnswer.NOT_FIVE, mean=60)
    renewal.refresh_from_db()
    assert renewal.state == DossierState.SCORED, "the province decides when the five stars end"
    assert f"5 sao đến hết {until}; quyết định mới sẽ thay công nhận đó" in _follow_up(client_as, province)
    Recognition.objects.update(valid_until=today() - dt.timedelta(days=1))
    issued(province, Paper.RECOGNITION, [assessment])
    held = Recognition.objects.get(state=RecognitionState.VALID)
    assert (held.stars, held.mean) == (4, assessment.result.mean)


def test_the_decision_that_goes_to_the_ministry_gives_the_four_stars_which_its_certificate_cites(
    world, district, province
):
    row = scored(province, forwarded(world, district, 92), 95)
    words = printed(issued(province, Paper.FORWARDING, [row]))
    said = "sản phẩm nêu tại Điều 1 được công nhận hạng 4 sao (****) cấp tỉnh, thời hạn 36 tháng kể từ ngày ký Quyết định này."
    assert f"Trong thời gian chờ kết quả, {said}" in words
    case = MinistryCase.objects.get()
    answer(case, province, MinistryAnswer.NOT_FIVE)
    for person in (world.owner, district.officer):
        last = Message.objects.get(recipient=person, title="Kết quả của Bộ")
        assert (
            last.body
            == f"“{row.dossier.product_name}” chưa được Bộ công nhận 5 sao (văn bản số 999/QĐ-BNN). Sản phẩm giữ hạng đang có."
        )


def test_the_ministrys_five_stars_replace_the_five_that_stood(world, district, province, renewal):
    issued(province, Paper.FORWARDING, [scored(province, renewal, 95)])
    answer(MinistryCase.objects.get(), province, MinistryAnswer.FIVE_STARS, mean=93)
    states = Recognition.objects.order_by("pk").values_list("stars", "state")
    assert list(states) == [(5, RecognitionState.REPLACED), (5, RecognitionState.VALID)]


def test_no_certificate_is_made_for_what_is_no_longer_in_force(world, district, client_as):
    names = ("Ớt bột", "Mật ong vải")
    rows = [scored(district, world.accepted(world.fresh_product(name)), 62) for name in names]
    decision = issued(district, Paper.RECOGNITION, rows)
    printed, unprinted = Recognition.objects.order_by("pk")
    first = certificate_of(printed, actor=district.officer)
    client = client_as(user=district.officer)
    for row in (printed, unprinted):
        assert all_certificates(decision) is not None
        recognitions.revoke(recognition=row, actor=district.leader, reason="Vi phạm")
    assert all_certificates(decision) is None
    assert certificate_of(printed, actor=district.officer).pk == first.pk, "what was handed out is kept"
    page = client.get(reverse("products:recognition", args=[printed.pk])).content.decode()
    assert "In giấy chứng nhận</a>" not in page
    assert "Giấy chứng nhận đã cấp</a>" in page
    link = reverse("evaluations:certificate", args=[unprinted.pk])
    assert link not in client.get(reverse("products:recognition", args=[unprinted.pk])).content.decode()
    refused = client.get(link)
    assert "không còn hiệu lực nên không in giấy chứng nhận" in refused.content.decode()
    unprinted.refresh_from_db()
    assert (refused.status_code, unprinted.certificate_file) == (403, None)


def test_a_letter_binds_as_long_as_a_dossier_that_it_sent_is_above(world, district, province):
    dossier = forwarded(world, district)
    letter = Document.objects.get(kind=Paper.UPPER_LETTER)
    assert still_binds(letter).startswith("Hồ sơ đã chuyển cấp trên")
    below = scored(province, dossier, 60)
    settle_return(assessment=below, choice="return", reason="Dưới 70 điểm.", actor=province.officer)
    assert still_binds(letter) == ""
    recall_document(document=letter, reason="Ghi nhầm ngày.", actor=district.leader)


def test_a_decision_that_went_to_the_ministry_binds_for_good(world, district, province):
    issued(province, Paper.FORWARDING, [scored(province, forwarded(world, district, 92), 95)])
    decision = Document.objects.get(kind=Paper.FORWARDING)
    answer(MinistryCase.objects.get(), province, MinistryAnswer.FIVE_STARS, mean=93)
    with pytest.raises(Denied, match="Hồ sơ đã trình Bộ"):
        recall_document(document=decision, reason="Ghi nhầm.", actor=province.leader)


@pytest.mark.parametrize("back_from_the_ministry", [False, True])
def test_the_list_of_papers_costs_the_same_for_one_and_three(
    world, district, province, client_as, back_from_the_ministry
):
    client = client_as(user=province.officer)
    pages = (reverse("evaluations:follow_up"), "/viec-can-lam/")

    def add(names):
        for name in names:
            scored(province, _received(world, district, world.accepted(world.fresh_product(name))), 95)
        if back_from_the_ministry:
            Dossier.objects.update(state=DossierState.SCORED)

    def statements():
        counts = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as counted:
                assert client.get(page).status_code == 200
            counts.append(len(counted))
        return counts

    add(["Ớt bột"])
    one = statements()
    add(["Mật ong vải", "Cơm cháy"])
    assert statements() == one
