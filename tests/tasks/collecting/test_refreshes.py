"""Pages that lead on at once."""

import pytest

from tasks.collecting.answers import Answer
from tasks.collecting.refreshes import follow_refresh

HERE = "http://n.example/a"


def page(content):
    """A whole answer whose page has this refresh."""
    body = f'<meta http-equiv="refresh" content="{content}">'.encode()
    return Answer(outcome="read", final_url=HERE, status=200, body=body, size=len(body))


def test_such_a_page_is_a_redirect():
    """It stands among the redirects with status 0."""
    answer = follow_refresh(page("0; url=/b"))
    assert (answer.outcome, answer.final_url, answer.redirects) == (
        "redirect",
        "http://n.example/b",
        ((0, HERE),),
    )


@pytest.mark.parametrize("content", ["300", "300; url=/b", "0; url=/a", "0; url=javascript:go()", "soon"])
def test_a_page_that_stays_is_a_page(content):
    """It loads itself again, waits, or leads nowhere."""
    assert follow_refresh(page(content)) == page(content)
