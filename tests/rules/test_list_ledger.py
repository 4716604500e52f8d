"""The ledger of lists against a naive one, over any story of proposals, approvals, refusals and lifts."""

from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st

from data.changes import (
    LiftProposed,
    ListChange,
    Listing,
    ListingsProposed,
    Made,
    ProposalApproved,
    ProposalRefused,
)
from data.errors import PostRiskError
from data.recency import Step
from rules.list_ledger import ListLedger
from rules.lists import BIT_OF

PEOPLE = ("ann", "bo")
NODES = (0x13, 0x23)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["list", "lift", "approve", "refuse"]),
        st.sampled_from(PEOPLE),
        st.sampled_from(NODES),
        st.sampled_from(["block", "watch"]),
        st.integers(1, 8),
    ),
    max_size=14,
)


def listing(name: Literal["block", "watch"], node: int) -> Listing:
    return Listing(name, "phone", node, "13912345670", "139******70", "internal", "why")


def change_of(what: str, node: int, name: Any, target: int) -> ListChange:
    match what:
        case "list":
            return ListingsProposed((listing(name, node),))
        case "lift":
            return LiftProposed(f"E{target}-1", "over")
        case "approve":
            return ProposalApproved(f"P{target}")
    return ProposalRefused(f"P{target}", "no")


class Naive:
    """Every accepted change, read from the beginning at each question."""

    def __init__(self) -> None:
        self.story: list[tuple[int, str, ListChange]] = []

    def proposals(self) -> dict[str, tuple[str, ListChange]]:
        asks = (ListingsProposed, LiftProposed)
        return {f"P{seq}": (who, what) for seq, who, what in self.story if isinstance(what, asks)}

    def closed(self) -> set[str]:
        return {
            what.proposal
            for _, _, what in self.story
            if isinstance(what, ProposalApproved | ProposalRefused)
        }

    def active(self) -> dict[str, Listing]:
        proposals, found = self.proposals(), dict[str, Listing]()
        for _, _, what in self.story:
            if isinstance(what, ProposalApproved):
                asked = proposals[what.proposal][1]
                if isinstance(asked, ListingsProposed):
                    found[f"E{what.proposal[1:]}-1"] = asked.listings[0]
                elif isinstance(asked, LiftProposed):
                    del found[asked.entry]
        return found

    def allows(self, who: str, what: ListChange) -> bool:
        proposals, closed, active = self.proposals(), self.closed(), self.active()
        waiting = [p for key, (_, p) in proposals.items() if key not in closed]
        if isinstance(what, ListingsProposed):
            one = what.listings[0]
            standing = [p.listings[0] for p in waiting if isinstance(p, ListingsProposed)]
            return one not in [*standing, *active.values()]
        if isinstance(what, LiftProposed):
            asked = {p.entry for p in waiting if isinstance(p, LiftProposed)}
            return what.entry in active and what.entry not in asked
        if what.proposal not in proposals or what.proposal in closed:
            return False
        return isinstance(what, ProposalRefused) or proposals[what.proposal][0] != who


@given(STEPS)
def test_it_does_what_a_reading_of_the_whole_story_says(steps: list[Any]) -> None:
    ledger, naive, undo, seq = ListLedger(), Naive(), list[Step](), 0
    for what, who, node, name, target in steps:
        change = change_of(what, node, name, target)
        try:
            ledger.check(who, change)
        except PostRiskError:
            assert not naive.allows(who, change)
            continue
        assert naive.allows(who, change)
        seq += 1
        undo += ledger.apply(Made(seq, who, seq, change))
        naive.story.append((seq, who, change))
        active = naive.active()
        assert {e.id for e in ledger.entries() if e.state == "active"} == active.keys()
        for each in NODES:
            bits = sum(BIT_OF[one.list] for one in active.values() if one.node == each)
            assert ledger.book.on((each,), 0) == bits
    for step in reversed(undo):
        step.take_back()
    assert not list(ledger.entries())
    assert not list(ledger.proposals())
    assert ledger.book.empty
    assert ledger.standing("block", NODES[0]) is None
