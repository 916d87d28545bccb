"""The tree of errors."""

import inspect
import re

from config import errors


def test_the_tree_shows_every_error() -> None:
    """Each class of the module stands once in its opening text, and under IsnadError."""
    classes = [item for _, item in inspect.getmembers(errors, inspect.isclass)]
    assert sorted(re.findall(r"\w+Error\b", errors.__doc__ or "")) == sorted(c.__name__ for c in classes)
    assert all(issubclass(item, errors.IsnadError) for item in classes)
