"""docs/policies.md says what is so: its file passes the check and its table is the grammar."""

import re
from pathlib import Path

from data.decisions import LADDER
from rules.check import check_text
from rules.examples import LOOK_ALIKES
from rules.model import BASES, KINDS
from rules.scope import RESERVED
from rules.vocabulary import Vocabulary

DOC = Path(__file__).parents[2] / "docs" / "policies.md"
TEXT = DOC.read_text(encoding="utf-8")


def test_the_example_file_passes_the_check(catalogue_vocabulary: Vocabulary) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert check_text(block, catalogue_vocabulary, "docs") == []


def test_every_closed_list_is_written_out(catalogue_vocabulary: Vocabulary) -> None:
    words = set(re.findall(r"[a-z_]+", TEXT))
    texts = {name for name, entry in catalogue_vocabulary.items() if entry.type == "text"}
    families = {code for code in LOOK_ALIKES if not code.startswith("L")}
    assert {*LADDER, *KINDS, *BASES, *RESERVED, *texts, *families} <= words
