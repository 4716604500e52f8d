"""Features of the identity graph around an event."""

from typing import Final

from risk.features.feature import ALL, FRAUD_ONLY, Block, Feature

NETWORK: Final = Block(
    "network",
    ALL,
    (
        Feature("component_size", "network", "关联标识数", "identifiers tied to this one"),
        Feature("persons_on_phone_90d", "network", "同一电话的人数", "persons on this phone"),
        Feature("persons_on_unit_90d", "network", "同一住址的人数", "persons at this address"),
        Feature(
            "persons_on_device_90d",
            "network",
            "同一设备的人数",
            "persons on this device",
            purposes=FRAUD_ONLY,
        ),
        Feature("phones_of_person_90d", "network", "此人使用的电话数", "phones of this person"),
        Feature("units_of_person_90d", "network", "此人使用的住址数", "addresses of this person"),
        Feature(
            "hops_to_confirmed",
            "network",
            "与已确认欺诈的关联层级",
            "links to confirmed fraud",
            detector=False,
        ),
        Feature(
            "confirmed_neighbours",
            "network",
            "直接关联的已确认欺诈数",
            "confirmed frauds one link away",
            detector=False,
        ),
    ),
)
