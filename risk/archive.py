"""Every bundle and policy that ever decided, kept by id: decisions can be derived again years later."""

import shutil
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from data.errors import Failure
from data.files import AtomicWriter, locked, sync_folder
from risk.bundle import MANIFEST, NO_BUNDLE, Bundle, load_bundle
from risk.features.catalogue import vocabulary
from risk.policy_sets import PolicySets
from rules.cod_book import CodBook
from rules.compile import CompiledPolicy, compile_policies
from rules.model import Policy


class _Kept(Struct, frozen=True):
    """A policy as it is kept."""

    policies: tuple[Policy, ...]
    cod: CodBook | None = None


_KEPT: Final = msgspec.json.Decoder(_Kept | tuple[Policy, ...])
"""Policies of before there was a book of grades were kept as a plain list."""


class Archive:
    """Bundles and policies by id, in a folder of the home.

    Args:
        folder: where they are kept; made when the first comes.
    """

    def __init__(self, folder: Path) -> None:
        self._bundles = folder / "bundles"
        self._policies = folder / "policies"

    def keep_bundle(self, folder: Path, bundle: Bundle) -> None:
        """Keep a copy of a bundle's files, on the disk when this returns.

        Raises:
            Failure: the folder can't be written, or its files are no longer those of the bundle.
        """
        target = self._bundles / bundle.id
        if bundle.manifest is None or (target / MANIFEST).exists():
            return
        try:
            self._bundles.mkdir(parents=True, exist_ok=True)
            with locked(self._bundles):  # several workers may be given the same bundle at once
                if not (target / MANIFEST).exists():
                    self._copy(folder, bundle, target)
        except OSError as error:
            raise Failure(f"can't keep the bundle {bundle.id}: {error.strerror}") from None
        sync_folder(self._bundles)

    def _copy(self, folder: Path, bundle: Bundle, target: Path) -> None:
        assert bundle.manifest is not None, "has files"  # noqa: S101  narrows the type
        draft = self._bundles / f".{bundle.id}.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        for name in (*bundle.manifest.files, MANIFEST):
            with AtomicWriter(draft / name) as file:
                file.write((folder / name).read_bytes())
        _require_same(bundle, draft)
        draft.rename(target)

    def keep_policy(self, policy: CompiledPolicy) -> None:
        """Keep the content of a policy.

        Raises:
            Failure: the folder can't be written.
        """
        target = self._policies / f"{policy.id}.json"
        if not target.exists():
            with AtomicWriter(target) as file:
                file.write(msgspec.json.encode(_Kept(policy.policies, policy.cod)))

    def bundle(self, id_: str) -> Bundle:
        """The bundle of an id.

        Raises:
            Failure: it was never kept here, or is damaged.
        """
        return NO_BUNDLE if id_ == NO_BUNDLE.id else load_bundle(self._bundles / id_)

    def policy(self, id_: str) -> CompiledPolicy:
        """The compiled policy of an id.

        Raises:
            Failure: it was never kept here, or is damaged.
        """
        path = self._policies / f"{id_}.json"
        try:
            kept = _KEPT.decode(path.read_bytes())
        except OSError:
            raise Failure(f"the policy {id_} was never kept here") from None
        except msgspec.DecodeError:
            raise Failure(f"the kept policy {id_} is damaged") from None
        if isinstance(kept, tuple):
            kept = _Kept(kept)
        policy = compile_policies(kept.policies, vocabulary(), kept.cod)
        if policy.id != id_:
            raise Failure(f"the kept policy {id_} is damaged: its content is {policy.id}")
        return policy


def keep_policies(archive: Archive, sets: PolicySets) -> None:
    """Keep what decides where a later verify finds it; before its first decision.

    Raises:
        Failure: the folder can't be written.
    """
    archive.keep_policy(sets.live)
    if sets.partly is not None:
        archive.keep_policy(sets.partly)


def _require_same(bundle: Bundle, copy: Path) -> None:
    """Refuse a copy of other bytes than were loaded: the folder may have been written in between.

    Raises:
        Failure: the copy is another bundle, or none.
    """
    if load_bundle(copy).id != bundle.id:
        raise Failure(f"can't keep the bundle {bundle.id}: its folder holds another one by now")
