"""Who is told what when a dossier moves; and nobody when the step fails."""

from __future__ import annotations

import pytest

from core.errors import Denied
from notifications.models import Message
from products.actions import dossiers
from tests.products.world import World


def told(kind: str) -> set[str]:
    """Names of the people who got a message of that kind."""
    return set(Message.objects.filter(kind=kind).values_list("recipient__full_name", flat=True))


def test_the_receiving_side_hears_of_a_dossier_and_the_applicant_of_its_return(world: World) -> None:
    world.returned()
    assert told("dossier.submitted") == {"Lãnh đạo Yên Mô"}
    assert told("dossier.return") == {"Cán bộ Yên Mô", "Chủ thể Vân Trà"}
    assert "Bản chụp mờ, thiếu trang 2." in Message.objects.filter(kind="dossier.return")[0].body


def test_a_refused_step_tells_nobody(world: World) -> None:
    dossier = world.draft()
    with pytest.raises(Denied):
        dossiers.submit(dossier=dossier, actor=world.officer)
    assert not Message.objects.exists()


def test_a_withdrawal_is_told_to_those_who_had_it_to_check_and_to_the_producer(world: World) -> None:
    dossier = world.submitted()
    dossiers.withdraw(dossier=dossier, actor=world.officer, reason="Chủ thể đổi bao bì.")
    assert told("dossier.withdraw") == {"Lãnh đạo Yên Mô", "Chủ thể Vân Trà"}
    assert "Lý do: Chủ thể đổi bao bì." in Message.objects.filter(kind="dossier.withdraw")[0].body


def test_a_draft_that_is_withdrawn_concerns_the_applicant_alone(world: World) -> None:
    dossiers.withdraw(dossier=world.draft(), actor=world.owner, reason="Lập nhầm.")
    assert told("dossier.withdraw") == {"Cán bộ Yên Mô"}
