"""How an address ended."""

import pytest

from tasks.collecting.answers import Answer, Refusal, status_may_pass

READ = Answer(outcome="read", final_url="http://n.example/", status=200, body=b"here", size=4, attempts=1)


def test_a_failure_keeps_nothing_of_the_body():
    """What may pass is put off besides."""
    lost = READ.failed("timeout", "no whole answer", may_pass=True)
    assert (lost.outcome, lost.body, lost.may_pass, lost.put_off, lost.attempts) == (
        "timeout",
        b"",
        True,
        True,
        1,
    )
    assert not READ.failed("too_large", "x").put_off


def test_a_refusal_is_not_asked_again_at_once():
    """It may be put off to another night."""
    refused = READ.refused(Refusal(outcome="host_resting", error="it is tired", put_off=True))
    assert (refused.may_pass, refused.put_off, refused.error) == (False, True, "it is tired")


@pytest.mark.parametrize(
    ("status", "may"), [(404, False), (429, True), (500, True), (501, False), (599, True)]
)
def test_which_errors_may_pass(status, may):
    """Too many requests, and what a server does wrong; not what it will never do."""
    assert status_may_pass(status) is may


def test_headers_by_name():
    """Whatever their case, the first one."""
    answer = Answer(outcome="read", final_url="", headers=(("ETag", "1"), ("etag", "2")))
    assert (answer.header("etag"), answer.header("age")) == ("1", None)
