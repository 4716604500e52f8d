"""``python -m benchmarks.exposure [RESERVATIONS] [KILLS]``."""

import sys

from benchmarks.exposure.run import KILLS, RESERVATIONS, run
from benchmarks.report import table, wrong_ids


def main(arguments: list[str]) -> int:
    """Print the figures; 1 if one of them proves a wrong answer."""
    sizes = [int(argument) for argument in arguments]
    figures = run(*(sizes or (RESERVATIONS, KILLS)))
    print(table("exposure", figures))
    return 1 if wrong_ids(figures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
