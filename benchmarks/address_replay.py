"""Real addresses through the whole engine: a file of shipments, replayed; no line may fail."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from benchmarks.processes import postrisk
from data.events import Item, Party, Shipment
from data.files import AtomicWriter, read_lines

_START: Final = datetime(2025, 6, 1, tzinfo=UTC)


def replay_addresses(addresses: list[str]) -> tuple[int, int]:
    """Parcels between neighbouring addresses of a list, through ``postrisk replay``.

    Returns:
        Lines scored, and lines that gave an error.
    """
    with TemporaryDirectory(prefix="postrisk-addresses-") as name:
        events, decisions = Path(name) / "events.jsonl", Path(name) / "decisions.jsonl"
        with AtomicWriter(events) as file:
            for number, address in enumerate(addresses):
                parcel = _parcel(number, address, addresses[number - 1])
                file.write_line(msgspec.json.encode(parcel))
        postrisk("replay", events, "--out", decisions, "--home", Path(name) / "home")
        failed = sum(line.startswith(b'{"line"') for _, line in read_lines(decisions))
    return len(addresses) - failed, failed


def _parcel(number: int, sender: str, receiver: str) -> Shipment:
    return Shipment(
        event_id=f"address-{number}",
        occurred_at=_START + timedelta(minutes=number),
        sender=Party(address=sender),
        receiver=Party(address=receiver),
        item=Item(category="daily", text="日用品"),
        weight_grams=500,
        pay_mode="sender",
    )
