"""What a status says of its versions: v1.1, the archive and the syndication service name it differently."""

from typing import Any

from tasks.parsing.x.shapes import digits, flag, instant, milliseconds, whole
from tasks.parsing.x.v1_reading import Reading

MAX_VERSIONS = 100  # X allows six


def edit_columns(status: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The ids of all versions, and until when and how often it may be edited."""
    if "edit_info" in status:
        return archived(status, reading)
    history, controls = reading.take_record(status, "edit_history"), record_of_controls(status, reading)
    ids = reading.take(history, "edit_tweet_ids", ids_of) or reading.take(controls, "edit_tweet_ids", ids_of)
    until = reading.take(controls, "editable_until_ms", milliseconds)
    return {
        "edit_ids": ids or (),
        "edits_remaining": reading.take(controls, "edits_remaining", whole),
        "editable_until": until or reading.take(controls, "editable_until_msecs", milliseconds),
        "edit_eligible": reading.take(controls, "is_edit_eligible", flag),
    }


def record_of_controls(status: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """v1.1's edit_controls, or the syndication service's edit_control."""
    return reading.take_record(status, "edit_controls") or reading.take_record(status, "edit_control")


def archived(status: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The archive's edit_info: `initial` of a first version, `edit` of a later one."""
    info = reading.take_record(status, "edit_info")
    later = reading.take_record(info, "edit")
    first = reading.take_record(info, "initial") or reading.take_record(later, "editControlInitial")
    return {
        "edit_ids": reading.take(first, "editTweetIds", ids_of) or (),
        "edits_remaining": reading.take(first, "editsRemaining", whole),
        "editable_until": reading.take(first, "editableUntil", instant),
        "edit_eligible": reading.take(first, "isEditEligible", flag),
    }


def ids_of(value: Any) -> tuple[str, ...] | None:
    """The ids of a list, in order; None where one of them is none."""
    ids = [digits(item) for item in value[:MAX_VERSIONS]] if isinstance(value, list) else [None]
    known = tuple(item for item in ids if item)
    return known if len(known) == len(ids) else None
