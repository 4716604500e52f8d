import pyotp
import pytest

from data.passwords import NOBODY, fits, hash_of, new_password, new_seed, seed_uri, step_of_code

NOW_MS = 1_800_000_000_000


def test_a_hash_fits_its_password_only() -> None:
    kept = hash_of("correct horse battery")
    assert kept.startswith("$argon2id$")
    assert fits(kept, "correct horse battery")
    assert not fits(kept, "correct horse batterz")
    assert not fits(NOBODY, "")
    assert not fits("no hash", "x")


def test_two_passwords_are_two() -> None:
    assert new_password() != new_password()
    assert len(new_password()) == 29


@pytest.mark.parametrize("steps_off", [-2, -1, 0, 1, 2])
def test_a_code_holds_for_its_step_and_the_one_before_and_after(steps_off: int) -> None:
    seed = new_seed()
    code = pyotp.TOTP(seed).at(NOW_MS // 1000 + 30 * steps_off)
    found = step_of_code(seed, code, NOW_MS, 0)
    assert (found is not None) == (abs(steps_off) <= 1)


def test_a_code_holds_once() -> None:
    seed = new_seed()
    code = pyotp.TOTP(seed).at(NOW_MS // 1000)
    step = step_of_code(seed, code, NOW_MS, 0)
    assert step == NOW_MS // 30_000
    assert step_of_code(seed, code, NOW_MS, step) is None


def test_the_uri_is_for_authenticator_apps() -> None:
    assert seed_uri("A" * 32, "li").startswith("otpauth://totp/PostRisk:li?secret=AAAA")
