"""Pages that lead on to another at once, as redirects."""

from tasks.collecting.answers import Answer
from tasks.collecting.responses import follow
from tasks.parsing.refresh import refresh_target

REFRESH = 0  # stands for the status of such a redirect


def follow_refresh(answer: Answer) -> Answer:
    """The answer as a redirect where its page refreshes to another web address at once."""
    refresh = refresh_target(answer.body, answer.final_url)
    return follow(answer, refresh.url, REFRESH) if refresh and refresh.url else answer
