"""Signatures of webhooks, as the Standard Webhooks specification 1.0 has them.

The header ``webhook-signature`` holds one ``v1,`` signature for each secret, so that a secret can be
changed while both hold: HMAC-SHA256 over id, timestamp and body, joined by dots.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

PREFIX: Final = "whsec_"
MIN_BYTES: Final = 24
MAX_BYTES: Final = 64


def secret_of(text: str) -> bytes:
    """The bytes of a secret as it is written: ``whsec_`` and base64 of 24 to 64 bytes.

    Raises:
        ValueError: it is written otherwise; the message does not hold it.
    """
    written = text.strip()
    try:
        secret = base64.b64decode(written.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        secret = b""
    if not written.startswith(PREFIX) or not MIN_BYTES <= len(secret) <= MAX_BYTES:
        raise ValueError("a secret is whsec_ and base64 of 24 to 64 bytes")
    return secret


def signed_headers(
    secrets: Sequence[bytes], notice_id: str, at_seconds: int, body: bytes
) -> dict[str, str]:
    """The three headers of a webhook."""
    signed = f"{notice_id}.{at_seconds}.".encode() + body
    signatures = [hmac.new(secret, signed, hashlib.sha256).digest() for secret in secrets]
    return {
        "webhook-id": notice_id,
        "webhook-timestamp": str(at_seconds),
        "webhook-signature": " ".join(f"v1,{base64.b64encode(one).decode()}" for one in signatures),
    }
