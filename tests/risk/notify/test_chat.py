"""Chats through the real library, to a mail server of our own and with its HTTP calls caught."""

import email
import socketserver
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, ClassVar

import pytest

from data.errors import WrongUse
from data.notices import notice_of
from risk.notify.chat import Chat
from risk.notify.post import NotDelivered

pytest.importorskip("apprise")
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # one of its plugins

ROOT = Path(__file__).parents[3]
FAULT = notice_of("integrity.fault", "audit-20250314", 0, data={"check": "audit", "code": "x"})
URLS = {
    "dingtalk": "dingtalk://0123456789012345678901234567890123456789",
    "wecombot": "wecombot://01234567-0123-0123-0123-0123456789ab",
    "feishu": "feishu://0123456789abcdef",
}


class Answered:
    """What all three chats take for a yes."""

    status_code = 200
    text = '{"errcode":0,"code":0,"StatusCode":0}'
    content = text.encode()

    def json(self) -> Any:
        return {"errcode": 0, "code": 0, "StatusCode": 0}


@pytest.mark.parametrize("name", sorted(URLS))
def test_a_chat_gets_one_line_for_each_notice(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, Any]] = []

    def post(url: str, *_args: Any, **kwargs: Any) -> Answered:
        sent.append((url, kwargs.get("data") or kwargs.get("json")))
        return Answered()

    monkeypatch.setattr("requests.post", post)
    chat = Chat(URLS[name], "zh")
    chat.say([FAULT, FAULT])
    (call,) = sent
    assert call[0].startswith("https://")
    body = call[1] if isinstance(call[1], str) else str(call[1])
    assert "integrity_fault-audit-20250314" in body


class _Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as takes one message in."""

    letters: ClassVar[list[str]] = []

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self._say("354 go on")
                self.letters.append("".join(iter(self._line, ".\r\n")))
            self._say("221 bye" if word == "QUIT" else "250 yes")
            if word == "QUIT":
                return

    def _line(self) -> str:
        return self.rfile.readline().decode()

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


def test_a_mail_arrives_at_a_server() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mailbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        url = f"mailto://127.0.0.1:{port}?from=risk@example.com&to=duty@example.com&mode=insecure"
        Chat(url, "zh").say([FAULT])
        server.shutdown()
    (letter,) = _Mailbox.letters
    assert "duty@example.com" in letter
    message = email.message_from_string(letter)
    parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    assert any(b"integrity_fault-audit-20250314" in bytes(part) for part in parts)


def test_a_chat_that_refuses_is_not_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refused(Answered):
        status_code = 500

    monkeypatch.setattr("requests.post", lambda *_args, **_kwargs: Refused())
    with pytest.raises(NotDelivered):
        Chat(URLS["dingtalk"], "en").say([FAULT])


def test_a_url_that_is_none_is_refused_without_being_quoted() -> None:
    with pytest.raises(WrongUse) as caught:
        Chat("dingtalk://", "zh")
    assert "dingtalk" not in caught.value.message


def test_serving_imports_neither_the_library_nor_the_sender() -> None:
    program = (
        "import sys, api.commands.serve\n"
        "print([n for n in sys.modules if n.split('.')[0] in ('apprise', 'requests')"
        " or n.startswith('risk.notify')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
