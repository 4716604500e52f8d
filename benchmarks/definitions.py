"""How the catalogue writes a figure down: what it is, and what it should be."""

from benchmarks.measurement import Definition, Target


def plain(id_: str, unit: str, what: str) -> Definition:
    """A figure without a target."""
    return Definition(id_, unit, what)


def aim(id_: str, unit: str, target: Target, what: str) -> Definition:
    """A figure with a target."""
    return Definition(id_, unit, what, target)


def proof(id_: str, unit: str, target: Target, what: str) -> Definition:
    """A figure that must meet its target: anything else is a wrong answer."""
    return Definition(id_, unit, what, target, proof=True)


def at_most(number: float) -> Target:
    """A target: up to a number."""
    return Target("<=", number)


def at_least(number: float) -> Target:
    """A target: from a number on."""
    return Target(">=", number)


def within(least: float, most: float) -> Target:
    """A target: between two numbers, both included."""
    return Target("within", least, most)


def exactly(number: float) -> Target:
    """A target: one number."""
    return Target("==", number)
