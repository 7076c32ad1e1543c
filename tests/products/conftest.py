"""A world in which dossiers can be made: the law, units, officers, a round, a product."""

from __future__ import annotations

from typing import Any

import pytest

from tests.products.world import World, build


@pytest.fixture
def world(law: None, settings: Any) -> World:
    """Yên Mô with its officers and a product, Gia Viễn as the other unit, an open round under 148/QĐ-TTg."""
    return build()
