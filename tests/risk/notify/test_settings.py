from pathlib import Path

import pytest

from data.errors import WrongUse
from data.notices import EVENTS, notice_of
from risk.notify.settings import NoticeSettings, read_settings
from tests.risk.notify.receiver import SECRET

VARIABLES = {"HOOK": SECRET, "CHAT": "dingtalk://0123456789012345678901234567890123456789"}

GOOD = """
subscribers:
  - id: all
    webhook: https://hooks.example.com/postrisk
    secret_env: HOOK
  - id: own
    webhook: http://hooks.inside/x
    secret_env: HOOK
    old_secret_env: HOOK
    events: [hub.unknown]
    desks: [compliance]
  - id: duty
    chat_env: CHAT
    language: en
allowed_hosts: [hooks.inside]
"""


def _read(tmp_path: Path, text: str) -> NoticeSettings:
    path = tmp_path / "notices.yaml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path, VARIABLES.get)


def test_a_good_file(tmp_path: Path) -> None:
    told = _read(tmp_path, GOOD)
    every, own, duty = told.subscribers
    assert every.events == frozenset(EVENTS)
    assert "compliance" not in every.desks
    assert len(own.secrets) == 2
    assert duty.chat.startswith("dingtalk://")
    assert told.max_age_ms == 72 * 3_600_000


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET + "\n", encoding="utf-8")
    text = GOOD.replace("secret_env: HOOK", f"secret_file: {tmp_path / 'secret'}", 1)
    assert _read(tmp_path, text) == _read(tmp_path, GOOD)


def test_no_secret_stands_in_a_repr(tmp_path: Path) -> None:
    told = _read(tmp_path, GOOD)
    assert "secret" not in repr(told.subscribers)
    assert VARIABLES["CHAT"] not in repr(told.subscribers)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("hub.unknown", "hub.known", "$.subscribers[1].events[0]"),
        ("compliance", "police", "own, desks"),
        ("webhook: https://hooks", "webhook: http://hooks", "all, webhook"),
        ("webhook: https://hooks", "webhook: https://me:pass@hooks", "all, webhook"),
        ("https://hooks.example.com/postrisk", "https://[", "all, webhook"),
        ("webhook: https://hooks.example.com/postrisk", "language: zh", "all, webhook"),
        ("secret_env: HOOK", "secret_env: NONE", "all, secret_env"),
        ("secret_env: HOOK", "secret_file: /nowhere", "all, secret_file"),
        ("secret_env: HOOK", "secret_env: CHAT", "all, secret_file"),
        ("secret_env: HOOK", "language: zh", "all, secret_file"),
        ("chat_env: CHAT", "chat_env: HOOK", "duty, chat_file"),
        ("language: en", "language: fr", "$.subscribers[2].language"),
        ("id: own", "id: all", "id of its own"),
        ("allowed_hosts", "alowed_hosts", "alowed_hosts"),
    ],
)
def test_a_mistake_is_named_and_no_secret_told(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    assert old in GOOD
    with pytest.raises(WrongUse) as caught:
        _read(tmp_path, GOOD.replace(old, new, 1))
    assert named in caught.value.message
    assert SECRET not in caught.value.message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"notices\.yaml can't be read"):
        read_settings(tmp_path / "notices.yaml", VARIABLES.get)


def test_insider_cases_go_to_who_asks_for_their_desk(tmp_path: Path) -> None:
    told = _read(tmp_path, GOOD.replace("[hub.unknown]", "[case.high]"))
    insider = notice_of("case.high", "C-1", 0, data={}, desk="compliance")
    ordinary = notice_of("case.high", "C-2", 0, data={}, desk="triage")
    assert told.route(insider) == ["own"]
    assert told.route(ordinary) == ["all", "duty"]
