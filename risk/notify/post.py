"""One POST to a subscriber: to addresses that were looked at, within a bounded time, without redirects.

The environment's proxies are not asked: a proxy would resolve the name anew.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Final
from urllib.parse import SplitResult, urlsplit

from risk.notify.addresses import Resolve, is_public, resolve

CONNECT_SECONDS: Final = 5.0
WHOLE_SECONDS: Final = 15.0
"""From the first packet to the status line; who drips bytes is cut off as well."""
_GONE: Final = 410


class NotDelivered(Exception):
    """A subscriber did not take a notice.

    Attributes:
        code: why, in a word; holds nothing of what was answered.
        final: whether no later try can help.
    """

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.final = final


class Poster:
    """Posts to subscribers.

    Args:
        allowed_hosts: of the carrier's own network: they may be private, and may be plain HTTP.
        tls: for HTTPS.
        resolver: finds addresses.
        whole_seconds: for one call.
    """

    def __init__(
        self,
        allowed_hosts: Collection[str] = (),
        tls: ssl.SSLContext | None = None,
        *,
        resolver: Resolve = resolve,
        whole_seconds: float = WHOLE_SECONDS,
    ) -> None:
        self._allowed = frozenset(host.lower() for host in allowed_hosts)
        self._tls = tls or ssl.create_default_context()
        self._resolve = resolver
        self._whole_seconds = whole_seconds

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Send a body; any 2xx is a receipt.

        Raises:
            NotDelivered: it was not taken.
        """
        parts = urlsplit(url)
        connection = self._connection(parts)
        watch = threading.Timer(self._whole_seconds, connection.cut)
        watch.daemon = True
        watch.start()
        try:
            target = parts.path or "/"
            if parts.query:
                target += f"?{parts.query}"
            connection.request("POST", target, body, dict(headers))
            status = connection.getresponse().status
            if connection.is_cut:
                raise NotDelivered("no_answer")
        except ssl.SSLError:
            raise NotDelivered("tls") from None
        except (OSError, http.client.HTTPException):
            raise NotDelivered("no_answer") from None
        finally:
            watch.cancel()
            connection.close()
        _require_taken(status)

    def _connection(self, parts: SplitResult) -> "_Pinned":
        host, secure = (parts.hostname or "").lower(), parts.scheme == "https"
        own = host in self._allowed
        if not secure and not own:
            raise NotDelivered("not_https", final=True)
        port = parts.port or (443 if secure else 80)
        try:
            addresses = self._resolve(host, port)
        except OSError:
            raise NotDelivered("unknown_host") from None
        if not addresses or (not own and not all(map(is_public, addresses))):
            raise NotDelivered("private_address")
        return _Pinned(host, port, addresses, self._tls if secure else None)


class _Pinned(http.client.HTTPConnection):
    """A connection to one of given addresses, under the name of the host."""

    def __init__(
        self, host: str, port: int, addresses: Sequence[str], tls: ssl.SSLContext | None
    ) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self.default_port = 80 if tls is None else 443  # what the Host header need not tell
        self._addresses = addresses
        self._context = tls
        self.is_cut = False

    def connect(self) -> None:
        """Reach the first address that answers."""
        self.sock = self._reached()
        self.sock.settimeout(WHOLE_SECONDS)
        if self._context is not None:
            # The handshake comes after the socket has its place here, where ``cut`` finds it.
            self.sock = self._context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()
        if self.is_cut:
            raise TimeoutError

    def cut(self) -> None:
        """End it from another thread: whoever waits on it is woken."""
        self.is_cut = True
        if self.sock is not None:
            with suppress(OSError):
                # The plain socket's own: that of TLS would take the keys from under a reader.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def _reached(self) -> socket.socket:
        failure: OSError = ConnectionError("no address")
        for address in self._addresses:
            if self.is_cut:
                break
            try:
                return socket.create_connection((address, self.port), CONNECT_SECONDS)
            except OSError as error:
                failure = error
        raise failure


def _require_taken(status: int) -> None:
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise NotDelivered("redirected")
    raise NotDelivered(f"status_{status}", final=status == _GONE)
