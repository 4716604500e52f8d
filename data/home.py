"""The folder of ``--home``: secrets, embedded database, bundle, and one lock for one server."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from data.errors import Failure
from data.vault import KEY_BYTES, CipherName, Vault, random_bytes

_FIRST_VERSION: Final = 1
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class Secrets(Struct, frozen=True, forbid_unknown_fields=True):
    """What ``keys.json`` holds; bytes are base64 there.

    Attributes:
        format: version of the file's layout.
        token_key: the key of identifier tokens, 32 bytes.
        vault_keys: version -> 32-byte key.
        vault_current: the version that seals.
    """

    format: Literal[1]
    token_key: bytes
    vault_keys: dict[int, bytes]
    vault_current: int

    def __repr__(self) -> str:
        """Never the keys: a repr ends in logs."""
        return "Secrets(…)"


class Home:
    """A folder that belongs to one embedded installation; made with mode 0700 if it is not there.

    Args:
        path: the folder.
        cipher: that its vault seals with.

    Raises:
        Failure: the folder can't be made or used.
    """

    def __init__(self, path: Path, cipher: CipherName = "aes") -> None:
        self.path = path
        self._cipher = cipher
        self.database_path = path / "postrisk.sqlite"
        self.bundle_path = path / "bundle"
        self.keys_path = path / "keys.json"
        with _clear_failure(f"can't use {path} as home"):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def database_url(self) -> str:
        """The embedded database as a URL for ``Store.open``."""
        return f"sqlite:///{self.database_path}"

    def secrets(self) -> Secrets:
        """The secrets, made at the first call in a new home.

        Raises:
            Failure: the file is readable by group or world, damaged, or gone while a database that
                needs it is there.
        """
        with _clear_failure(f"can't use {self.keys_path}"):
            if not self.keys_path.exists():
                self._make_secrets()
            return self._read_secrets()

    def vault(self) -> Vault:
        """A vault over this home's keys.

        Raises:
            Failure: as ``secrets``.
        """
        secrets = self.secrets()
        return Vault(secrets.vault_keys, secrets.vault_current, self._cipher)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Holds the home for one serving process; the kernel lets go when the process ends.

        Raises:
            Failure: another process (or another ``Home`` of this one) holds it.
        """
        with _clear_failure(f"can't lock {self.path}"):
            descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._take(descriptor)
            yield
        finally:
            os.close(descriptor)

    def _take(self, descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure("home is in use by another process", code="home_in_use") from None

    def _make_secrets(self) -> None:
        if self.database_path.exists():
            # New keys would read nothing that is there and would match no token: say so instead.
            raise Failure(
                f"{self.keys_path} is gone but its database is there: restore it from a backup",
                code="keys_lost",
            )
        fresh = Secrets(
            format=1,
            token_key=random_bytes(KEY_BYTES),
            vault_keys={_FIRST_VERSION: random_bytes(KEY_BYTES)},
            vault_current=_FIRST_VERSION,
        )
        _write_once(self.keys_path, msgspec.json.encode(fresh))

    def _read_secrets(self) -> Secrets:
        raw = _read_private(self.keys_path)
        try:
            secrets = msgspec.json.decode(raw, type=Secrets)
        except msgspec.DecodeError:
            # The decoder's words may quote the file, and the file is secret.
            raise Failure(f"{self.keys_path} is damaged", code="bad_key") from None
        if len(secrets.token_key) != KEY_BYTES:
            raise Failure(f"{self.keys_path}: the token key has not {KEY_BYTES} bytes")
        return secrets


def _write_once(path: Path, content: bytes) -> None:
    """Writes a private file whole or not at all, and never over another one.

    A hard link instead of a rename: a rename would replace the keys of a process that came first.
    """
    draft = path.with_name(f"{path.name}.{random_bytes(8).hex()}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _link(draft, path)
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def _link(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return  # another process was first: its keys hold, and the caller reads them


def _sync_folder(folder: Path) -> None:
    """Makes a new name in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_private(path: Path) -> bytes:
    with path.open("rb") as file:
        # Asked of the open file, not of its name, which may mean another file by now.
        if os.fstat(file.fileno()).st_mode & _OTHERS:
            raise Failure(
                f"{path} is open to other users: run `chmod 600` on it", code="keys_exposed"
            )
        return file.read()


@contextmanager
def _clear_failure(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Failure(f"{what}: {error.strerror}") from None
