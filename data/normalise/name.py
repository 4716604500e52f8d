"""Names of persons and organisations.

A name is never a link key: ten full names are borne by hundreds of thousands of people each.
"""

import re
from itertools import product
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from data.normalise.text import SIMPLIFIED_OF, clean, comparison_form

NameKind: TypeAlias = Literal["person", "organisation", "unknown", "missing"]

_COMPOUND_TEXT: Final = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐轩辕司徒司空夏侯长孙宇文鲜于闾丘亓官司寇太史端木巫马公西"
    "漆雕乐正壤驷公良拓跋夹谷宰父谷梁百里东郭南门呼延羊舌微生左丘东门西门南宫第五独孤完颜万俟赫连澹台"
    "公冶宗政濮阳淳于单于太叔申屠仲孙钟离段干闻人梁丘纳兰耶律叶赫爱新达奚哥舒"
)
_COMPOUND: Final = frozenset(map("".join, zip(*[iter(_COMPOUND_TEXT)] * 2, strict=True)))
# The hundred commonest surnames cover 86 % of the population; these are some 330.
_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏"
    "吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃"
    "武钱戴严莫孔向常汤康易乔赖文樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦辛路耿裴阎齐左"
    "骆关童包梅盛凌霍成詹欧单岳车柯骆阮庄翁纪房耿蒲甘祝曲游穆解边卜苗宁柳谷岑管冉冀甄时舒褚卓屈"
    "靳费连艾蓝滕项景鲍华涂喻裘桂邢党晏商臧佟宫米宗费尚姬戚佘原应隋栾邬谈苑查屠窦仇麦敖饶司那郎娄"
    "盖师苟卞咸幸满诸封揭竺练巩仝沙帅官荣桑鞠鹿国闵全古朴木海次巴才旦索扎云阿尼吉罗达瓦格央洛丹多"
    "明和字计卫习水区战英展晋浦过赫楚狄邰阳巫宿危迟茅储虞席芮丛揣阚暴萧储湛敬银昌归厉逯苍郁宣冼奚"
    "洛丰蔚初奉湛辜双泮植粟鄢隆漆庞傅贝郗祁苏花俱相"
)
# The same with every traditional character that is compared as one of theirs.
_SPELLINGS: Final = {
    new: [old for old in (*map(chr, SIMPLIFIED_OF), new) if comparison_form(old) == new]
    for new in {*_COMPOUND_TEXT, *_SURNAMES}
}
_COMPOUND_SPELT: Final = frozenset(
    first + second
    for pair in _COMPOUND
    for first, second in product(_SPELLINGS[pair[0]], _SPELLINGS[pair[1]])
)
_SURNAMES_SPELT: Final = frozenset(spelt for surname in _SURNAMES for spelt in _SPELLINGS[surname])
_ORGANISATION: Final = re.compile(
    r"公司|集团|有限|商行|商贸|工厂|制造厂|加工厂|[店厂部]$|中心|超市|商场|银行|学校|大学|学院|中学|小学"
    r"|幼儿园|医院|药房|诊所|工作室|事务所|合作社|委员会|协会|基金会|派出所|法院|政府|办公室|管理局"
    r"|分局|支行|支局|酒店|宾馆|饭店|餐厅|旗舰|专卖|仓库|物流|快递|驿站|电商|服饰|贸易|科技|经营部|CO\.,?LTD|INC$"
)
_COURTESY: Final = re.compile(
    r"(?:先生|女士|小姐|太太|老师|同学|师傅|阿姨|叔叔|大爷|大姐|大哥|经理|老板|医生|主任|收|\(收\)|亲启)$"
)
_MASK: Final = re.compile(
    r"[*●○█?]|•(?![\u3400-\u9fff])|•{2,}|[某]|X{1,}(?=[\u4e00-\u9fff]|$)|(?<=[\u4e00-\u9fff])X+"
)
_PLACEHOLDER: Final = re.compile(
    r"^(?:测试.*|TEST\d*|未知|不详|无|无名|匿名|匿名用户|佚名|收件人|寄件人|本人|同上|保密|先生|女士|小姐|用户\d*"
    r"|张三|李四|王五|NULL|NONE|ABC|AAA|QWE.*|ASDF.*|(.)\1{2,})$"
)
_NICKNAME: Final = re.compile(
    r"宝宝|宝贝|小仙女|仙女|大王|公主|王子|女王|小哥哥|小姐姐|哆啦|皮卡|奥特曼|妈妈|爸爸|奶奶|爷爷|小可爱"
    r"|吃货|喵|汪星|兔兔|熊猫|老公|老婆|快乐|可乐|奶茶|小猪|小熊"
)
# Of every mask, filler, courtesy, nickname and word of organisations that two to four Chinese
# characters can hold, at least one character: a name without any of these is a plain one.
_TELLS: Final = (
    "某哆试知详无匿佚件本同上密先士姐户三四五"
    "司团限行贸厂店部心超市场校学园医药诊室务社会派院府局馆餐舰卖仓流递站商饰技"
    "太老师傅姨叔爷哥经板任收启宝贝仙大公王女皮奥特妈爸奶可吃喵汪兔熊婆快猪"
)
_USUAL: Final = re.compile(rf"(?:(?![{_TELLS}])[\u4e00-\u9fff]){{2,4}}")
_DOTS: Final = str.maketrans("•・‧∙⋅.｡", "·······")
_MINORITY: Final = re.compile(r"^[\u3400-\u9fff]{1,12}(?:·[\u3400-\u9fff]{1,12})+$")
_HAN: Final = re.compile(r"^[\u3400-\u9fff]+$")
_LATIN: Final = re.compile(r"^[A-Z·'\-,]+$")


