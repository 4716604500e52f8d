"""The words of a picture, Chinese and English (DOMAIN 6.3), and the sentences that tell its story."""

from datetime import timedelta
from typing import Final, TypeAlias

from data.instants import HOUR_MS, to_datetime
from graph.neighbourhood import HOLDERS
from graph.picture import Picture

KINDS: Final[dict[str, tuple[str, str]]] = {
    "person": ("人员", "person"),
    "org": ("企业", "organisation"),
    "merchant": ("商户", "merchant"),
    "phone": ("电话", "phone"),
    "unit": ("地址", "address"),
    "building": ("楼栋", "building"),
    "estate": ("小区", "estate"),
    "account": ("账户", "account"),
    "device": ("设备", "device"),
    "agent": ("代理人", "agent"),
    "employer": ("单位", "employer"),
    "outlet": ("网点", "outlet"),
    "operator": ("经办人", "operator"),
    "name": ("姓名", "name"),
    "ip": ("网络地址", "IP address"),
    "event": ("事件", "event"),
}
HUBS: Final[dict[str, tuple[str, str]]] = {
    "unknown": ("未定类型", "unknown hub"),
    "station": ("驿站", "parcel station"),
    "locker": ("快递柜", "locker"),
    "dorm": ("宿舍", "dormitory"),
    "warehouse": ("仓库", "warehouse"),
    "office": ("写字楼", "office"),
    "factory": ("工厂", "factory"),
    "hospital": ("医院", "hospital"),
    "barracks": ("营区", "barracks"),
    "village": ("村庄", "village"),
    "secretary_registration": ("代理注册地", "secretary registration"),
    "consolidation": ("集运仓", "consolidation"),
}
OWN: Final = ("本案", "this case")
CONFIRMED: Final = ("已确认欺诈", "confirmed fraud")
CLEARED: Final = ("已核实正常", "found honest")
HUB: Final = ("公共节点", "hub, carries no risk")
MORE: Final = ("未画出的关联", "links not drawn")

Pair: TypeAlias = tuple[str, str]
"""The same in Chinese and in English."""

HOLDER_KINDS: Final = frozenset(kind.name.lower() for kind in HOLDERS)


def headline(picture: Picture) -> Pair:
    """What a picture shows, in one sentence."""
    if picture.centre is None:
        n = len(picture.nodes)
        return f"本案周围有 {n} 个标识", f"{_count(n, 'identifier')} around this case"
    zh, en = KINDS[picture.nodes[picture.centre].kind]
    members = [picture.nodes[n] for n in picture.members]
    n, bad = len(members), sum(node.confirmed_ms is not None for node in members)
    kinds = {node.kind for node in members}
    if picture.nodes[picture.centre].kind in HOLDER_KINDS:
        zh_of, en_of = KINDS[members[0].kind]
        return f"同一{zh}名下有 {n} 个{zh_of}", f"One {en} with {n} {_plural(en_of)}"
    who_zh, who_en = ("人", "persons") if kinds == {"person"} else ("个主体", "parties")
    zh_tail = f"，其中 {bad} {who_zh}已确认欺诈" if bad else ""
    en_tail = f", {bad} of them confirmed fraud" if bad else ""
    return f"{n} {who_zh}共用同一{zh}{zh_tail}", f"{n} {who_en} share one {en}{en_tail}"


def way(picture: Picture) -> Pair:
    """How near the nearest confirmed case is."""
    if not picture.path:
        return "附近没有已确认的欺诈", "No confirmed fraud nearby"
    steps = [picture.nodes[n] for n in picture.path]
    day = date_of(steps[-1].confirmed_ms or 0)
    if len(steps) == 1:
        zh, en = KINDS[steps[0].kind]
        return f"本案的{zh}出现在已确认的欺诈中（{day}）", (
            f"The {en} of this case stood in a confirmed fraud ({day})"
        )
    zh = " – ".join(KINDS[step.kind][0] for step in steps)
    en = " – ".join(KINDS[step.kind][1] for step in steps)
    hops = len(steps) - 1
    return f"距最近的已确认欺诈（{day}）{hops} 步：{zh}", (
        f"{_count(hops, 'link')} to the nearest confirmed fraud ({day}): {en}"
    )


def time_range(picture: Picture) -> Pair:
    """When what is drawn was seen."""
    links, until = picture.links, date_of(picture.until_ms)
    if not links:
        return f"截至 {until}", f"as of {until}"
    days = link_days(min(link.first_ms for link in links), max(link.last_ms for link in links))
    return f"关联时间 {days}，截至 {until}", f"links of {days}, as of {until}"


def link_days(first_ms: int, last_ms: int) -> str:
    """The day of a link, or its first and last."""
    first, last = date_of(first_ms), date_of(last_ms)
    return first if first == last else f"{first} – {last}"


def date_of(at_ms: int) -> str:
    """The day of an instant in China Standard Time, as 2025-06-12."""
    return (to_datetime(at_ms) + timedelta(milliseconds=8 * HOUR_MS)).date().isoformat()


def _count(n: int, what: str) -> str:
    return f"{n} {what if n == 1 else _plural(what)}"


def _plural(what: str) -> str:
    return f"{what}es" if what.endswith("s") else f"{what}s"
