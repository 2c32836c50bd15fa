"""How many examples the property tests draw: CSP_HYPOTHESIS names it, `fast` without.

`fast` and `mutation` draw the same examples every time and leave them as drawn; `long` draws many
more, at random, and shrinks what it finds.
"""

import os

from hypothesis import HealthCheck, Phase, settings

_QUIET = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
_AS_DRAWN = (Phase.explicit, Phase.generate)

settings.register_profile(
    "fast",
    derandomize=True,
    deadline=None,
    max_examples=40,
    phases=_AS_DRAWN,
    suppress_health_check=_QUIET,
)
settings.register_profile("mutation", settings.get_profile("fast"), max_examples=15)
settings.register_profile(
    "long", deadline=None, max_examples=2_000, print_blob=True, suppress_health_check=_QUIET
)
settings.load_profile(os.environ.get("CSP_HYPOTHESIS", "fast"))
