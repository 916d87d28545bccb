"""Conditional requests."""

import pytest

from tasks.collecting.conditions import conditions


@pytest.mark.parametrize(
    ("etag", "modified", "headers"),
    [
        ('"1"', None, {"If-None-Match": '"1"'}),
        (None, "Mon, 23 Nov 2026 00:00:00 GMT", {"If-Modified-Since": "Mon, 23 Nov 2026 00:00:00 GMT"}),
        (None, None, {}),
        ("", "", {}),
        ('"ع"', "x\r\nEvil: 1", {}),
    ],
)
def test_only_what_a_header_may_hold(etag, modified, headers):
    """Nothing is sent that would break the request."""
    assert conditions(etag, modified) == headers
