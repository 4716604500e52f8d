"""All calls that govern lists, hubs, limits, policies and accounts, in one order."""

from typing import Final

from api.admin_calls import ADMIN_CALLS
from api.credit_calls import CREDIT_CALLS
from api.hub_calls import HUB_CALLS
from api.list_calls import LIST_CALLS
from api.policy_calls import POLICY_CALLS
from api.policy_tools import POLICY_TOOLS
from api.return_calls import RETURN_CALLS

GOVERNED_CALLS: Final = (
    *LIST_CALLS,
    *HUB_CALLS,
    *CREDIT_CALLS,
    *POLICY_CALLS,
    *POLICY_TOOLS,
    *ADMIN_CALLS,
    *RETURN_CALLS,
)
