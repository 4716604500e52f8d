"""Posts over real sockets: who may be reached, and what counts as taken."""

import ssl
import threading

import pytest

from risk.notify.post import NotDelivered, Poster
from tests.risk.notify.receiver import Receiver, drip, hang, receiving, status

HEADERS = {"content-type": "application/json"}


def _refusal(poster: Poster, url: str) -> NotDelivered:
    with pytest.raises(NotDelivered) as caught:
        poster.post(url, HEADERS, b"{}")
    return caught.value


def test_an_allowed_host_of_the_own_network_gets_the_body() -> None:
    with receiving() as receiver:
        Poster(["127.0.0.1"]).post(receiver.url + "?a=1", HEADERS, b'{"n":1}')
        assert [(c.path, c.body) for c in receiver.calls] == [("/hook?a=1", b'{"n":1}')]
        assert receiver.calls[0].headers["host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "127.1"])
def test_a_loopback_address_by_any_spelling_is_not_even_connected_to(host: str) -> None:
    with receiving() as receiver:
        error = _refusal(Poster(), f"https://{host}:{receiver.port}/hook")
        assert error.code == "private_address"
        assert receiver.connections == 0


def test_one_private_address_among_public_ones_is_refused() -> None:
    poster = Poster(resolver=lambda _host, _port: ["1.1.1.1", "169.254.169.254"])
    assert _refusal(poster, "https://hooks.example.com/").code == "private_address"


def test_a_name_is_resolved_once_and_the_connection_goes_to_what_was_looked_at() -> None:
    with receiving() as receiver:
        asked: list[str] = []

        def rebinding(host: str, _port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

        poster = Poster(["hooks.test"], resolver=rebinding)
        poster.post(f"http://hooks.test:{receiver.port}/hook", HEADERS, b"{}")
        assert asked == ["hooks.test"]
        assert receiver.calls[0].headers["host"] == f"hooks.test:{receiver.port}"


def test_a_name_that_turns_private_after_it_was_allowed_is_refused_at_connect() -> None:
    with receiving() as receiver:
        poster = Poster(resolver=lambda _host, _port: ["127.0.0.1"])
        url = f"https://hooks.example.com:{receiver.port}/"
        assert _refusal(poster, url).code == "private_address"
        assert receiver.connections == 0


def test_plain_http_is_for_allowed_hosts_only() -> None:
    error = _refusal(Poster(resolver=lambda _host, _port: ["1.1.1.1"]), "http://hooks.example.com/")
    assert (error.code, error.final) == ("not_https", True)


def test_a_redirect_is_not_followed() -> None:
    with receiving() as target, receiving() as receiver:
        receiver.answers = [status(307, Location=target.url)]
        assert _refusal(Poster(["127.0.0.1"]), receiver.url).code == "redirected"
        assert target.connections == 0


@pytest.mark.parametrize(
    ("code", "told", "final"),
    [(500, "status_500", False), (404, "status_404", False), (410, "status_410", True)],
)
def test_other_answers_are_no_receipt(code: int, told: str, final: bool) -> None:
    with receiving() as receiver:
        receiver.answers = [status(code)]
        error = _refusal(Poster(["127.0.0.1"]), receiver.url)
        assert (error.code, error.final) == (told, final)


def test_a_receiver_that_hangs_is_given_up() -> None:
    until = threading.Event()
    with receiving() as receiver:
        receiver.answers = [hang(until)]
        poster = Poster(["127.0.0.1"], whole_seconds=0.3)
        assert _refusal(poster, receiver.url).code == "no_answer"
        until.set()


def test_a_receiver_that_drips_bytes_is_given_up_too() -> None:
    with receiving() as receiver:
        receiver.answers = [drip]
        poster = Poster(["127.0.0.1"], whole_seconds=0.3)
        assert _refusal(poster, receiver.url).code == "no_answer"


def test_a_port_that_nobody_listens_on_and_a_name_that_nobody_knows() -> None:
    receiver = Receiver()
    receiver.close()
    assert _refusal(Poster(["127.0.0.1"]), receiver.url).code == "no_answer"
    assert _refusal(Poster(), "https://no-such-host.invalid/").code == "unknown_host"


def test_a_plain_receiver_does_not_pass_for_https() -> None:
    with receiving() as receiver:
        poster = Poster(["127.0.0.1"], ssl.create_default_context(), whole_seconds=5.0)
        assert _refusal(poster, receiver.url.replace("http:", "https:")).code == "tls"


def test_a_silent_handshake_is_given_up() -> None:
    import socket  # noqa: PLC0415  for this test alone

    with socket.create_server(("127.0.0.1", 0)) as silent:
        poster = Poster(["127.0.0.1"], whole_seconds=0.3)
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        assert _refusal(poster, url).code in ("no_answer", "tls")
