"""Signatures of the numba kernels, shared by all of them.

Explicit signatures compile a kernel when its module is imported, and ``cache=True`` keeps the
result on disk, so that no request ever waits for a compiler. Inputs are declared read-only: that
accepts writeable arrays too, and arrays mapped from a file.
"""

from typing import Any, Final

from numba import types


def _read_only(item: Any, n_dims: int) -> Any:
    return types.Array(item, n_dims, "C", readonly=True)


FLOAT: Final = types.float64
FLOATS: Final = _read_only(types.float64, 1)
TABLE: Final = _read_only(types.float64, 2)
FLOATS_OUT: Final = types.float64[::1]
INTS: Final = _read_only(types.int32, 1)
LONGS: Final = _read_only(types.int64, 1)
FLAGS: Final = _read_only(types.uint8, 1)
