"""How much the property tests try, and which tests come first."""

import pytest
from hypothesis import settings

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1_000, stateful_step_count=30, deadline=None)
settings.load_profile("quick")  # a little each time; more with --hypothesis-profile thorough


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those of whole commands first: a file of one test that takes minutes must not be the last."""
    items.sort(key=lambda item: "tests/flows/" not in item.nodeid)
