"""What codes mean, in the words of the modules that make them: people read no codes."""

import sys

from data.synthetic.campaigns.registry import typologies
from data.synthetic.decoys.registry import look_alikes


def per_cent(share: float, decimals: int = 0) -> str:
    """A share as people read it.

    >>> per_cent(0.005, 1).split()
    ['0.5', '%']
    """
    return f"{100.0 * share:.{decimals}f}\u00a0%"


def typology_in_words(code: str) -> str:
    """A fraud typology with its name.

    >>> typology_in_words("SH-01").startswith("SH-01 ")
    True
    """
    return _named(code, typologies()[code][1])


def look_alike_in_words(code: str) -> str:
    """A look-alike with its name.

    >>> look_alike_in_words("L02")
    'L02 a shared warehouse'
    """
    return _named(code, look_alikes()[code][1])


def _named(code: str, made: type) -> str:
    first_line = (sys.modules[made.__module__].__doc__ or "").partition("\n")[0]
    head, colon, name = first_line.rstrip(".").partition(": ")
    return f"{code} {name if colon else head[:1].lower() + head[1:]}"
