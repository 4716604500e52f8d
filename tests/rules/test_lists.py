"""The book of lists against one that looks through all entries, and its bounds of time."""

from hypothesis import given
from hypothesis import strategies as st

from data.identifiers import Kind
from rules.lists import ALWAYS_MS, BIT_OF, BLOCK, NEVER_MS, REGISTER, SUPPRESS, Held, ListBook

NODES = tuple(number << 4 | kind for number in (1, 2, 3) for kind in (Kind.PHONE, Kind.OUTLET))
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(NODES),
        st.sampled_from(sorted(BIT_OF.values())),
        st.sampled_from([ALWAYS_MS, 0, 5]),
        st.sampled_from([3, 7, NEVER_MS]),
        st.sampled_from(["R-1", "R-2"]),
    ),
    max_size=12,
)


@given(ENTRIES, st.sets(st.integers(0, 11)), st.integers(-1, 8), st.sets(st.sampled_from(NODES)))
def test_it_answers_as_if_it_looked_through_all_entries(
    entries: list[tuple[int, int, int, int, str]], lifted: set[int], at_ms: int, asked: set[int]
) -> None:
    book = ListBook()
    held = [
        (node, Held(f"E{place}", bit, since, until, rule if bit == SUPPRESS else ""))
        for place, (node, bit, since, until, rule) in enumerate(entries)
    ]
    for node, entry in held:
        book.add(node, entry)
    for place in sorted(lifted):
        if place < len(held):
            book.remove(*held[place])
    left = [pair for place, pair in enumerate(held) if place not in lifted]
    true = [(n, e) for n, e in left if n in asked and e.since_ms <= at_ms < e.until_ms]
    nodes = tuple(asked)
    bits = 0
    for _, entry in true:
        bits |= entry.bit
    assert book.on(nodes, at_ms) == bits
    assert book.silenced(nodes, at_ms) == {e.rule for _, e in true if e.bit == SUPPRESS}
    assert len(book) == len(left)
    assert book.empty == (not left)
    assert book.suppressing == any(e.bit == SUPPRESS for _, e in left)
    for kind in (Kind.PHONE, Kind.OUTLET):
        known = any(e.bit == REGISTER and n & 15 == kind for n, e in left)
        assert book.registers(kind) == known


def test_a_node_that_is_not_known_is_on_no_list() -> None:
    book = ListBook()
    book.add(NODES[0], Held("E1", BLOCK, ALWAYS_MS, NEVER_MS))
    assert book.on((0, 0), 0) == 0
