"""docs/policies.md says what is so: its file passes the check and its table is the grammar."""

import re
from pathlib import Path

from data.decisions import LADDER
from rules.check import check_text
from rules.examples import LOOK_ALIKES
from rules.load import load_policies, shipped_policies
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


def test_the_shipped_policies_are_counted_and_each_rule_has_its_figures(
    catalogue_vocabulary: Vocabulary,
) -> None:
    policies = load_policies(shipped_policies(), catalogue_vocabulary)
    rules = [rule for policy in policies for rule in policy.rules]
    typologies = {rule.typology for rule in rules if rule.typology}
    told = f"{len(policies)} files, {len(rules)} rules for the {len(typologies)} typologies"
    assert told in " ".join(TEXT.split())
    for rule in rules:
        assert f"| {rule.id} | {rule.action} |" in TEXT, rule.id


def test_each_typology_is_said_to_be_looked_for_in_the_file_that_has_it(
    catalogue_vocabulary: Vocabulary,
) -> None:
    rows = dict(re.findall(r"^\| ([A-Z]{2}-\d\d) [^|]*\|[^|]*\| ([^|]*) \|", TEXT, re.M))
    for path in shipped_policies():
        (policy,) = load_policies([path], catalogue_vocabulary)
        end = "_" + path.stem.rsplit("_", 1)[-1]
        for rule in (rule for rule in policy.rules if rule.typology):
            assert path.stem in rows[rule.typology or ""] or end in rows[rule.typology or ""]