class Name(Struct, frozen=True, gc=False):
    """A name as given.

    Attributes:
        canonical: without spaces and courtesy, the minority separator as ``·``.
        surname: the family name of a Han person (compound ones known), else "".
        flags: ``courtesy``, ``masked``, ``nickname``, ``latin``, ``placeholder``, ``long``.
    """

    canonical: str = ""
    kind: NameKind = "missing"
    surname: str = ""
    flags: tuple[str, ...] = ()


def parse_name(raw: str | None) -> Name:
    """Reads a name.

    >>> parse_name("欧阳 娜娜 女士")
    Name(canonical='欧阳娜娜', kind='person', surname='欧阳', flags=('courtesy',))
    >>> parse_name("张*").flags
    ('masked',)
    """
    if not raw:
        return Name()
    if _USUAL.fullmatch(raw) and raw != raw[0] * len(raw):
        return Name(raw, "person", _surname(raw), ())
    return _unusual(raw)


def _unusual(raw: str) -> Name:
    text = clean(raw)[:64]
    if not text:
        return Name()
    masked = _MASK.search(text) is not None
    text = text.translate(_DOTS)
    flags: list[str] = ["masked"] if masked else []
    if _PLACEHOLDER.match(text):
        return Name(text, "unknown", "", (*flags, "placeholder"))
    if _ORGANISATION.search(text):
        return Name(text, "organisation", "", tuple(flags))
    return _person(text, flags)


def _person(text: str, flags: list[str]) -> Name:
    bare = _without_courtesy(text)
    if bare != text:
        flags.append("courtesy")
    if _LATIN.match(bare):
        return Name(bare, "person" if len(bare) >= 4 else "unknown", "", (*flags, "latin"))
    if _NICKNAME.search(bare) or (not _HAN.match(bare) and not _MINORITY.match(bare)):
        nickname = [] if "masked" in flags else ["nickname"]
        return Name(bare, "unknown", "", (*flags, *nickname))
    if _MINORITY.match(bare):
        return Name(bare, "person", "", tuple(flags))
    return _han(bare, flags)


def _without_courtesy(text: str) -> str:
    """Drops courtesy from the end as long as a family name is left."""
    while (match := _COURTESY.search(text)) and match.start() >= 1:
        text = text[: match.start()]
    return text


def _han(text: str, flags: list[str]) -> Name:
    """Two to four characters under a known family name are a person; the rest can't be told."""
    surname = _surname(text)
    if surname and 2 <= len(text) <= 4:
        return Name(text, "person", surname, tuple(flags))
    if surname == text or (len(text) <= 1 and flags):
        return Name(text, "person", text, tuple(flags))
    if len(text) > 4:
        flags.append("long")
    # Names of Tibetan, Yi or rare families have no listed surname, and are names all the same.
    return Name(text, "person" if 2 <= len(text) <= 6 else "unknown", "", tuple(flags))


def _surname(text: str) -> str:
    if len(text) >= 3 and text[:2] in _COMPOUND_SPELT:
        return text[:2]
    return text[:1] if text[:1] in _SURNAMES_SPELT else ""
