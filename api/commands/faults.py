"""What a check of the stored data found goes into the outbox too, so that somebody outside hears of it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from data.clock import wall_clock_ms
from data.errors import Failure, PostRiskError, WrongUse
from data.notices import integrity_fault
from data.outbox import Outbox
from data.store import Store


@contextmanager
def telling_of_faults(store: Store, check: str) -> Iterator[None]:
    """Let a failure of a check become a notice as well; the failure itself goes on.

    Args:
        store: has the outbox.
        check: the command.
    """
    try:
        yield
    except WrongUse:
        raise
    except Failure as error:
        # A database that can't even take the notice must not hide what was found.
        with suppress(PostRiskError):
            Outbox(store.engine).add([integrity_fault(check, error.code, wall_clock_ms())])
        raise
