"""What the X API says where it has no answer, or not all of it.

Shapes: https://docs.x.com/x-api/fundamentals/response-codes-and-errors; problems are those of RFC 9457.
"""

from http import HTTPStatus

from tests.site.x_words import Item

TYPES = "https://api.x.com/2/problems/"


class Invalid(Exception):
    """A request that is refused with 400: the parameter, its value and what is wrong with it."""

    def __init__(self, parameter: str, value: str, message: str) -> None:
        self.body = problem(400, "Invalid Request", "One or more parameters to your request was invalid.")
        self.body |= {"type": f"{TYPES}invalid-request"}
        self.body["errors"] = [{"parameters": {parameter: [value]}, "message": message}]
        super().__init__(message)


def problem(status: int, title: str = "", detail: str = "", **more: str) -> Item:
    """A problem in the place of an answer."""
    name = title or HTTPStatus(status).phrase
    return {"title": name, "type": "about:blank", "status": status, "detail": detail or name, **more}


USAGE_CAP = {
    "account_id": "1001",
    "product_name": "pay-per-use",
    "title": "UsageCapExceeded",
    "period": "Monthly",
    "scope": "Product",
    "detail": "Usage cap exceeded: Monthly product cap",
    "type": f"{TYPES}usage-capped",
}
NOT_ENROLLED = {
    "title": "Client Forbidden",
    "detail": "This App is not enrolled for the endpoint it asks.",
    "required_enrollment": "Appropriate Level of API Access",
    "reason": "client-not-enrolled",
    "type": f"{TYPES}client-forbidden",
}


def missing(what: str, parameter: str, value: str, why: str = "deleted") -> Item:
    """The error in a 200 answer for one tweet, user or list that it does not bring.

    X does not tell tweets of a suspended account from those of a protected one, only the accounts themselves.
    The words for `withheld` are our own.
    """
    shown, kind = "Tweet" if what == "tweet" else what, "resource-not-found"
    if why == "deleted":
        title, detail = "Not Found Error", f"Could not find {what} with {parameter}: [{value}]."
    elif why == "suspended" and what == "user":
        title, detail = "Forbidden", f"User has been suspended: [{value}]."
    elif why == "withheld":
        title, detail = "Resource Unavailable Error", f"The {shown} is not available to you: [{value}]."
        kind = "resource-unavailable"
    else:
        title = "Authorization Error"
        detail = f"Sorry, you are not authorized to see the {shown} with {parameter}: [{value}]."
        kind = "not-authorized-for-resource"
    return {
        "resource_id": value,
        "parameter": parameter,
        "resource_type": what,
        "value": value,
        "title": title,
        "detail": detail,
        "type": f"{TYPES}{kind}",
    }
