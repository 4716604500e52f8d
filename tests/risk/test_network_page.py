from graph.hubs import Ground
from risk.network_page import html_of, markdown_of
from risk.network_report import CommunityLine, HubLine, NetworkReport

DAY = 86_400_000
LINE = CommunityLine(
    4, 3, {"person": 3, "phone": 1}, 3, 0, 9 * DAY, 2, 0.5, 1, 1_234, 2_990_000,
    ("phone 139******70", "person <b>张|**"),
)  # fmt: skip
HUB = HubLine("unit", "unit 南山区", 81, "unknown", "nothing", (Ground("span_days", 3, 21),))
REPORT = NetworkReport(10 * DAY, 20 * DAY, 1_000, 900, 7, (LINE,), (HUB,), ())


def test_markdown_tells_every_column_and_breaks_no_table() -> None:
    text = markdown_of(REPORT)
    rows = [line for line in text.splitlines() if line.startswith("| 1 ")]
    cells = [cell.strip() for cell in rows[0].replace("\\|", "/").strip("|").split("|")]
    assert cells[:10] == [
        *("1", "3", "4", "3", "2 (50%)", "1", "1,234", "29,900", "1970-01-01", "1970-01-10"),
    ]
    assert cells[10] == "phone 139\\*\\*\\*\\*\\*\\*70, person <b>张/\\*\\*"
    assert "| unit 南山区 | 81 | unknown | nothing | span_days 3 (≥ 21) |" in text
    assert "1,000 identifiers, 900 links, 7 communities" in text


def test_html_needs_no_network_and_escapes_what_people_wrote() -> None:
    page = html_of(REPORT)
    assert "person &lt;b&gt;张|**" in page
    assert "http" not in page
    assert page.count("<tr>") == 2 + 2


def test_a_report_without_anything_is_told_too() -> None:
    nothing = NetworkReport(0, 0, 0, 0, 0, (), (), ())
    assert "0 communities" in markdown_of(nothing)
    assert "<table>" in html_of(nothing)
