"""A world with two districts, a producer in each, and the Department."""

from __future__ import annotations

import pytest

from tests.promotion.world import World, build


@pytest.fixture
def world(law: None) -> World:
    """Yên Mô with a producer and a product, Gia Viễn as the other unit."""
    return build()
