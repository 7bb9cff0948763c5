"""Tests of gouji: laws over synthetic documents, and checks against published ones."""

import os

from hypothesis import HealthCheck, Phase, settings

# Documents are drawn by seed, and a smaller seed is no simpler document: shrinking is waste.
# Timing asserts have no place on shared machines; continuous integration draws the same examples
# every time, so that a red run can be repeated.
settings.register_profile(
    "default",
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    print_blob=True,
)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")
