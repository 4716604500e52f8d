"""What Python's cyclic collector may do beside a state of millions of objects.

Windows and graph live for days and hold few cycles; walking them again and again stops a service for
tenths of a second and takes most of the time of a replay. Here each object is looked at once, when it
is young: what survives its first pass is frozen, still freed by its reference count, never walked again.
"""

import gc
from typing import Final

_YOUNG: Final = 10_000
"""New objects between two passes: a pass takes about a millisecond."""
_NEVER: Final = 1_000_000_000


def spare_the_collector() -> None:
    """Set the collector of this process so; calling it again changes nothing."""
    if _freeze_survivors in gc.callbacks:
        return
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _NEVER, _NEVER)
    gc.callbacks.append(_freeze_survivors)


def _freeze_survivors(phase: str, _info: dict[str, int]) -> None:
    if phase == "stop":
        gc.freeze()
