"""A council ready to meet."""

from __future__ import annotations

import pytest

from tests.evaluations.council_world import CouncilWorld, build


@pytest.fixture
def council(law: None) -> CouncilWorld:
    """Yên Mô's council of seven."""
    return build()
