"""All calls that govern lists and policies, in one order."""

from typing import Final

from api.list_calls import LIST_CALLS
from api.policy_calls import POLICY_CALLS

GOVERNED_CALLS: Final = (*LIST_CALLS, *POLICY_CALLS)
