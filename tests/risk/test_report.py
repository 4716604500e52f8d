import re
import sys
from base64 import b64decode
from pathlib import Path

import msgspec
import numpy as np
import pytest

from data.errors import Failure
from detectors.boosted import Boosted
from risk.bundle import Bundle
from risk.features import catalogue
from risk.report import REPORT, require_drawing, write_report
from risk.train import HIGHEST, Training
from tests.risk.cards import card, held_out

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
"""shap asks matplotlib for what will be deprecated there."""


@pytest.fixture(scope="module")
def training(bundle: Bundle) -> Training:
    """A made-up card beside the demo's model of shipments, and some rows."""
    assert bundle.manifest is not None
    examples = np.random.default_rng(1).normal(size=(40, len(catalogue.NAMES)))
    models = {"shipment": bundle.models["shipment"].model}
    assert isinstance(models["shipment"], Boosted)
    shown = card(held_out())
    return Training(bundle.manifest, shown, models, {"shipment": examples}, (), 0)


def _bare(training: Training) -> Training:
    """The same with detectors alone and nothing to judge calibration by."""
    model = training.models["shipment"]
    assert isinstance(model, Boosted)
    shown = card(held_out(reliability=()), "detectors")
    return msgspec.structs.replace(training, models={"shipment": model.blend}, card=shown)


def test_the_page_holds_the_card_and_every_plot(training: Training, tmp_path: Path) -> None:
    said: list[str] = []
    path = write_report(tmp_path / "new" / "folder", training, stage=said.append)
    assert path == tmp_path / "new" / "folder" / REPORT
    page = path.read_text(encoding="utf-8")
    assert said == ["drawing shipment"]
    assert "ROC-AUC 0.9100" in page
    captions = re.findall("<figcaption>(.*?)</figcaption>", page)
    assert sum("waterfall" in caption for caption in captions) == HIGHEST
    assert sum("beeswarm" in caption for caption in captions) == 1
    assert sum("dependence" in caption for caption in captions) == 4
    pictures = re.findall('src="data:image/png;base64,([^"]+)"', page)
    assert len(pictures) == len(captions) == 10
    assert all(b64decode(picture).startswith(b"\x89PNG") for picture in pictures)
    assert not re.search(r"https?://|<script", page)


def test_without_trees_there_are_no_shap_plots_and_it_says_so(
    training: Training, tmp_path: Path
) -> None:
    page = write_report(tmp_path, _bare(training)).read_text(encoding="utf-8")
    assert page.count("<figure>") == 1
    assert "there are no SHAP values" in page


def test_nothing_held_out_leaves_the_text(training: Training, tmp_path: Path) -> None:
    bare = msgspec.structs.replace(training, card=card(None))
    page = write_report(tmp_path, bare).read_text(encoding="utf-8")
    assert "nothing to judge by" in page
    assert "<figure>" not in page


def test_a_folder_that_cannot_be_written_is_a_failure(training: Training, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    bare = msgspec.structs.replace(training, card=card(None))
    with pytest.raises(Failure, match=r"can't write report\.html"):
        write_report(tmp_path / "file" / "folder", bare)


def test_without_the_drawing_libraries_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "shap", None)
    with pytest.raises(Failure, match=re.escape("postrisk[train]")):
        require_drawing()
