"""A world in which things are inspected."""

from __future__ import annotations

import pytest

from tests.inspections.world import World, build


@pytest.fixture
def world(law: None) -> World:
    """Yên Mô with its people, a producer, and the province."""
    return build()
