"""An address as a screen may show it: no door, no room, no digit; what was read beside it, and its worth."""

from hypothesis import given
from hypothesis import strategies as st

from data.subject import Reader
from risk.address_view import address_view, starred
from tests.risk.builders import SENDER, shipment, tokeniser


def test_door_and_room_are_starred_and_the_levels_are_told() -> None:
    subject = Reader(tokeniser()).read(shipment())
    shown = address_view(SENDER["address"], subject.party.place.address)
    assert shown.written == "福建省厦门市思明区湖滨南路" + "*" * len("1号3栋502室")
    assert shown.canonical == "福建省厦门市思明区湖滨南路"
    assert shown.quality == round(sum(part.got for part in shown.parts), 3)
    assert all(0 <= part.got <= part.most for part in shown.parts)


def test_a_level_without_its_word_is_known_too() -> None:
    assert starred("厦门思明湖滨南路9号", ["厦门市", "思明区", "湖滨南路"]) == "厦门思明湖滨南路**"


@given(st.text(max_size=40), st.lists(st.text(max_size=6), max_size=4))
def test_no_digit_is_ever_shown_and_the_length_stays(text: str, public: list[str]) -> None:
    shown = starred(text, public)
    assert len(shown) == len(text)
    assert not any(sign.isdigit() for sign in shown)


@given(st.text(max_size=40))
def test_what_is_no_level_is_a_star(text: str) -> None:
    assert set(starred(text, [])) <= {"*"}
