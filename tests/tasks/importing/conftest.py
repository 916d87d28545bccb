"""Where the real payloads are."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[4] / "shared" / "tweets"


@pytest.fixture
def shared() -> Path:
    """The folder of real payloads; the test skips where it is not there."""
    if not SHARED.exists():
        pytest.skip(f"the real payloads are not here ({SHARED.name}): they are not part of the project")
    return SHARED
