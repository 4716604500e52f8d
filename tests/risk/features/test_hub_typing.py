"""Hubs in the engine's own windows: what a typed one shares isn't seen, an unknown one is a fact."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from data.events import AccountOpening, Event, OutcomeLine, Shipment, decode_line
from data.files import read_lines
from data.identifiers import Kind
from data.normalise.address import parse_address
from data.subject import Reader
from data.synthetic.presets import preset
from data.synthetic.truth import TRUTH
from data.synthetic.writer import EVENTS, write_world
from graph.hubs import HubType, Profile, type_of
from risk.features.catalogue import INDEX
from risk.features.state import State
from tests.risk.builders import RECEIVER, SENDER, shipment, tokeniser

BEGIN: Final = datetime(2025, 3, 14, tzinfo=UTC)
READER: Final = Reader(tokeniser())
AT_HUB: Final[dict[str, dict[str, tuple[HubType, ...]]]] = {
    "L01": {"party": (HubType.DORM,)},
    "L02": {"party": (HubType.WAREHOUSE,)},
    "L04": {
        "party": (HubType.STATION, HubType.WAREHOUSE),
        "other": (HubType.STATION, HubType.WAREHOUSE),
    },
    "L07": {"party": (HubType.DORM,)},
    "L08": {"party": (HubType.VILLAGE,)},
    "L15": {"party": (HubType.OFFICE,)},
    "L18": {"party": (HubType.DORM,)},
    "L22": {"party": (HubType.OFFICE,)},
    "L32": {"party": (HubType.VILLAGE,)},
}
"""Look-alike -> side of the event -> what its shared place is. A returned parcel of L04 goes to the shop."""
MOST_PERSONS: Final = 10
"""Of a ring around a look-alike's event: some founders with two companies, a dozen on a shop's phone."""


def parcel(number: int, hours: int, *, station: bool = True) -> Event:
    """From a new sender to a new phone in one room, so many hours after the first."""
    sender = SENDER | {"phone": f"1390000{1_000 + number}", "id_no": None, "address": None}
    receiver = RECEIVER | {"phone": f"1370000{1_000 + number}"}
    if not station:
        receiver["address"] = f"广东省深圳市南山区科技南路2号9栋{number}室"
    when = (BEGIN + timedelta(hours=hours)).isoformat()
    return shipment(number, occurred_at=when, sender=sender, receiver=receiver)


def filled(state: State, hours: int) -> State:
    for number in range(80):
        state.apply(state.read(READER.read(parcel(number, number * hours))), granted=False)
    return state


def value(state: State, event: Event, name: str) -> float:
    return state.read(READER.read(event)).vector[INDEX[name]]


def test_a_settled_hub_shares_nothing_and_a_wave_is_a_fact() -> None:
    """The same 80 parcels for 80 phones in one room, over two months and over three days."""
    station, wave = filled(State(), 20), filled(State(), 1)
    later, soon = parcel(100, 80 * 20), parcel(100, 80)
    assert value(station, later, "receiver_ring_unknown_hubs") == 0
    assert value(wave, soon, "receiver_ring_unknown_hubs") == 1
    assert value(station, later, "receiver_senders_30d") == 1
    assert value(wave, soon, "receiver_senders_30d") == 81
    assert value(station, later, "receiver_tenure_days") == 0
    assert value(station, later, "receiver_ring_size") == 1


def test_without_typing_the_same_place_is_an_unknown_hub() -> None:
    blind = filled(State(types_hubs=False), 20)
    later = parcel(100, 80 * 20)
    assert value(blind, later, "receiver_ring_unknown_hubs") == 1
    assert value(blind, later, "receiver_senders_30d") > 30


def test_events_apart_from_a_hub_are_as_they_were() -> None:
    typed, blind = filled(State(), 20), filled(State(types_hubs=False), 20)
    elsewhere = READER.read(parcel(100, 80 * 20, station=False))
    assert typed.read(elsewhere).packed == blind.read(elsewhere).packed


def test_a_confirmed_fraud_at_a_settled_place_makes_it_unknown() -> None:
    station, later = filled(State(), 20), parcel(100, 80 * 20)
    event, at_ms = READER.event_node("sh-79"), READER.read(later).at_ms
    station.apply_outcome(event, "confirmed_fraud", at_ms - 1)
    assert value(station, later, "receiver_ring_unknown_hubs") == 1
    assert value(station, later, "receiver_senders_30d") > 30


def test_an_analyst_s_word_holds_before_behaviour_and_for_its_time() -> None:
    state, later = filled(State(), 20), parcel(100, 80 * 20)
    subject = READER.read(later)
    assert subject.other is not None
    room, until_ms = subject.other.place.unit, subject.at_ms + 1
    packed = state.read(subject).packed
    undo = state.override_hub(room, HubType.UNKNOWN, until_ms)
    assert value(state, later, "receiver_ring_unknown_hubs") == 1
    assert value(state, parcel(100, 80 * 20 + 1), "receiver_ring_unknown_hubs") == 0
    for step in reversed(undo):
        step.take_back()
    assert state.read(subject).packed == packed
    wave = filled(State(), 1)
    wave.override_hub(room, HubType.STATION, until_ms)
    assert value(wave, parcel(100, 80), "receiver_ring_unknown_hubs") == 0
    assert value(wave, parcel(100, 80), "receiver_senders_30d") == 1


def test_a_house_of_many_buyers_is_no_ring_of_them_once_it_is_known() -> None:
    """No room is told, so the house is no node; its windows alone say what it is (CR-03, L04)."""

    def order(number: int, hours: int) -> Event:
        event = parcel(number, hours)
        assert isinstance(event, Shipment)
        body = {"pay_mode": "cod", "cod_amount_fen": 9_900, "weight_grams": 300 + number}
        receiver = RECEIVER | {
            "phone": f"1370000{1_000 + number}",
            "address": "广东省深圳市南山区科技南路2号9栋",
        }
        sender = SENDER | {"phone": f"1390000{1_000 + number}", "id_no": None, "address": None}
        when = event.occurred_at.isoformat()
        return shipment(number, occurred_at=when, sender=sender, receiver=receiver, **body)

    typed, blind = State(), State(types_hubs=False)
    for state in (typed, blind):
        for number in range(80):
            subject = READER.read(order(number, number * 20))
            state.apply(state.read(subject), granted=False)
    assert value(typed, order(100, 1600), "building_cod_receivers_7d") != value(
        typed, order(100, 1600), "building_cod_receivers_7d"
    ), "it is missing"
    assert value(blind, order(100, 1600), "building_cod_receivers_7d") > 5


def test_planted_hubs_of_the_small_world_are_typed_rightly_or_not_and_are_no_rings(
    tmp_path: Path,
) -> None:
    told: dict[tuple[str, str], Counter[HubType]] = defaultdict(Counter)
    state = State()
    for code, event in _look_alikes(tmp_path):
        for side in AT_HUB[code]:
            words = parse_address(_address(event, side)).poi_type
            told[code, side][type_of(Profile(kind=Kind.UNIT, words=words)).hub] += 1
        reading = state.read(READER.read(event))
        for name in ("ring_persons", "receiver_ring_persons"):
            assert not reading.vector[INDEX[name]] > MOST_PERSONS, (code, event.event_id)
        state.apply(reading, granted=True)
    for (code, side), found in told.items():
        right = AT_HUB[code][side]
        assert set(found) <= {*right, HubType.UNKNOWN}, code
        assert sum(found[hub] for hub in right) >= found.total() * 0.25, code
    assert set(told) == {(code, side) for code, sides in AT_HUB.items() for side in sides}


def _look_alikes(folder: Path) -> Iterator[tuple[str, Event]]:
    """The honest look-alikes of the small world that share a place, in order of arrival."""
    write_world(folder, preset("S"), 7)
    with (folder / TRUTH).open(encoding="utf-8") as file:
        decoy_of = {row["event_id"]: row["decoy"] for row in csv.DictReader(file)}
    for _, line in read_lines(folder / EVENTS):
        event = decode_line(line)
        if not isinstance(event, OutcomeLine) and decoy_of[event.event_id] in AT_HUB:
            yield decoy_of[event.event_id], event


def _address(event: Event, side: str) -> str | None:
    if isinstance(event, AccountOpening):
        return event.applicant.address
    assert isinstance(event, Shipment)
    return event.sender.address if side == "party" else event.receiver.address
