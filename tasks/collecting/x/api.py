"""One question to the X API: asked again where it may go better, within its limits; the token is never told.

Limits: https://docs.x.com/x-api/fundamentals/rate-limits. A 429 with requests left is a short burst; one
without lasts until x-rate-limit-reset; one that names a usage cap, and a 402, last until somebody pays.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import httpx

from tasks.clock import Clock
from tasks.collecting.answers import Answer, Refusal, status_may_pass
from tasks.collecting.hosts import Sleep
from tasks.collecting.policy import FetchPolicy
from tasks.collecting.x.access import XAccess
from tasks.collecting.x.exchange import exchange
from tasks.parsing.x.answered import is_object, load_object
from tasks.parsing.x.shapes import records, words

BURST_WAIT_S = 10.0
BARE_WAIT_S = 60.0  # a 429 that does not say until when
FIRST_WAIT_S = 2.0
MAX_RATE_WAITS = 40  # for one question: ten hours of windows
ENDS_ALL = ("usage_cap", "unauthorized")
CAPPED = re.compile(r"(usage|spend(ing)?)\s?cap(?!ac)", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class XApi:
    """Asks one question after the other; after a cap or a refused token nothing more.

    `asked_at`: when the last request was sent; the day and the month of then pay for its answer.
    """

    http: httpx.AsyncClient
    access: XAccess
    policy: FetchPolicy
    now: Clock
    sleep: Sleep
    until: datetime
    ended: Answer | None = None
    asked_at: datetime | None = None

    async def ask(self, path: str, params: Mapping[str, str]) -> Answer:
        """The answer: `read` with a JSON object as body, else the outcome says why not.

        Waiting for a window does not count as an attempt.
        """
        url = f"{self.access.base}{path}?{urlencode(params)}" if params else f"{self.access.base}{path}"
        asking = Answer(outcome="", final_url=url)
        faults = waits = 0
        while True:
            if refusal := self.refusal():
                return asking.refused(refusal)
            asking = await self.once(asking)
            waits += asking.outcome == "rate_limited"
            faults += asking.may_pass and asking.outcome != "rate_limited"
            if not asking.may_pass or faults >= self.policy.attempts or waits > MAX_RATE_WAITS:
                break
            wait_s = min(self.wait_s(asking, faults), self.access.max_wait_s)
            if self.now() + timedelta(seconds=wait_s) > self.until:
                break
            await self.sleep(wait_s)
        if asking.outcome in ENDS_ALL:
            self.ended = asking
        return asking

    def refusal(self) -> Refusal | None:
        """Why nothing is asked now."""
        if self.ended:
            return Refusal(outcome=self.ended.outcome, error=self.ended.error or "", put_off=True)
        if self.now() > self.until:
            return Refusal(outcome="budget_spent", error="the night's time is spent", put_off=True)
        return None

    async def once(self, asking: Answer) -> Answer:
        """One request; the token is in its headers only, never in what is kept of it."""
        token = self.access.token.get_secret_value()
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        limit_s, self.asked_at = self.policy.total_timeout_s, self.now()
        answer = await exchange(self.http, asking, headers, now=self.now, timeout_s=limit_s, judge=judge)
        return replace(answer, error=answer.error.replace(token, "…")) if answer.error else answer

    def wait_s(self, answer: Answer, faults: int) -> float:
        """Seconds before the question is asked again."""
        if answer.outcome != "rate_limited":
            return float(FIRST_WAIT_S * 2**faults)
        if (answer.header("x-rate-limit-remaining") or "0") != "0":
            return BURST_WAIT_S
        reset = answer.header("x-rate-limit-reset") or ""
        if not (reset.isascii() and reset.isdigit() and len(reset) < 12):
            return BARE_WAIT_S
        left = datetime.fromtimestamp(int(reset), UTC) - self.now()
        return max(1.0, left.total_seconds() + 1)


def judge(answer: Answer) -> Answer:
    """The answer with its outcome, by status and body."""
    status = answer.status or 0
    said = problem(answer.body)
    if status == 200:
        if is_object(answer.body):
            return replace(answer, outcome="read", may_pass=False, put_off=False)
        return answer.failed("broken_body", "the X API sent no whole JSON object", may_pass=True)
    if status == 402 or (status in (403, 429) and CAPPED.search(said)):
        why = f"the X API reads no more for this token ({status}): {said}"
        return replace(answer.failed("usage_cap", why), put_off=True)
    if status == 429:
        return answer.failed("rate_limited", f"the X API wants a pause (429): {said}", may_pass=True)
    if status == 401:
        why = f"the X API refuses the token (401): {said}; set ISNAD_X_TOKEN or ISNAD_X_TOKEN_BLOCK anew"
        return replace(answer.failed("unauthorized", why), put_off=True)
    if status == 403:
        return answer.failed("forbidden", f"this token may not ask this (403): {said}")
    why = f"the X API answered {status}: {said}" if said else f"the X API answered {status}"
    return answer.failed("http_error", why, may_pass=status_may_pass(status))


def problem(body: bytes) -> str:
    """What an error answer says, in words; empty where it says nothing."""
    said = load_object(body)
    first = next(iter(records(said.get("errors"))), {})
    parts = [words(said.get("title")), words(said.get("detail"))]
    parts += [words(first.get("message")), words(first.get("detail"))]
    return ": ".join(dict.fromkeys(part[:200] for part in parts if part))
