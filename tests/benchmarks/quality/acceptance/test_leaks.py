import random

from benchmarks.quality.acceptance.leaks import FEWEST, leak
from benchmarks.quality.acceptance.probes import PROBES, Probe
from benchmarks.quality.acceptance.sample import Raw
from data.events import Party
from tests.benchmarks.quality.acceptance.made import parcel, raw

WEIGHT = Probe(lambda one: (one.length,))


def rows(told: bool, seed: int = 1) -> list[Raw]:
    """Forty campaigns of five; their lines are longer where they are told by it."""
    rng = random.Random(seed)
    found = []
    for number in range(2_000):
        fraud = number % 10 == 0
        length = rng.randrange(400, 600) + (150 if fraud and told else 0)
        event = parcel(number, shop="M1" if number % 3 else None)
        campaign = f"C{number // 50}" if fraud else ""
        found.append(raw(event, campaign, fraud=fraud)._replace(length=length))
    return found


def test_a_trace_that_tells_is_found_and_one_that_does_not_is_not() -> None:
    found = leak(rows(told=True), "shipment", "x", WEIGHT, 1)
    assert found is not None
    assert found.auc.value > 0.8
    assert found.auc.low > 0.7
    assert (found.frauds, found.campaigns, found.left_out) == (200, 40, 0)
    nothing = leak(rows(told=False), "shipment", "x", WEIGHT, 1)
    assert nothing is not None
    assert 0.42 < nothing.auc.value < 0.58


def test_what_tells_the_sort_alone_is_no_leak() -> None:
    """Frauds are shops' parcels, and shops' lines are longer: within the sort nothing is told."""
    rng = random.Random(2)
    found = []
    for number in range(2_000):
        shop = number % 2 == 0
        fraud = shop and number % 10 == 0
        event = parcel(number, shop="M1" if shop else None)
        length = rng.randrange(400, 600) + (400 if shop else 0)
        campaign = f"C{number // 50}" if fraud else ""
        found.append(raw(event, campaign, fraud=fraud)._replace(length=length))
    within = leak(found, "shipment", "x", WEIGHT, 1)
    anywhere = leak(found, "shipment", "x", WEIGHT, 1, within=False)
    assert within is not None
    assert anywhere is not None
    assert 0.42 < within.auc.value < 0.58
    assert anywhere.auc.value > 0.65


def test_a_campaign_s_own_number_does_not_tell_the_next_campaign() -> None:
    """Each campaign has a length of its own, as each ring has phones: no row of it was learnt from."""
    rng = random.Random(3)
    lengths = [rng.randrange(400, 600) for _ in range(40)]
    found = []
    for number in range(2_000):
        fraud = number % 10 == 0
        length = lengths[number // 50] if fraud else rng.randrange(400, 600)
        one = raw(parcel(number), f"C{number // 50}" if fraud else "", fraud=fraud)
        found.append(one._replace(length=length))
    told = leak(found, "shipment", "x", WEIGHT, 1)
    assert told is not None
    assert told.auc.value < 0.6


def test_too_few_frauds_say_nothing_and_those_without_company_are_left_out() -> None:
    few = [raw(parcel(n), "C", fraud=n < FEWEST - 1) for n in range(100)]
    assert leak(few, "shipment", "x", PROBES["clock"], 1) is None
    alone = [raw(parcel(n, is_return=True), f"C{n}", fraud=True) for n in range(5)]
    found = leak([*rows(told=True), *alone], "shipment", "x", WEIGHT, 1)
    assert found is not None
    assert found.left_out == 5


def test_a_shop_s_honest_parcels_stay_with_its_campaign() -> None:
    """Else a number of the shop would tell that its frauds are honest, and hide a leak."""
    rng = random.Random(4)
    lengths = [rng.randrange(400, 600) for _ in range(40)]
    found = []
    for number in range(2_000):
        shop = number // 50
        event = parcel(number, sender=Party(id_type="uscc", id_no=f"shop-{shop}"))
        fraud = number % 10 == 0
        one = raw(event, f"C{shop}" if fraud else "", fraud=fraud)
        found.append(one._replace(length=lengths[shop]))
    told = leak(found, "shipment", "x", WEIGHT, 1)
    assert told is not None
    assert 0.45 < told.auc.value < 0.55
