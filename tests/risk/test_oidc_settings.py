from pathlib import Path

import pytest

from data.errors import WrongUse
from risk.oidc_settings import OidcSettings, read_oidc, secret_in

GOOD = """
issuer: https://sso.example.com/realms/post
client_id: postrisk
client_secret_env: OIDC_SECRET
redirect_uri: https://risk.example.com/console/login/back
roles: {risk-analyst: analyst}
"""


def _no_variable(_name: str) -> str | None:
    return None


def _read(tmp_path: Path, text: str) -> OidcSettings:
    path = tmp_path / "oidc.yaml"
    path.write_text(text, encoding="utf-8")
    return read_oidc(path)


def test_a_good_file_and_its_secret(tmp_path: Path) -> None:
    told = _read(tmp_path, GOOD)
    assert told.roles == {"risk-analyst": "analyst"}
    assert secret_in(told, lambda name: "s\n" if name == "OIDC_SECRET" else None) == "s"
    (tmp_path / "s").write_text("t\n", encoding="utf-8")
    of_file = GOOD.replace("client_secret_env: OIDC", f"client_secret_file: {tmp_path}/s\n# ")
    assert secret_in(_read(tmp_path, of_file), _no_variable) == "t"
    public = _read(tmp_path, GOOD.replace("client_secret_env", "# "))
    assert secret_in(public, _no_variable) == ""


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("https://sso", "http://sso", "issuer"),
        ("https://risk", "ftp://risk", "redirect_uri"),
        ("https://risk.example.com", "https://a:b@risk", "redirect_uri"),
        (": analyst", ": king", "roles"),
        ("{risk-analyst: analyst}", "{}", "roles"),
        ("client_id: postrisk", "client: postrisk", "client"),
        ("client_id: postrisk", "client_id: p\nscopes: [email]", "scopes"),
        ("client_id: postrisk", "client_id: p\nalias: 'a b'", "alias"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    assert old in GOOD
    with pytest.raises(WrongUse, match=named):
        _read(tmp_path, GOOD.replace(old, new))


def test_a_secret_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="client_secret_env"):
        secret_in(_read(tmp_path, GOOD), _no_variable)
    of_file = GOOD.replace("client_secret_env: OIDC_SECRET", "client_secret_file: /nowhere")
    with pytest.raises(WrongUse, match="client_secret_file"):
        secret_in(_read(tmp_path, of_file), _no_variable)
    with pytest.raises(WrongUse, match="can't be read"):
        read_oidc(tmp_path / "none.yaml")
