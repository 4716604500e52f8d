"""Single sign-on: the authorization code flow of OpenID Connect, with PKCE, state and nonce.

Nothing is kept between its two steps: what the second needs is sealed and goes through the console, which
holds it for the very browser that began. Signatures are joserfc's; only asymmetric algorithms count.
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from data.clock import Clock
from data.errors import Failure, Forbidden, Unauthenticated, Unavailable, WrongUse
from data.instants import HOUR_MS, MINUTE_MS
from data.vault import Vault, random_bytes
from risk.oidc_http import Provider, Refused
from risk.oidc_settings import OidcSettings

ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "EdDSA",
)
"""A symmetric one would let who knows a public key sign; none at all is no signature."""
TRY_MS: Final = 10 * MINUTE_MS
"""How long somebody may stay at the provider."""
_LEEWAY_SECONDS: Final = 60
_KNOWN_MS: Final = HOUR_MS
_PLACE: Final = b"oidc|begun"
_ODD: Final = re.compile(r"[^a-z0-9._-]+")
_MOST_ROLES: Final = 1_000


class Begun(Struct, frozen=True):
    """Where to send a browser, and what must come back with it."""

    url: str
    state: str
    sealed: str


class Outsider(Struct, frozen=True):
    """Whom the provider vouches for.

    Attributes:
        id: the same at each log-in; says nothing about the person.
        name: to be shown; ends with the alias.
        role: by the table of the settings.
    """

    id: str
    name: str
    role: str


class _Kept(Struct, frozen=True):
    state: str
    nonce: str
    verifier: str
    until_ms: int


class Oidc:
    """One provider.

    Args:
        told: the settings.
        secret: the client's; "" for none.
        vault: seals what the second step needs.
        clock: tells the present instant.

    Raises:
        WrongUse: joserfc is not installed.
    """

    def __init__(self, told: OidcSettings, secret: str, vault: Vault, clock: Clock) -> None:
        try:
            import joserfc  # noqa: F401, PLC0415  an extra: only where it is asked for
        except ModuleNotFoundError:
            raise WrongUse(
                "oidc.yaml needs joserfc: pip install 'postrisk[oidc]'", code="no_extra"
            ) from None
        self.told = told
        self._secret = secret
        self._vault = vault
        self._clock = clock
        self._provider = Provider()
        self._known: tuple[int, dict[str, Any]] = (0, {})

    def begin(self) -> Begun:
        """The first step.

        Raises:
            Unavailable: the provider does not answer.
        """
        kept = _Kept(_word(), _word(), _word(), self._clock() + TRY_MS)
        asked = {
            "response_type": "code",
            "client_id": self.told.client_id,
            "redirect_uri": self.told.redirect_uri,
            "scope": " ".join(self.told.scopes),
            "state": kept.state,
            "nonce": kept.nonce,
            "code_challenge": _unpadded(sha256(kept.verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
        url = self._end("authorization_endpoint")
        sealed = self._vault.seal(msgspec.json.encode(kept), _PLACE)
        joint = "&" if "?" in url else "?"
        return Begun(f"{url}{joint}{urlencode(asked)}", kept.state, _unpadded(sealed))

    def finish(self, code: str, state: str, sealed: str) -> Outsider:
        """The second step: who it is.

        Raises:
            Unauthenticated: the try is over or another's, or the provider does not vouch for anybody.
            Forbidden: no role of ours is among theirs.
            Unavailable: the provider does not answer.
        """
        kept = self._kept(sealed)
        if kept is None or not hmac.compare_digest(kept.state.encode(), state.encode()):
            raise _refused()
        if self._clock() > kept.until_ms:
            raise _refused()
        claims = self._claims(self._token(code, kept.verifier), kept.nonce)
        return self._outsider(claims)

    def _kept(self, sealed: str) -> _Kept | None:
        try:
            raw = urlsafe_b64decode(sealed.encode() + b"==")
            return msgspec.json.decode(self._vault.open(raw, _PLACE), type=_Kept)
        except (BadBase64, ValueError, Failure):
            return None

    def _token(self, code: str, verifier: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.told.redirect_uri,
            "code_verifier": verifier,
        }
        who = (self.told.client_id, self._secret) if self._secret else None
        if who is None:
            form["client_id"] = self.told.client_id
        try:
            answer = self._provider.post(self._end("token_endpoint"), form, who)
        except Refused:
            raise _refused() from None
        return str(answer.get("id_token", ""))

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        """The claims of a token that is signed, for us, of now, and of this very try."""
        from joserfc import jwt  # noqa: PLC0415  an extra: only where it is asked for
        from joserfc.errors import JoseError  # noqa: PLC0415  likewise
        from joserfc.jwk import KeySet  # noqa: PLC0415  likewise

        keys = self._provider.get(self._end("jwks_uri"))
        try:
            signed = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]  # a dict of its form
            claims: dict[str, Any] = signed.claims
        except (JoseError, ValueError, TypeError, KeyError):
            raise _refused() from None
        if not self._holds(claims, nonce):
            raise _refused()
        return claims

    def _holds(self, claims: dict[str, Any], nonce: str) -> bool:
        now = self._clock() // 1000
        meant = claims.get("aud")
        audience = meant if isinstance(meant, list) else [meant]
        ends, made = claims.get("exp"), claims.get("iat")
        return (
            claims.get("iss") == self.told.issuer
            and self.told.client_id in audience
            and (len(audience) == 1 or claims.get("azp") == self.told.client_id)
            and claims.get("azp", self.told.client_id) == self.told.client_id
            and isinstance(ends, int | float)
            and now < ends + _LEEWAY_SECONDS
            and isinstance(made, int | float)
            and made < now + _LEEWAY_SECONDS
            and hmac.compare_digest(str(claims.get("nonce")).encode(), nonce.encode())
            and isinstance(claims.get("sub"), str)
            and bool(claims["sub"])
        )

    def _outsider(self, claims: dict[str, Any]) -> Outsider:
        theirs = _roles_in(claims, self.told.role_claim)
        role = next((ours for value, ours in self.told.roles.items() if value in theirs), None)
        if role is None:
            raise Forbidden("none of your groups has a role here", code="no_role")
        whole = sha256(f"{self.told.issuer}|{claims['sub']}".encode()).hexdigest()
        # An address of e-mail names a person; what stands before the sign is a login name.
        wanted = str(claims.get(self.told.name_claim) or "").lower().partition("@")[0]
        short = _ODD.sub("-", wanted).strip("-")[:24] or whole[:8]
        return Outsider(f"o-{whole[:16]}", f"{short}@{self.told.alias}", role)

    def _end(self, name: str) -> str:
        """One of the provider's endpoints, by its discovery document."""
        until_ms, found = self._known
        now_ms = self._clock()
        if now_ms >= until_ms:
            place = f"{self.told.issuer.rstrip('/')}/.well-known/openid-configuration"
            found = self._provider.get(place)
            if found.get("issuer") != self.told.issuer:
                raise Unavailable("the identity provider calls itself otherwise", code="oidc_away")
            self._known = (now_ms + _KNOWN_MS, found)
        return str(found.get(name, ""))


def _roles_in(claims: dict[str, Any], path: str) -> set[str]:
    value: Any = claims
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    several = value if isinstance(value, list) else [value]
    return {one for one in several[:_MOST_ROLES] if isinstance(one, str)}


def _word() -> str:
    return _unpadded(random_bytes(32))


def _unpadded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _refused() -> Unauthenticated:
    return Unauthenticated("the single sign-on did not succeed; begin again", code="oidc_refused")
