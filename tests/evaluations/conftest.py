"""A council ready to meet, and the two councils whose results become papers."""

from __future__ import annotations

import pytest

from tests.evaluations import papers_world
from tests.evaluations.council_world import CouncilWorld, build
from tests.products import world as products_world


@pytest.fixture
def council(law: None) -> CouncilWorld:
    """Yên Mô's council of seven."""
    return build()


@pytest.fixture
def world(law: None) -> products_world.World:
    """Producers, products and a round of Yên Mô."""
    return products_world.build()


@pytest.fixture
def district(world: products_world.World) -> papers_world.Bench:
    """Yên Mô's council with its leader and officer."""
    return papers_world.district(world)


@pytest.fixture
def province(world: products_world.World) -> papers_world.Bench:
    """The provincial council with the Department's leader and officer."""
    return papers_world.province(world)
