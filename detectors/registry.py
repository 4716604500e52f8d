"""The list of detectors: name -> class. A new one is added here, and all laws run over it."""

from typing import Final

from detectors.base import Detector
from detectors.copod import CompiledCopod
from detectors.ecod import CompiledEcod
from detectors.hbos import CompiledHbos
from detectors.iforest import CompiledIForest
from detectors.inne import CompiledInne
from detectors.knn import CompiledKnn
from detectors.loda import CompiledLoda
from detectors.pca import CompiledPca

DETECTORS: Final[dict[str, type[Detector]]] = {
    kind.name: kind
    for kind in (
        CompiledEcod,
        CompiledCopod,
        CompiledHbos,
        CompiledLoda,
        CompiledPca,
        CompiledIForest,
        CompiledInne,
        CompiledKnn,
    )
}
