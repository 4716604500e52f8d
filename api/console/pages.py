"""All pages of the console, in the order in which their paths are tried."""

from typing import Final

from api.console.audit import add_audit_page
from api.console.board import add_board_page
from api.console.case import add_case_page
from api.console.counter import add_counter_page
from api.console.credit import add_credit_page
from api.console.credit_file import add_credit_file_page
from api.console.hubs import add_hubs_page
from api.console.keys import add_keys_page
from api.console.lists import add_lists_page
from api.console.login import add_login_page
from api.console.people import add_people_page
from api.console.policies import add_policies_page
from api.console.policy_edit import add_policy_edit_page
from api.console.policy_version import add_policy_version_page
from api.console.queue import add_queue_page
from api.console.sign_on import add_sign_on_page

PAGES: Final = (
    add_login_page,
    add_sign_on_page,
    add_queue_page,
    add_case_page,
    add_credit_page,
    add_credit_file_page,
    add_policies_page,
    add_policy_edit_page,
    add_policy_version_page,
    add_lists_page,
    add_hubs_page,
    add_counter_page,
    add_board_page,
    add_people_page,
    add_keys_page,
    add_audit_page,
)
