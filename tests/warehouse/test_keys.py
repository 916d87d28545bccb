"""Keys."""

from warehouse.keys import key


def test_parts_are_kept_apart() -> None:
    """Moving a letter from one part to the next changes the key."""
    assert key("ab", "c") != key("a", "bc")


def test_known_value() -> None:
    """A key never changes between versions: rows of years refer to it."""
    assert key("https://example.org/") == "8198d1bac40a1033653a78e48800cefc"
    assert len(key("x", "y")) == 32
