"""Features of the lists that an event's identifiers stand on."""

from typing import Final

from risk.features.feature import ALL, Block, listed

LISTS: Final = Block(
    "lists",
    ALL,
    (
        listed(
            "party_identity_on_block_list",
            "证件、单位、账户或商户在禁止名单",
            "document, organisation, account or merchant on the block list",
        ),
        listed("party_on_block_list", "任一标识在禁止名单", "an identifier on the block list"),
        listed("party_on_watch_list", "任一标识在关注名单", "an identifier on the watch list"),
        listed("party_on_grey_list", "任一标识在灰名单", "an identifier on the grey list"),
        listed("party_on_allow_list", "任一标识在放行名单", "an identifier on the allow list"),
        listed(
            "other_on_block_list",
            "收件人、代理人或法定代表人在禁止名单",
            "receiver, agent or legal representative on the block list",
        ),
        listed(
            "other_on_watch_list",
            "收件人、代理人或法定代表人在关注名单",
            "receiver, agent or legal representative on the watch list",
        ),
        listed(
            "other_on_grey_list",
            "收件人、代理人或法定代表人在灰名单",
            "receiver, agent or legal representative on the grey list",
        ),
        listed(
            "handler_on_block_list",
            "网点、经办人或终端在禁止名单",
            "outlet, operator or terminal on the block list",
        ),
        listed(
            "handler_on_watch_list",
            "网点、经办人或终端在关注名单",
            "outlet, operator or terminal on the watch list",
        ),
        listed("outlet_unregistered", "网点不在登记册", "an outlet that is not in the register"),
        listed("terminal_unregistered", "终端不在登记册", "a terminal that is not in the register"),
    ),
)
