"""The load suite: speed over HTTP, starts, crashes, and equality of HTTP and file."""

from benchmarks import crash, equality
from benchmarks.measurement import Measurement
from benchmarks.stage import stage
from benchmarks.startup import restart, startup
from benchmarks.throughput import served_home, throughput


def run() -> list[Measurement]:
    """All figures of the suite; some minutes."""
    with stage("S") as world:
        figures = [*throughput(world), *startup(world)]
        figures += restart(world, served_home(world))
    return [*figures, *crash.run(), *equality.run()]
