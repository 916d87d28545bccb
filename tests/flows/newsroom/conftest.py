"""Both nights of the newsroom, built once."""

import pytest

from flows.newsroom.site import Site, build_site


@pytest.fixture(scope="session")
def night_1() -> Site:
    """Every address of the first night."""
    return build_site(1)


@pytest.fixture(scope="session")
def night_2() -> Site:
    """Every address of the second night."""
    return build_site(2)
