"""A stage of work in a process of its own, so that its memory is given back when it ends.

The state of an engine holds rings of objects, and ``risk.collector`` spares the collector: within one
process the replay's gigabytes would still be there while the methods are fitted.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from data.errors import Failure

_P = ParamSpec("_P")
_T = TypeVar("_T")


def run_apart(work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Call a module's function in a fresh process and wait for what it returns.

    Raises:
        Failure: the process was killed, for want of memory perhaps; or what the function raises.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(work, *args, **kwargs).result()
        except BrokenProcessPool:
            raise Failure(f"{work.__name__} was killed before its end") from None
