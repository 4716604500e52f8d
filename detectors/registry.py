"""The list of detectors: name -> class. A new one is added here, and all laws run over it."""

from typing import Final

from detectors.base import Detector
from detectors.ecod import CompiledEcod
from detectors.iforest import CompiledIForest

DETECTORS: Final[dict[str, type[Detector]]] = {
    CompiledEcod.name: CompiledEcod,
    CompiledIForest.name: CompiledIForest,
}
