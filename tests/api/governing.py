"""A caller of the doors of lists and policies: a real service over a real log."""

from pathlib import Path
from typing import Any

import httpx

from api.app import create_app
from data.store import Store
from risk.archive import Archive
from risk.governance import Governance
from risk.service import ScoringService
from tests.api.caller import Caller
from tests.api.fakes import FakeKeys
from tests.risk.builders import NOW_MS, engine_with, service_over


class GoverningCaller(Caller):
    """Calls an app over a service of its own."""

    def __init__(self, store: Store, folder: Path) -> None:
        super().__init__()
        self.store = store
        self.archive = Archive(folder / "archive")
        self.restart()

    def restart(self) -> None:
        """A new process over the same log."""
        engine = engine_with()
        self.archive.keep_policy(engine.policy)
        self.scoring: ScoringService = service_over(self.store, engine)
        self.governance = Governance(self.scoring, self.store, self.archive, lambda: NOW_MS)
        self.app = create_app(self.scoring, FakeKeys(), log=self.log, governance=self.governance)

    def good(self, method: str, path: str, body: Any = None, role: str = "senior_analyst") -> Any:
        """The answer of a call that must succeed."""
        answer: httpx.Response = self.call(method, path, body, role)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(
        self, method: str, path: str, body: Any = None, role: str = "senior_analyst"
    ) -> tuple[int, str, str | None]:
        """Status, code and field of a call that must not succeed."""
        answer: httpx.Response = self.call(method, path, body, role)
        error = answer.json()["error"]
        return answer.status_code, error["code"], error["param"]

    def policies_of(self) -> list[str]:
        """Where each version is in its life, the oldest first."""
        versions = self.good("GET", "/v1/policies", role="strategy_admin")["versions"]
        return [version["life"] for version in versions]
