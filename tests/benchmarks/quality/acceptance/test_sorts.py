import msgspec

from benchmarks.quality.acceptance.sorts import kind_of, parties_of, sort_of
from data.events import Party
from tests.benchmarks.quality.acceptance.made import opening, parcel


def test_a_sort_is_channel_customer_and_payment() -> None:
    event = parcel()
    assert sort_of(event) == "shipment/counter/person/sender"
    assert sort_of(parcel(shop="M1")) == "shipment/counter/shop/sender"
    assert sort_of(parcel(is_return=True, shop="M1")) == "shipment/counter/return/sender"
    account = msgspec.structs.replace(event, monthly_account="9", pay_mode="monthly")
    assert sort_of(account) == "shipment/counter/account/monthly"
    assert "company" in sort_of(parcel(sender=Party(id_type="uscc")))


def test_an_opening_s_sort_tells_who_acts() -> None:
    event = opening(1)
    assert sort_of(event) == "account_opening/counter/person alone"
    helped = msgspec.structs.replace(event, agent=Party(name="x"), guardian_relation="父亲")
    assert sort_of(helped) == "account_opening/counter/person with agent guardian"
    assert parties_of(helped) == (event.applicant, Party(name="x"))
    assert parties_of(event)[1] == Party()


def test_kinds_are_the_contract_s() -> None:
    assert (kind_of(parcel()), kind_of(opening(1))) == ("shipment", "account_opening")
