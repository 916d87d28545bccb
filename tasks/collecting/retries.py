"""Ask again what may go better: exponential backoff with full jitter, bounded in number and time."""

from dataclasses import dataclass, replace
from datetime import timedelta

from tenacity import AsyncRetrying, RetryCallState, retry_if_result, stop_after_attempt
from tenacity.wait import wait_random_exponential

from tasks.collecting.answers import Answer
from tasks.collecting.get import Web, get
from tasks.collecting.terms import Terms

FIRST_WAIT_S = 2.0


async def ask(web: Web, url: str, terms: Terms) -> Answer:
    """Ask one address, up to the policy's number of attempts while what fails may pass.

    The waits are the host's: none of its addresses is asked meanwhile. `attempts` and `answer_s` of the
    answer are those of all attempts.
    """
    asking = Asking(web=web, url=url, terms=terms)
    retrying = AsyncRetrying(
        retry=retry_if_result(asking.is_worth_it),
        stop=stop_after_attempt(web.policy.attempts),
        wait=wait_random_exponential(multiplier=FIRST_WAIT_S, max=web.policy.max_wait_s),
        sleep=asking.hold,
        retry_error_callback=last_answer,
    )
    answer: Answer = await retrying(asking.once)
    return replace(answer, attempts=asking.attempts, answer_s=asking.answer_s)


def last_answer(state: RetryCallState) -> Answer:
    """What the last attempt brought."""
    assert state.outcome is not None  # noqa: S101
    answer: Answer = state.outcome.result()
    return answer


@dataclass(slots=True, kw_only=True)
class Asking:
    """One address being asked, and what that took so far."""

    web: Web
    url: str
    terms: Terms
    attempts: int = 0
    answer_s: float = 0.0
    at: str = ""

    async def once(self) -> Answer:
        """One attempt."""
        answer = await get(self.web, self.url, self.terms)
        self.attempts += answer.attempts
        self.answer_s += answer.answer_s
        self.at = answer.final_url
        return answer

    def is_worth_it(self, answer: Answer) -> bool:
        """Whether to ask again: the fault may pass, and the host is not left alone."""
        return answer.may_pass and self.web.hosts.of(answer.final_url).resting is None

    async def hold(self, seconds: float) -> None:
        """Have the host that failed wait; its next turn comes after that."""
        self.web.hosts.of(self.at).hold(self.web.now() + timedelta(seconds=seconds))
