"""All calls that govern lists, limits and policies, in one order."""

from typing import Final

from api.credit_calls import CREDIT_CALLS
from api.list_calls import LIST_CALLS
from api.policy_calls import POLICY_CALLS

GOVERNED_CALLS: Final = (*LIST_CALLS, *CREDIT_CALLS, *POLICY_CALLS)
