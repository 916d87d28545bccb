"""What the warehouse already holds of an address, as fetching needs it."""

from warehouse.known import Known

__all__ = ["Known"]
