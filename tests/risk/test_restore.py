from data.store import Store
from risk.bundle import Bundle
from risk.features.catalogue import INDEX
from risk.restore import restore
from tests.risk.builders import (
    demo_lines,
    engine_with,
    feed,
    opening,
    outcome,
    policy_of,
    restored_from,
    rule,
    service_over,
    shipment,
    snapshot,
)
from tests.risk.running import run_async


def test_an_empty_log_restores_nothing() -> None:
    engine = engine_with()
    assert restore(engine, [], lambda _record: None) == 0
    assert snapshot(engine.state) == snapshot(engine_with().state)


def test_a_restored_state_is_that_of_the_service_that_wrote_the_log(
    store: Store, bundle: Bundle
) -> None:
    engine = engine_with(bundle)
    run_async(feed(service_over(store, engine), demo_lines()[:700]))
    seen: list[int] = []
    again = engine_with(bundle)
    last = restore(again, store.scan(), lambda record: seen.append(record.seq))
    assert last == store.last_seq() == 700
    assert seen == list(range(1, 701))
    assert snapshot(again.state) == snapshot(engine.state)


def test_the_decision_that_was_given_counts_and_not_what_today_s_rules_say(store: Store) -> None:
    strict = policy_of(rule("T-1", action="review"))
    lenient = policy_of(rule("T-1", when="is_cod", kinds=("shipment",)))
    run_async(feed(service_over(store, engine_with(policy=strict)), [opening(1)]))
    again = restored_from(store, engine_with(policy=lenient))
    vector = again.evaluate(opening(2)).reading.vector
    assert vector[INDEX["person_openings_24h"]] == 2
    assert vector[INDEX["person_class_one_90d"]] == 0


def test_outcomes_enter_in_their_place(store: Store) -> None:
    service = service_over(store, engine_with())

    async def story() -> None:
        await service.record_outcome(outcome(1, outcome="confirmed_fraud"))
        await service.score(shipment(1))

    run_async(story())
    graph = restored_from(store, engine_with()).evaluate(shipment(2)).graph
    assert graph.hops_to_confirmed == 0
