from data.reference import gazetteer


def test_every_current_county_is_found_by_its_full_name() -> None:
    for sig, name in gazetteer.NAMES.items():
        if name in gazetteer.FULL and sig in gazetteer.FULL[name]:
            assert len(name) in gazetteer.LENGTHS[name[0]]
    assert gazetteer.FULL["鹿城区"] == ("330302",)
    assert gazetteer.FULL["西湖区"] == ("330106", "360103")


def test_former_names_lead_to_who_carries_on() -> None:
    assert gazetteer.FULL["奉化市"] == ("330213",)
    assert gazetteer.FULL["绍兴县"] == ("330603",)
    assert gazetteer.FULL["江干区"] == ("330104",)  # split: keeps its own code


def test_cities_without_districts_stand_for_themselves() -> None:
    for name, sig in (
        ("东莞市", "4419"),
        ("中山市", "4420"),
        ("儋州市", "4604"),
        ("嘉峪关市", "6202"),
    ):
        assert gazetteer.FULL[name] == (sig,)
        assert sig in gazetteer.NO_DISTRICT


def test_short_forms() -> None:
    assert "4228" in gazetteer.SHORT["恩施州"]
    assert gazetteer.SHORT["内蒙古"][0] == "15"
    assert "市中" not in gazetteer.SHORT


def test_towns_name_their_districts() -> None:
    assert gazetteer.TOWN_HOLDERS["犀浦街道"] == ("510117",)
    assert len(gazetteer.TOWN_HOLDERS) > 30_000
