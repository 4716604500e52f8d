"""The end of the audit chain, kept outside the database: what shows a tail that was cut off.

Written after each commit, so a crash in between leaves a head that is one entry behind: the chain must
hold it, and may go on beyond it.
"""

import os
from pathlib import Path
from typing import Final

import msgspec

from data.audit import Head
from data.errors import Failure
from data.vault import random_bytes

FILE: Final = "audit_head.json"


class HeadFile:
    """A small file of a home.

    Args:
        folder: of the home.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._folder = folder

    def keep(self, head: Head) -> None:
        """Put a later head in the place of the earlier one; whole or not at all."""
        # A name of its own: threads and processes keep heads at the same time.
        draft = self._folder / f"{FILE}.{random_bytes(8).hex()}.draft"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(head))
        draft.replace(self._path)

    def read(self) -> Head | None:
        """The head that was kept last; None where none was.

        Raises:
            Failure: the file is damaged.
        """
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Head)
        except FileNotFoundError:
            return None
        except msgspec.DecodeError:
            raise Failure(f"{self._path.name} of the home is damaged", code="bad_head") from None
