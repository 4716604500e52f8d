"""Well-formed identity numbers, credit codes and account numbers.

All digits are drawn at random: that one equals a living person's is chance and means nothing.
"""

import random
from datetime import date
from operator import mul
from typing import Final

_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK: Final = "10X98765432"
_USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORG_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


def resident_check(first17: str) -> str:
    """The check character of a resident id (GB 11643, ISO 7064 MOD 11-2).

    >>> resident_check("11010519491231002")
    'X'
    """
    total = sum(map(mul, _ID_WEIGHTS, map(int, first17)))
    return _ID_CHECK[total % 11]


def resident_id(region: str, born: date, sequence: int) -> str:
    """An 18-character resident id of a region, a birth date and a number of that day, 1 to 999."""
    first17 = f"{region}{born:%Y%m%d}{sequence:03d}"
    return first17 + resident_check(first17)


def uscc_check(first17: str) -> str:
    """The check character of a unified social credit code (GB 32100-2015).

    >>> uscc_check("91350100M000100Y4")
    '3'
    """
    values = map(_USCC_ALPHABET.index, first17)
    total = sum(w * value for w, value in zip(_USCC_WEIGHTS, values, strict=True))
    return _USCC_ALPHABET[-total % 31]


def uscc(rng: random.Random, region: str) -> str:
    """An 18-character credit code of a company registered in a region.

    Its inner organisation code carries its own check character (GB 11714).
    """
    org = "".join(rng.choice("0123456789") for _ in range(8))
    rest = 11 - sum(w * int(digit) for w, digit in zip(_ORG_WEIGHTS, org, strict=True)) % 11
    first17 = f"91{region}{org}{ {10: 'X', 11: '0'}.get(rest, str(rest)) }"
    return first17 + uscc_check(first17)


def permit(rng: random.Random) -> str:
    """A mainland travel permit of a resident of Hong Kong or Macau: a letter and 8 digits."""
    return f"{rng.choice('HM')}{rng.randrange(10**7, 10**8)}"


def foreigner_card(rng: random.Random, born: date) -> str:
    """A foreigner's permanent residence card of the 2023 form: 9, region, country, date, check."""
    first17 = f"9{rng.choice(('11', '31', '44'))}{rng.randrange(100, 900)}{born:%Y%m%d}"
    first17 += f"{rng.randrange(1000):03d}"
    return first17 + resident_check(first17)


def passport(rng: random.Random) -> str:
    """A passport number: a letter and 8 digits."""
    return f"{rng.choice('EGKP')}{rng.randrange(10**7, 10**8)}"


def account_no(rng: random.Random) -> str:
    """A 19-digit bank card number with its Luhn digit (ISO/IEC 7812)."""
    first18 = f"62{rng.randrange(10**15, 10**16)}"
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(reversed(first18)))
    total = sum(value - 9 * (value > 9) for value in doubled)
    return f"{first18}{-total % 10}"
