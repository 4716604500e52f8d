"""Real districts with their codes (GB/T 2260), and ordinary names of towns, roads and estates.

A small list on purpose: enough for the mixture of regions (DOMAIN 7.1), not a gazetteer. Only the
districts are real; roads, towns and estates are common names put anywhere.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Region: TypeAlias = Literal["E", "C", "W"]


@dataclass(frozen=True, slots=True)
class District:
    """A district or county.

    Attributes:
        code: its six digits; also the first six of a resident id registered there.
        region: east, central or west, as the State Post Bureau counts them.
        minority: addresses are written with long place names of another language.
    """

    code: str
    province: str
    city: str
    name: str
    region: Region
    minority: bool = False


_TABLE: Final = """
110105 北京市 北京市 朝阳区 E
110108 北京市 北京市 海淀区 E
120104 天津市 天津市 南开区 E
130102 河北省 石家庄市 长安区 E
210102 辽宁省 沈阳市 和平区 E
310112 上海市 上海市 闵行区 E
310115 上海市 上海市 浦东新区 E
320102 江苏省 南京市 玄武区 E
320115 江苏省 南京市 江宁区 E
320281 江苏省 无锡市 江阴市 E
320505 江苏省 苏州市 虎丘区 E
320583 江苏省 苏州市 昆山市 E
330106 浙江省 杭州市 西湖区 E
330110 浙江省 杭州市 余杭区 E
330203 浙江省 宁波市 海曙区 E
330302 浙江省 温州市 鹿城区 E
330782 浙江省 金华市 义乌市 E
350102 福建省 福州市 鼓楼区 E
350206 福建省 厦门市 湖里区 E
350582 福建省 泉州市 晋江市 E
370102 山东省 济南市 历下区 E
370202 山东省 青岛市 市南区 E
371302 山东省 临沂市 兰山区 E
440106 广东省 广州市 天河区 E
440111 广东省 广州市 白云区 E
440112 广东省 广州市 黄埔区 E
440117 广东省 广州市 从化区 E
440305 广东省 深圳市 南山区 E
440306 广东省 深圳市 宝安区 E
440604 广东省 佛山市 禅城区 E
440983 广东省 茂名市 信宜市 E
445202 广东省 揭阳市 榕城区 E
460106 海南省 海口市 龙华区 E
140105 山西省 太原市 小店区 C
220102 吉林省 长春市 南关区 C
230103 黑龙江省 哈尔滨市 南岗区 C
340104 安徽省 合肥市 蜀山区 C
341202 安徽省 阜阳市 颍州区 C
360111 江西省 南昌市 青山湖区 C
360702 江西省 赣州市 章贡区 C
410105 河南省 郑州市 金水区 C
411602 河南省 周口市 川汇区 C
420106 湖北省 武汉市 武昌区 C
420111 湖北省 武汉市 洪山区 C
420802 湖北省 荆门市 东宝区 C
430102 湖南省 长沙市 芙蓉区 C
430104 湖南省 长沙市 岳麓区 C
430702 湖南省 常德市 武陵区 C
450103 广西壮族自治区 南宁市 青秀区 W
450802 广西壮族自治区 贵港市 港北区 W
500103 重庆市 重庆市 渝中区 W
500112 重庆市 重庆市 渝北区 W
510104 四川省 成都市 锦江区 W
510107 四川省 成都市 武侯区 W
511302 四川省 南充市 顺庆区 W
520102 贵州省 贵阳市 南明区 W
530102 云南省 昆明市 五华区 W
610113 陕西省 西安市 雁塔区 W
620102 甘肃省 兰州市 城关区 W
630104 青海省 西宁市 城西区 W
640104 宁夏回族自治区 银川市 兴庆区 W
152502 内蒙古自治区 锡林郭勒盟 锡林浩特市 W minority
513401 四川省 凉山彝族自治州 西昌市 W minority
540102 西藏自治区 拉萨市 城关区 W minority
540202 西藏自治区 日喀则市 桑珠孜区 W minority
653101 新疆维吾尔自治区 喀什地区 喀什市 W minority
653201 新疆维吾尔自治区 和田地区 和田市 W minority
"""


def _read_table() -> tuple[District, ...]:
    rows = (line.split() for line in _TABLE.strip().splitlines())
    return tuple(
        District(code, province, city, name, "E" if r == "E" else "C" if r == "C" else "W", bool(m))
        for code, province, city, name, r, *m in rows
    )


DISTRICTS: Final = _read_table()
REGION_SHARE: Final[dict[Region, float]] = {"E": 0.705, "C": 0.199, "W": 0.096}
"""Share of parcels by region of origin in 2025 (State Post Bureau)."""

ABOLISHED: Final = {
    # code: the last year in which a child could be registered under it
    "110103": 2009,  # 北京 崇文区
    "110104": 2009,  # 北京 宣武区
    "310103": 2010,  # 上海 卢湾区
    "310119": 2008,  # 上海 南汇区
    "320503": 2011,  # 苏州 平江区
    "320502": 2011,  # 苏州 沧浪区
}
"""Abolished district codes, still on the cards of the people born there."""

ROADS: Final = (
    *("中山路", "人民路", "解放路", "建设路", "文化路", "和平路", "新华路", "学府路"),
    *("长江路", "黄河路", "朝阳路", "东风路", "胜利路", "友谊路", "迎宾大道", "滨河路"),
    *("中山北路", "人民东路", "解放西路", "建设大道", "科技路", "创业路", "育才路", "花园路"),
    *("青年路", "工业路", "园林路", "民主路", "复兴路", "振兴路", "环城东路", "环城西路"),
    *("珞喻路", "保和大道", "团结路", "光明路", "幸福路", "凤凰路", "龙翔路", "望江路"),
)
ESTATES: Final = (
    *("锦源小区", "阳光花园", "金色家园", "翠湖花园", "幸福里", "水岸新城", "世纪华庭"),
    *("怡景苑", "东方花园", "绿洲家园", "御景湾", "书香名邸", "紫薇苑", "春天花园", "盛世豪庭"),
    *("丽景苑", "银河湾", "桃源小区", "和谐家园", "明珠花园", "万和城", "康乐小区", "景园春"),
    *("新兴小区", "山水名城", "滨江壹号", "金域华府", "学林雅苑", "百合花园", "星河湾"),
)
TOWNS: Final = (
    *("新民镇", "太平镇", "龙泉镇", "石桥镇", "双河镇", "清水镇", "白沙镇", "高峰镇"),
    *("永兴镇", "大湾镇", "东风镇", "平安镇", "青山镇", "柳林镇", "三合镇", "万福镇"),
)
VILLAGES: Final = (
    *("前进村", "红旗村", "新建村", "东升村", "大塘村", "上湾村", "下湾村", "李家村"),
    *("王家村", "张庄村", "石门村", "杨柳村", "桃花村", "双龙村", "水口村", "高坪村"),
)
UNIVERSITIES: Final = ("理工大学", "师范大学", "财经大学", "职业技术学院", "农业大学", "医科大学")
PARKS: Final = ("科技园", "创业大厦", "国际中心", "商务广场", "软件园", "金融大厦", "文创园")
FACTORIES: Final = ("电子厂", "服装厂", "鞋厂", "玩具厂", "食品厂", "五金厂")
STATIONS: Final = ("菜鸟驿站", "妈妈驿站", "兔喜生活")
LOCKERS: Final = ("丰巢快递柜", "中邮智递快递柜")
CONSOLIDATION: Final = ("集运仓", "国际集运仓", "转运仓")
MINORITY_TOWNS: Final = {
    "15": (
        "宝力根苏木",
        "阿尔善宝拉格镇",
        "白音锡勒苏木",
        "巴彦宝拉格苏木",
        "朝克乌拉苏木",
        "白音库伦苏木",
    ),
    "51": ("安哈镇", "四合乡", "黄水乡", "阿七镇", "礼州镇", "琅环镇", "响水乡", "开元乡"),
    "54": ("纳金乡", "甲措雄乡", "蔡公堂乡", "东嘎镇", "聂日雄乡", "年木乡", "曲美乡", "边雄乡"),
    "65": (
        "阿克萨拉依乡",
        "色满乡",
        "吐沙拉镇",
        "伊里其乡",
        "伯什克然木乡",
        "乃则尔巴格镇",
        "肖尔巴格乡",
        "玉龙喀什镇",
    ),
}
"""Towns of minority areas by the first two digits of their district's code."""
MINORITY_VILLAGES: Final = {
    "15": (
        *("哈那乌拉嘎查", "巴彦宝力格嘎查", "阿拉腾嘎达苏嘎查", "呼格吉勒图嘎查", "赛汗塔拉嘎查"),
        *(
            "乌兰宝力格嘎查",
            "白音德力格尔嘎查",
            "达布希勒特嘎查",
            "额尔敦宝拉格嘎查",
            "伊利勒特嘎查",
        ),
    ),
    "51": (
        *("长板桥村", "合营村", "瓦拖村", "尔乌村", "洛古村", "木耳村", "书夫村", "尼波村"),
        *("拉马村", "沙果村", "瓦洛村", "阿衣村"),
    ),
    "54": (
        *("塔玛村", "普嘎村", "恰彩岗村", "桑木村", "聂当村", "达孜村", "帕热村", "群巴村"),
        *("曲果村", "江洛康萨村", "卡堆村", "拉贵村"),
    ),
    "65": (
        *("库木巴格村", "阿瓦提麦力斯村", "加木达村", "肖尔巴格村", "喀拉墩村", "英巴格村"),
        *("托万克阿依库勒村", "巴什兰干村", "亚喀格村", "尤库日霍依拉村", "墩库勒村", "阿热买里村"),
    ),
}
"""Their villages, likewise: each town may have one of each name."""
LANDMARKS: Final = (
    "村委会旁",
    "卫生院对面",
    "乡政府东侧",
    "老供销社旁",
    "小学斜对面",
    "加油站后面",
)
