"""The honest patterns L01 to L33 that a case may turn out to be (DOMAIN 2.6), in words."""

from typing import Final

from api.console.texts import CHINESE, Words

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "L01": ("高校宿舍", "University dormitory"),
    "L02": ("电商共享仓(云仓)", "Shared e-commerce warehouse"),
    "L03": ("村组地址无门牌", "Village address without number"),
    "L04": ("驿站、快递柜", "Parcel station or locker"),
    "L05": ("挂失补卡", "Lost card replaced"),
    "L06": ("社保卡、工资卡、存折并用", "Social-security card, payroll and passbook"),
    "L07": ("工厂批量代发开户", "Factory payroll batch"),
    "L08": ("村里集中办养老金", "Village pension day"),
    "L09": ("改名、证件升位、少数民族或外籍姓名", "Changed, minority or foreign name"),
    "L10": ("外来务工人员", "Migrant worker"),
    "L11": ("团长、代收班费", "Group-buy leader"),
    "L12": ("微商", "Micro-merchant"),
    "L13": ("银行、运营商寄卡", "Bank or telecom mails cards"),
    "L14": ("春节返乡", "Spring Festival returnees"),
    "L15": ("集群注册地址", "Cluster registration address"),
    "L16": ("婚庆礼品、公益募捐", "Wedding gifts, charity drive"),
    "L17": ("茶叶、荔枝、大闸蟹等季节寄递", "Season of tea, fruit or crab"),
    "L18": ("毕业寄行李", "Graduation"),
    "L19": ("机构批量寄函", "Mass letters of institutions"),
    "L20": ("新建小区未入库", "New estate unknown to the gazetteer"),
    "L21": ("民族地区长地名", "Long place names of minority areas"),
    "L22": ("公司前台代寄", "Company front desk"),
    "L23": ("校园代跑腿", "Campus runner"),
    "L24": ("大促多买", "Heavy shopper at a sale"),
    "L25": ("珠宝、贵金属、邮币商", "Jeweller or coin dealer"),
    "L26": ("集运仓", "Consolidation warehouse"),
    "L27": ("展会、快闪店", "Trade fair, pop-up"),
    "L28": ("陶瓷、酒类、蛋果商户破损多", "Fragile goods with many claims"),
    "L29": ("直播爆单", "Live-stream hit"),
    "L30": ("双 11", "Double 11"),
    "L31": ("老年电视购物", "TV shopping of elders"),
    "L32": ("村店共用电话", "Shared phone of a village shop"),
    "L33": ("代运营多店", "Agency that runs many shops"),
}


def look_alikes(t: Words) -> dict[str, str]:
    """Code -> code and words."""
    at = 0 if t.language == CHINESE else 1
    return {code: f"{code} {words[at]}" for code, words in _WORDS.items()}
