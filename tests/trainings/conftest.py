"""The world of classes."""

from __future__ import annotations

import pytest

from tests.trainings.makers import World, build


@pytest.fixture
def world(db: None) -> World:
    """Two districts and the province."""
    return build()
