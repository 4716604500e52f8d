"""Chats through apprise: DingTalk, WeCom, Feishu and e-mail. An extra; imported by the sender alone."""

import logging
from collections.abc import Sequence
from typing import Final

from data.errors import WrongUse
from data.notices import Notice
from risk.notify.post import NotDelivered
from risk.notify.settings import Language
from risk.notify.texts import sentence_of

TITLE: Final = "PostRisk"
AT_ONCE: Final = 20
"""Notices of one message: chats bar who sends more than about 20 messages a minute."""


class Chat:
    """One chat.

    Args:
        url: as apprise writes it; it holds a token.
        language: of the lines.

    Raises:
        WrongUse: apprise is not installed, or can't read the URL.
    """

    def __init__(self, url: str, language: Language) -> None:
        try:
            from apprise import Apprise  # noqa: PLC0415  an extra, and seconds to import
        except ModuleNotFoundError:
            raise WrongUse(
                "chats need apprise: pip install 'postrisk[chat]'", code="no_extra"
            ) from None
        # Its lines quote URLs with their tokens.
        logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
        self._apprise = Apprise()
        if not self._apprise.add(url):
            raise WrongUse("the URL of a chat can't be read")
        self._language = language

    def say(self, notices: Sequence[Notice]) -> None:
        """Send a message with a line for each notice.

        Raises:
            NotDelivered: the chat did not take it.
        """
        lines = "\n".join(sentence_of(notice, self._language) for notice in notices)
        if not self._apprise.notify(title=TITLE, body=lines, body_format="text"):
            raise NotDelivered("chat_refused")
