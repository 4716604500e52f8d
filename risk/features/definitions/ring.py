"""Features of the rings of both sides of an event."""

from typing import Final

from risk.features.feature import ALL, SHIPMENT, Block, of_ring

RING: Final = Block(
    "ring",
    ALL,
    (
        of_ring("ring_size", "关联团体的标识数", "identifiers in the ring"),
        of_ring("ring_persons", "关联团体的人数", "persons in the ring"),
        of_ring("ring_phones", "关联团体的电话数", "phones in the ring"),
        of_ring(
            "ring_links_per_identifier",
            "关联团体的紧密度(链接数与标识数之比)",
            "links over identifiers of the ring",
        ),
        of_ring("ring_age_days", "关联团体存在天数", "days since the ring's first link"),
        of_ring(
            "ring_new_24h",
            "关联团体24小时内新增标识",
            "identifiers new to the ring's members in 24 h",
        ),
        of_ring(
            "ring_new_7d_share",
            "关联团体7天内新增标识比例",
            "share of the ring first seen in 7 days",
        ),
        of_ring(
            "ring_confirmed",
            "关联团体中已确认欺诈的标识数",
            "identifiers of confirmed frauds in the ring",
        ),
        of_ring(
            "ring_confirmed_share",
            "关联团体中已确认欺诈的比例",
            "share of the ring with a confirmed fraud",
        ),
        of_ring(
            "ring_cleared_share", "关联团体中已澄清的比例", "share of the ring that was cleared"
        ),
        of_ring(
            "ring_unknown_hubs",
            "关联到的未分类公共标识数",
            "shared keys of unknown kind that it meets",
        ),
        of_ring(
            "ring_closeness", "与已确认欺诈的接近度(0至1)", "closeness to confirmed fraud, 0 to 1"
        ),
        of_ring(
            "ring_suspiciousness",
            "关联团体中最密部分的可疑度",
            "suspiciousness of the ring's densest part",
        ),
        of_ring(
            "ring_events_mean", "关联团体成员平均业务次数", "mean events of the ring's members"
        ),
        of_ring(
            "ring_near_events_mean",
            "直接关联标识平均业务次数",
            "mean events of those one link away",
        ),
    ),
)

RECEIVER_RING: Final = Block(
    "receiver_ring",
    frozenset({SHIPMENT}),
    (
        of_ring(
            "receiver_ring_size", "收件人关联团体的标识数", "identifiers in the receiver's ring"
        ),
        of_ring("receiver_ring_persons", "收件人关联团体的人数", "persons in the receiver's ring"),
        of_ring(
            "receiver_ring_new_7d_share",
            "收件人关联团体7天内新增标识比例",
            "share of the receiver's ring first seen in 7 days",
        ),
        of_ring(
            "receiver_ring_confirmed",
            "收件人关联团体中已确认欺诈的标识数",
            "identifiers of confirmed frauds in the receiver's ring",
        ),
        of_ring(
            "receiver_ring_closeness",
            "收件人与已确认欺诈的接近度(0至1)",
            "receiver's closeness to confirmed fraud, 0 to 1",
        ),
        of_ring(
            "receiver_ring_events_mean",
            "收件人关联团体成员平均业务次数",
            "mean events of the receiver's ring",
        ),
        of_ring(
            "receiver_ring_unknown_hubs",
            "收件人关联到的未分类公共标识数",
            "shared keys of unknown kind that the receiver's ring meets",
        ),
    ),
)
