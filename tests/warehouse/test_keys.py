"""Keys."""

from warehouse.keys import key


def test_parts_are_kept_apart() -> None:
    """Moving a letter from one part to the next changes the key."""
    assert key("ab", "c") != key("a", "bc")


def test_known_value() -> None:
    """A key never changes between versions: rows of years refer to it."""
    assert key("https://example.org/") == "0f115db062b7c0dd030b16878c99dea5"
    assert len(key("x", "y")) == 32
