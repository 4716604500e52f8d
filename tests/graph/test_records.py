"""What the kernels are compiled from."""

from types import ModuleType

import pytest

from graph import kernels, reads, walks
from graph.records import checksum


@pytest.mark.parametrize("kernels", [kernels, reads, walks])
def test_kernels_are_compiled_from_the_files_as_they_are(kernels: ModuleType) -> None:
    """Numba's cache does not know of changes in other files; the number in the file does."""
    assert checksum(kernels.USES) == kernels.BUILT_ON, "write the new checksum into the file"
