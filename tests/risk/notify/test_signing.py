import base64

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from data.clock import wall_clock_ms
from risk.notify.signing import secret_of, signed_headers
from tests.risk.notify.receiver import SECRET


def test_another_implementation_verifies_the_signature() -> None:
    body = '{"type":"case.high"}'
    headers = signed_headers(
        [secret_of(SECRET)], "case_high-1", wall_clock_ms() // 1000, body.encode()
    )
    assert Webhook(SECRET).verify(body, headers) == {"type": "case.high"}
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body + " ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body, headers | {"webhook-id": "case_high-2"})


def test_the_example_of_the_specification() -> None:
    secret = secret_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signed_headers(
        [secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_two_secrets_give_two_signatures_and_each_holds() -> None:
    old = "whsec_" + base64.b64encode(bytes(range(32))).decode()
    headers = signed_headers(
        [secret_of(SECRET), secret_of(old)], "n-1", wall_clock_ms() // 1000, b"{}"
    )
    for secret in (SECRET, old):
        assert Webhook(secret).verify("{}", headers) == {}


@pytest.mark.parametrize(
    "text", ["", "whsec_", "whsec_####", "abc", SECRET.removeprefix("whsec_"), "whsec_c2hvcnQ="]
)
def test_a_secret_of_another_form_is_refused_and_not_quoted(text: str) -> None:
    with pytest.raises(ValueError, match="24 to 64 bytes") as caught:
        secret_of(text)
    assert not text.removeprefix("whsec_") or text not in str(caught.value)
