"""The misbehaving server, one for each file of tests."""

from collections.abc import Iterator

import pytest

from tests.site.hostile import Hostile, serve


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    """The server; tests that count requests ask on a host or path of their own."""
    with serve() as running:
        yield running
