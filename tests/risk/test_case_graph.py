from hypothesis import given, settings
from hypothesis import strategies as st

from data.subject import Reader, Subject
from risk.case_graph import MOST_ALERTS, case_graph
from tests.risk.builders import shipment, tokeniser

_READER = Reader(tokeniser())


def _subject(number: int, phone: int) -> Subject:
    return _READER.read(shipment(number, sender={"name": "王五", "phone": f"1391234{phone:04d}"}))


@settings(max_examples=30)
@given(phones=st.lists(st.integers(0, 3), min_size=4, max_size=12))
def test_links_are_the_alerts_of_each_shared_identifier(phones: list[int]) -> None:
    subjects = {f"ev-{n}": _subject(n, phone) for n, phone in enumerate(phones)}
    graph = case_graph(subjects)
    found = [node for node in graph.nodes if node.kind == "phone" and node.label.startswith("139")]
    shared = {phone for phone in phones if phones.count(phone) > 1}
    assert sorted(node.ties for node in found) == sorted(phones.count(phone) for phone in shared)
    for at, node in enumerate(graph.nodes):
        if node.kind != "alert":
            assert sum(link.identifier == at for link in graph.links) == node.ties
            assert node.ties > 1
    assert not any("1391234" in node.label for node in graph.nodes)


def test_a_small_case_shows_all_and_a_large_one_its_newest() -> None:
    assert any(
        node.ties == 1 and node.kind == "phone" for node in case_graph({"a": _subject(1, 1)}).nodes
    )
    graph = case_graph({f"ev-{n}": _subject(n, 1) for n in range(MOST_ALERTS + 5)})
    assert graph.left_out == 5
    assert graph.nodes[0].label == "ev-5"
