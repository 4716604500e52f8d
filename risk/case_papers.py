"""Papers of a case: kept sealed; whoever reads one is written down."""

import hashlib

from msgspec import Struct

from data.api_keys import Caller
from data.errors import Conflict
from risk.case_desk import CaseDesk
from risk.case_requests import MAX_FILES, Kept, Paper


class PaperCopy(Struct, frozen=True):
    """A paper in clear; ``content`` is base64 in JSON."""

    name: str
    media_type: str
    content: bytes


class CasePapers:
    """Keeps and shows papers.

    Args:
        desk: opens transactions on cases.
    """

    def __init__(self, desk: CaseDesk) -> None:
        self._desk = desk

    def attach(self, caller: Caller, case_id: str, body: Paper) -> Kept:
        """Keep a paper.

        Raises:
            Conflict: the case has as many as it may have.
        """
        with self._desk.act(caller, case_id) as act:
            if act.work.count_files(case_id) >= MAX_FILES:
                raise Conflict(f"a case holds {MAX_FILES} files", code="too_many_files")
            values = {
                "at_ms": act.now_ms,
                "actor": caller.id,
                "media_type": body.media_type,
                "sha256": hashlib.sha256(body.content).digest(),
            }
            file_id = act.work.attach(case_id, body.name, body.content, **values)
            act.note("attach", detail={"file": file_id}, fields=f"file:{file_id}")
            return Kept(file_id)

    def read(self, caller: Caller, case_id: str, file_id: int) -> PaperCopy:
        """A paper in clear; the view is written down.

        Raises:
            NotFound: there is none.
        """
        with self._desk.act(caller, case_id) as act:
            name, media_type, content = act.work.file_body(case_id, file_id)
            act.seen("view_file", fields=f"file:{file_id}")
            return PaperCopy(name, media_type, content)
