import pytest

from risk.stakes import stake_fen
from tests.risk.builders import application, opening, shipment


@pytest.mark.parametrize(
    ("cod_fen", "declared_fen", "stake"), [(0, 0, 0), (500, 300, 500), (100, 300, 300), (-9, -5, 0)]
)
def test_a_parcel_stakes_the_larger_of_cod_and_value(
    cod_fen: int, declared_fen: int, stake: int
) -> None:
    item = {"category": "电子产品", "text": "耳机", "declared_value_fen": declared_fen}
    assert stake_fen(shipment(cod_amount_fen=cod_fen, item=item)) == stake


def test_an_application_stakes_its_limit_and_an_opening_nothing() -> None:
    assert stake_fen(application(requested_limit_fen=70)) == 70
    assert stake_fen(application(requested_limit_fen=-70)) == 0
    assert stake_fen(opening()) == 0
