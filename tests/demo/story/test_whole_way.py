"""The whole way in a browser: from an officer's form to five stars, with every boundary on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.demo.story import (
    council_steps,
    dossier_steps,
    paper_steps,
    preparation,
    province_steps,
    public_steps,
    receiving_steps,
)
from tests.demo.story.actor import Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

STORY = (
    dossier_steps.officer_records_producer,
    dossier_steps.officer_records_product,
    dossier_steps.officer_opens_dossier,
    dossier_steps.officer_fills_dossier,
    dossier_steps.officer_assesses_self,
    dossier_steps.officer_submits,
    receiving_steps.leader_returns,
    receiving_steps.officer_completes,
    receiving_steps.leader_accepts,
    receiving_steps.producer_mends_on_the_phone,
    receiving_steps.another_district_sees_nothing,
    council_steps.secretary_calls_session,
    council_steps.secretary_opens_scoring,
    council_steps.member_is_recused,
    council_steps.member_scores_on_tablet,
    council_steps.member_scores_on_phone,
    council_steps.others_score,
    council_steps.secretary_sees_states_only,
    council_steps.chair_closes,
    paper_steps.district_decides,
    paper_steps.session_papers,
    paper_steps.register_holds_three_stars,
    province_steps.department_receives,
    province_steps.province_meets,
    province_steps.province_closes,
    province_steps.province_sends_back,
    province_steps.province_decides,
    province_steps.ministry_answers,
    public_steps.visitor_verifies,
    public_steps.visitor_looks_up,
)


def test_the_whole_way(demo_settings: None, live_server: Any, new_person: Callable[..., Page]) -> None:
    """Each step is one person's work; the next person finds it waiting."""
    preparation.take_in()
    stage = Stage(live_server.url, new_person)
    for step in STORY:
        step(stage)
