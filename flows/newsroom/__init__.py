"""A small invented newsroom on loopback: seven outlets in five languages, their feeds and their faults."""
