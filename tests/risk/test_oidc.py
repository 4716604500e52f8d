"""Single sign-on against a provider over real HTTP: whom it lets in, and every lie it sees."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import msgspec
import pytest

from data.clock import wall_clock_ms
from data.errors import Forbidden, Unauthenticated, Unavailable
from data.vault import Vault
from risk.oidc import TRY_MS, Begun, Oidc, Outsider
from risk.oidc_settings import OidcSettings
from tests.risk.oidc_provider import CLIENT, SECRET, Provider, providing

LIES = (
    *("issuer", "audience", "audiences", "party", "nonce", "old", "early", "nobody", "endless"),
    *("key", "symmetric", "unsigned", "changed"),
)


class Hand:
    def __init__(self) -> None:
        self.now_ms = wall_clock_ms()

    def __call__(self) -> int:
        return self.now_ms


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with providing() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.faults = set()
    running.claims = {
        "sub": "248289761001",
        "preferred_username": "Li.Ming@example.com",
        "groups": ["everybody", "risk-analyst"],
    }
    return running


@pytest.fixture
def clock() -> Hand:
    return Hand()


def _oidc(provider: Provider, vault: Vault, clock: Hand, **changes: object) -> Oidc:
    told = OidcSettings(
        issuer=provider.issuer,
        client_id=CLIENT,
        redirect_uri="http://127.0.0.1:1/console/login/back",
        roles={"risk-senior": "senior_analyst", "risk-analyst": "analyst"},
    )
    return Oidc(msgspec.structs.replace(told, **changes), SECRET, vault, clock)


def _sent(begun: Begun) -> tuple[str, str]:
    """The code and state with which the provider sends a browser back."""

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *_given: object) -> None:
            return None

    try:
        build_opener(Stay).open(Request(begun.url))  # noqa: S310  a provider of our own
    except OSError as error:
        place = getattr(error, "headers", {})["location"]
    query = parse_qs(urlsplit(place).query)
    return query["code"][0], query["state"][0]


def _signed_on(oidc: Oidc) -> Outsider:
    begun = oidc.begin()
    code, state = _sent(begun)
    assert state == begun.state
    return oidc.finish(code, state, begun.sealed)


def test_somebody_with_a_known_group_comes_in(
    provider: Provider, vault: Vault, clock: Hand
) -> None:
    who = _signed_on(_oidc(provider, vault, clock))
    assert (who.name, who.role) == ("li.ming@sso", "analyst")
    assert "248289761001" not in who.id
    assert _signed_on(_oidc(provider, vault, clock)) == who


def test_of_several_groups_the_first_of_the_table_holds(
    provider: Provider, vault: Vault, clock: Hand
) -> None:
    provider.claims |= {"realm": {"roles": ["risk-analyst", "risk-senior"]}}
    oidc = _oidc(provider, vault, clock, role_claim="realm.roles")
    assert _signed_on(oidc).role == "senior_analyst"
    provider.claims |= {"realm": {"roles": "risk-analyst"}, "preferred_username": "张三"}
    who = _signed_on(oidc)
    assert (who.role, len(who.name)) == ("analyst", len("01234567@sso"))


@pytest.mark.parametrize("groups", [[], ["everybody"], None, {"risk-analyst": 1}, [["x"]]])
def test_without_a_known_group_nobody_comes_in(
    provider: Provider, vault: Vault, clock: Hand, groups: object
) -> None:
    provider.claims["groups"] = groups
    with pytest.raises(Forbidden) as caught:
        _signed_on(_oidc(provider, vault, clock))
    assert caught.value.code == "no_role"


@pytest.mark.parametrize("lie", LIES)
def test_every_lie_is_seen(provider: Provider, vault: Vault, clock: Hand, lie: str) -> None:
    provider.faults = {lie}
    before = provider.tokens_given
    with pytest.raises(Unauthenticated) as caught:
        _signed_on(_oidc(provider, vault, clock))
    assert caught.value.code == "oidc_refused"
    assert provider.tokens_given == before + 1


def test_a_code_is_for_one_use_and_for_the_one_who_began(
    provider: Provider, vault: Vault, clock: Hand
) -> None:
    oidc = _oidc(provider, vault, clock)
    mine, other = oidc.begin(), oidc.begin()
    code, state = _sent(mine)
    for sealed, with_state in ((other.sealed, state), (mine.sealed, other.state), ("x", state)):
        with pytest.raises(Unauthenticated):
            oidc.finish(code, with_state, sealed)
    assert oidc.finish(code, state, mine.sealed).role == "analyst"
    with pytest.raises(Unauthenticated):
        oidc.finish(code, state, mine.sealed)
    code, _ = _sent(other)  # under another's try the verifier does not fit
    with pytest.raises(Unauthenticated):
        oidc.finish(code, mine.state, mine.sealed)


def test_a_try_ends_and_no_other_key_opens_it(
    provider: Provider, vault: Vault, clock: Hand
) -> None:
    oidc = _oidc(provider, vault, clock)
    begun = oidc.begin()
    code, state = _sent(begun)
    stranger = _oidc(provider, Vault({1: bytes(32)}, 1), clock)
    with pytest.raises(Unauthenticated):
        stranger.finish(code, state, begun.sealed)
    clock.now_ms += TRY_MS + 1
    with pytest.raises(Unauthenticated):
        oidc.finish(code, state, begun.sealed)


@pytest.mark.parametrize("fault", ["away", "discovery"])
def test_a_provider_that_is_away_or_another_is_told(
    provider: Provider, vault: Vault, clock: Hand, fault: str
) -> None:
    provider.faults = {fault}
    with pytest.raises(Unavailable) as caught:
        _oidc(provider, vault, clock).begin()
    assert caught.value.code == "oidc_away"


def test_a_wrong_secret_is_refused(provider: Provider, vault: Vault, clock: Hand) -> None:
    oidc = _oidc(provider, vault, clock)
    oidc._secret = "another"  # noqa: S105  made up
    with pytest.raises(Unauthenticated):
        _signed_on(oidc)
