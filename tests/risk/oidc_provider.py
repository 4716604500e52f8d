"""A small identity provider: OpenID Connect's code flow with PKCE, over real HTTP, signed by joserfc.

It lets everybody in at once, as ``claims`` say; ``faults`` make it lie in one way each.
"""

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from data.clock import wall_clock_ms

CLIENT = "postrisk"
SECRET = "a secret: of the & tests"  # noqa: S105  made up


class Provider:
    """The provider, and what it was asked."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}, private=True)
        self.claims: dict[str, Any] = {
            "sub": "248289761001",
            "preferred_username": "Li.Ming@example.com",
            "groups": ["everybody", "risk-analyst"],
        }
        self.faults: set[str] = set()
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens_given = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}/realm"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def discovery(self) -> dict[str, str]:
        return {
            "issuer": self.issuer + ("/other" if "discovery" in self.faults else ""),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent: back, with a code for one use."""
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, str] | None:
        """An ID token, or None where anything is not as it was begun."""
        wanted = base64.b64encode(f"{CLIENT}:a+secret%3A+of+the+%26+tests".encode()).decode()
        begun = self.codes.pop(form.get("code", ""), None)
        if begun is None or authorization != f"Basic {wanted}":
            return None
        digest = sha256(form["code_verifier"].encode()).digest()
        challenge = _base64(digest)
        same = form["redirect_uri"] == begun["redirect_uri"]
        if challenge != begun["code_challenge"] or not same:
            return None
        self.tokens_given += 1
        return {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(begun)}

    def _signed(self, begun: dict[str, str]) -> str:
        now = wall_clock_ms() // 1000
        lies: dict[str, dict[str, Any]] = {
            "issuer": {"iss": "https://evil.example"},
            "audience": {"aud": "another"},
            "audiences": {"aud": [CLIENT, "another"]},
            "party": {"azp": "another"},
            "nonce": {"nonce": "another"},
            "old": {"exp": now - 61},
            "early": {"iat": now + 120},
            "nobody": {"sub": ""},
            "endless": {"exp": "never"},
        }
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": begun["nonce"],
            **self.claims,
        }
        for fault in self.faults & set(lies):
            claims |= lies[fault]
        header = {"alg": "RS256", "kid": "k1"}
        if "key" in self.faults:
            return jwt.encode(header, claims, RSAKey.generate_key(2048, private=True))
        if "symmetric" in self.faults:
            signed = _compact({"alg": "HS256", "kid": "k1"}, claims)
            public = self.key.as_pem(private=False)
            return f"{signed}.{_base64(hmac.new(public, signed.encode(), sha256).digest())}"
        if "unsigned" in self.faults:
            return _compact({"alg": "none"}, claims) + "."
        token = jwt.encode(header, claims, self.key)
        if "changed" in self.faults:
            head, _, sign = token.split(".")
            other = _base64(json.dumps(claims | {"groups": ["risk-senior"]}).encode())
            return f"{head}.{other}.{sign}"
        return token


@contextmanager
def providing() -> Iterator[Provider]:
    provider = Provider()
    try:
        yield provider
    finally:
        provider.close()


def _compact(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return ".".join(_base64(json.dumps(part).encode()) for part in (header, claims))


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _handler_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/realm/authorize":
                self.send_response(302)
                place = provider.authorize(dict(parse_qsl(parts.query)))
                self.send_header("location", place)
                self.end_headers()
            elif parts.path == "/realm/keys":
                self._say({"keys": [provider.key.as_dict(private=False)]})
            elif parts.path == "/realm/.well-known/openid-configuration":
                self._say(None if "away" in provider.faults else provider.discovery(), status=503)
            else:
                self._say(None)

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            form = dict(parse_qsl(self.rfile.read(length).decode()))
            self._say(provider.token(form, self.headers.get("authorization", "")))

        def _say(self, answer: dict[str, Any] | None, status: int = 400) -> None:
            body = json.dumps(answer or {"error": "invalid_grant"}).encode()
            self.send_response(200 if answer else status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Nothing to stderr."""

    return Handler
