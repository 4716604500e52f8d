from data.reference import phone_segments


def test_area_codes_are_the_plan_without_the_zero() -> None:
    assert {"10", "20", "21", "571", "755"} <= phone_segments.AREA_CODES
    assert all(len(code) in (2, 3) and code[0] != "0" for code in phone_segments.AREA_CODES)
    assert not phone_segments.VIRTUAL_OPERATOR_PREFIXES & phone_segments.DATA_SIM_PREFIXES
