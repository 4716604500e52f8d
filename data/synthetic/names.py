"""Names of persons and organisations.

Surnames by their share of the population (the published top list; 王 and 李 above 100 million
each), given names from common characters, one or two of them.
"""

import random
from typing import Final

from data.synthetic.draws import Weighted, chance

_SURNAMES: Final = (
    *(("王", 7.2), ("李", 7.2), ("张", 6.8), ("刘", 5.4), ("陈", 4.5), ("杨", 3.1), ("黄", 2.2)),
    *(("赵", 2.1), ("吴", 2.0), ("周", 1.9), ("徐", 1.5), ("孙", 1.4), ("马", 1.3), ("朱", 1.2)),
    *(("胡", 1.2), ("郭", 1.1), ("何", 1.1), ("林", 1.1), ("高", 1.0), ("罗", 0.9), ("郑", 0.9)),
    *(("梁", 0.8), ("谢", 0.7), ("宋", 0.7), ("唐", 0.7), ("许", 0.6), ("韩", 0.6), ("邓", 0.6)),
    *(("冯", 0.6), ("曹", 0.6), ("彭", 0.5), ("曾", 0.5), ("肖", 0.5), ("田", 0.5), ("董", 0.5)),
    *(("潘", 0.4), ("袁", 0.4), ("蔡", 0.4), ("蒋", 0.4), ("余", 0.4), ("于", 0.4), ("杜", 0.4)),
    *(("单", 0.1), ("仇", 0.1), ("欧阳", 0.1), ("章", 0.2), ("尉迟", 0.02), ("解", 0.1)),
)
_GIVEN: Final = (
    "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉梅红建国志文婷浩宇欣怡子涵梓轩雨晨佳思"
    "琪俊豪天翔博文晓东海波春燕雪峰龙飞鹏程家辉嘉诚美玲淑珍福生德才振"
)
_MINORITY_NAMES: Final = (
    *("阿卜杜拉·买买提", "买买提·艾力", "古丽娜尔·吐尔逊", "艾合买提·热合曼", "阿依古丽·卡德尔"),
    *("扎西次仁", "达瓦卓玛", "格桑旺堆", "尼玛拉姆", "巴特尔", "乌兰其其格", "阿木尔", "吉克阿依"),
)
_FOREIGN_NAMES: Final = ("JOHN SMITH", "MARIA GARCIA", "NGUYEN VAN AN", "KIM MIN JUN", "ANNA BERG")
_BRAND: Final = (
    *("鑫达", "恒通", "优品", "佳美", "宏远", "盛源", "华信", "天诚", "瑞丰", "博雅", "锦绣"),
    *("万家", "云尚", "绿源", "东方", "新锐", "百汇", "金鼎", "乐淘", "悦享", "汇通", "启航"),
)
SURNAMES: Final = tuple(name for name, _ in _SURNAMES)
_SURNAME_NUMBER: Final = Weighted(range(len(_SURNAMES)), [share for _, share in _SURNAMES])


def surname_number(rng: random.Random) -> int:
    """The place in ``SURNAMES`` of a Han surname, by its share of the population."""
    return _SURNAME_NUMBER.pick(rng)


def person_name(rng: random.Random, family: str) -> str:
    """A full name of a family: 15 % with one given character, the others with two."""
    length = 1 if chance(rng, 0.15) else 2
    return family + "".join(rng.choice(_GIVEN) for _ in range(length))


def minority_name(rng: random.Random) -> str:
    """A name as people of the western minority areas write it."""
    return rng.choice(_MINORITY_NAMES)


def dotted_name(rng: random.Random) -> str:
    """A minority's name of two parts, with the dot between them that people write in many ways."""
    return rng.choice([name for name in _MINORITY_NAMES if "·" in name])


def foreign_name(rng: random.Random) -> str:
    """A name as it stands on a foreign passport."""
    return rng.choice(_FOREIGN_NAMES)


def company_name(rng: random.Random, city: str, trade: str) -> str:
    """A registered company's full name: city, brand, trade, form.

    >>> company_name(random.Random(1), "杭州市", "服饰").startswith("杭州")
    True
    """
    brand = rng.choice(_BRAND) + rng.choice(_BRAND)
    return f"{city.removesuffix('市')}{brand}{trade}有限公司"
