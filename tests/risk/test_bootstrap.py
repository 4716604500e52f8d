import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from data.errors import Failure, WrongUse
from data.vault import FORMAT, SM4_FORMAT, CipherName
from risk.bootstrap import (
    archive_of,
    bundle_of,
    challenger_of,
    engine_of,
    home_of,
    oidc_of,
    service_of,
    shipped_policy,
    store_of,
    tokeniser_of,
    watches_of,
)
from risk.bundle import NO_BUNDLE, Bundle
from risk.settings import Settings
from tests.databases import an_event
from tests.risk.builders import shipment
from tests.risk.bundles import place, save_as
from tests.risk.running import run_async


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home", max_identifiers=1000)


def test_a_new_home_scores_with_rules_alone(settings: Settings) -> None:
    home = home_of(settings)
    engine = engine_of(settings, home)
    assert engine.bundle is NO_BUNDLE
    assert engine.evaluate(shipment()).decision.degraded == ("no_model",)


def test_the_home_s_bundle_is_taken_by_itself_and_kept_in_the_archive(
    settings: Settings, bundle: Bundle, bundle_folder: Path
) -> None:
    home = home_of(settings)
    shutil.copytree(bundle_folder, home.bundle_path)
    engine = engine_of(settings, home)
    assert engine.bundle.id == bundle.id
    assert archive_of(home).bundle(bundle.id).id == bundle.id
    assert archive_of(home).policy(engine.policy.id).id == engine.policy.id


def test_a_named_bundle_comes_before_the_home_s(
    settings: Settings, bundle: Bundle, bundle_folder: Path
) -> None:
    home = home_of(settings)
    home.bundle_path.mkdir()
    (home.bundle_path / "manifest.json").write_bytes(b"damaged")
    assert bundle_of(home, bundle_folder)[0].id == bundle.id
    with pytest.raises(Failure, match="is not a bundle's manifest"):
        bundle_of(home, None)


def test_a_named_folder_without_a_bundle_is_a_failure(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(Failure, match="there is no bundle"):
        bundle_of(home_of(settings), tmp_path)


def test_the_same_home_gives_the_same_tokens_and_another_gives_others(
    settings: Settings, tmp_path: Path
) -> None:
    digest = tokeniser_of(home_of(settings)).digest(b"x")
    assert tokeniser_of(home_of(settings)).digest(b"x") == digest
    other = Settings(tmp_path / "other")
    assert tokeniser_of(home_of(other)).digest(b"x") != digest


def test_the_service_over_the_home_s_own_store_works(settings: Settings) -> None:
    home = home_of(settings)
    store = store_of(settings, home)
    service = service_of(settings, home, store)
    service.start()
    answer = run_async(service.score(shipment()))
    assert store.count_events() == 1
    assert answer.decision.policy == shipped_policy().id
    store.close()
    assert home.database_path.exists()


def test_a_challenger_is_kept_in_the_archive_and_scores_what_is_served(
    tmp_path: Path, bundle: Bundle, bundle_folder: Path
) -> None:
    settings = Settings(tmp_path / "home", challenger=bundle_folder)
    home = home_of(settings)
    store = store_of(settings, home)
    service = service_of(settings, home, store)
    assert service.engine.bundle is NO_BUNDLE
    assert service.engine.challenger is not None
    assert service.engine.challenger.id == archive_of(home).bundle(bundle.id).id == bundle.id
    assert engine_of(settings, home).challenger is None  # a file has no use for one
    store.close()


def test_without_a_challenger_there_is_none_and_a_wrong_folder_is_a_failure(
    settings: Settings, tmp_path: Path
) -> None:
    home = home_of(settings)
    assert challenger_of(settings, home) is None
    assert watches_of(settings, home)[1] is None
    with pytest.raises(Failure, match="there is no bundle"):
        challenger_of(Settings(home.path, challenger=tmp_path / "nothing"), home)


def test_the_folders_of_champion_and_challenger_are_watched(
    tmp_path: Path, bundle: Bundle, bundle_folder: Path
) -> None:
    settings = Settings(tmp_path / "home", challenger=tmp_path / "challenger")
    home = home_of(settings)
    champion, challenger = watches_of(settings, home)
    assert challenger is not None
    place(bundle_folder, home.bundle_path)
    second = save_as(bundle, tmp_path / "challenger", "high")
    for watch, expected in ((champion, bundle.id), (challenger, second.id)):
        assert watch.look() is None
        found = watch.look()
        assert found is not None
        assert archive_of(home).bundle(expected).id == found.id == expected


def test_a_named_bundle_is_watched_where_it_lies(
    tmp_path: Path, bundle: Bundle, bundle_folder: Path
) -> None:
    settings = Settings(tmp_path / "home", bundle=tmp_path / "named")
    watch, _ = watches_of(settings, home_of(settings))
    place(bundle_folder, tmp_path / "named")
    assert watch.look() is None
    found = watch.look()
    assert found is not None and found.id == bundle.id


def test_a_store_that_cannot_be_reached_is_a_failure(tmp_path: Path) -> None:
    settings = Settings(tmp_path, database="postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Failure, match="can't open the database"):
        store_of(settings, home_of(settings))


def test_another_cipher_seals_from_now_on_and_what_was_sealed_goes_on_opening(
    settings: Settings,
) -> None:
    ciphers: tuple[CipherName, ...] = ("aes", "sm4", "aes")
    for number, cipher in enumerate(ciphers, start=1):
        chosen = replace(settings, cipher=cipher)
        store = store_of(chosen, home_of(chosen))
        store.append([an_event(number)])
        assert [record.body for record in store.scan()] == [
            an_event(n).body for n in range(1, number + 1)
        ]
        with store.engine.connect() as connection:
            sealed = connection.exec_driver_sql(
                "SELECT body_sealed FROM events WHERE seq = ?", (number,)
            ).scalar_one()
        assert sealed[0] == (SM4_FORMAT if cipher == "sm4" else FORMAT)
        store.close()


def test_a_single_sign_on_is_there_where_its_file_is(settings: Settings) -> None:
    home = home_of(settings)
    assert oidc_of(settings, home) is None
    (home.path / "oidc.yaml").write_text(
        "issuer: https://sso.example.com\nclient_id: p\n"
        "redirect_uri: https://risk.example.com/console/login/back\nroles: {a: analyst}\n",
        encoding="utf-8",
    )
    found = oidc_of(settings, home)
    assert found is not None
    assert found.told.issuer == "https://sso.example.com"
    with pytest.raises(WrongUse):
        oidc_of(replace(settings, oidc=Path("nowhere.yaml")), home)
