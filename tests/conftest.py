"""How much the property tests try: a little each time, more with `--hypothesis-profile thorough`."""

from hypothesis import settings

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1_000, stateful_step_count=30, deadline=None)
settings.load_profile("quick")
