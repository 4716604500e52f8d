"""A caller of the doors over real cases in a SQLite file."""

import asyncio
import atexit
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from api.app import create_app
from data.accounts import Accounts
from data.api_keys import ROLES
from data.audit import AuditLog
from data.sessions import Sessions
from data.store import Store
from data.tables import API_KEYS
from data.vault import Vault
from risk.governance import Governance
from risk.people import People
from tests.api.caller import Caller
from tests.api.fakes import FakeExposures, FakeKeys, FakeService, NoLog
from tests.risk.builders import NOW_MS, tokeniser
from tests.risk.case_world import CaseWorld


class CaseDoor(Caller):
    """Calls an app whose cases are real; the key of a role is ``key-ROLE``, its id ``id-ROLE``."""

    def __init__(self, governance: Governance | None = None) -> None:
        folder = tempfile.TemporaryDirectory()
        self.store = Store.open(
            f"sqlite:///{Path(folder.name) / 'cases.sqlite'}", Vault({1: bytes(range(32))}, 1)
        )
        self.store.migrate()
        self.world = CaseWorld(self.store)
        with self.store.engine.begin() as connection:
            connection.execute(insert(API_KEYS), [_key(role) for role in ROLES])
        self.case_id = self.world.ring(3)
        self.service = FakeService()
        self.log = NoLog()
        audit = AuditLog(self.store.engine, tokeniser().digest)
        vault = Vault({1: bytes(range(32))}, 1)
        accounts = Accounts(self.store, vault, audit, lambda _head: None)
        self.app = create_app(
            self.service,
            FakeKeys(),
            exposures=FakeExposures(),
            cases=self.world.cases,
            governance=governance,
            people=People(accounts, Sessions(self.store), self.world.clock),
            log=self.log,
        )
        atexit.register(folder.cleanup)

    def close(self) -> None:
        self.world.close()
        self.store.close()

    def audit(self) -> list[str]:
        """What the audit log holds: the actions."""
        return [entry.action for entry in asyncio.run(self.world.cases.audit(0, 1_000))]


def _key(role: str) -> dict[str, Any]:
    return {
        "id": f"id-{role}",
        "role": role,
        "key_digest": role.encode(),
        "created_at_ms": NOW_MS,
    }
