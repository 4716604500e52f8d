"""What others report for the same data and splits."""

from typing import Final

from benchmarks.adbench.outcome import Reached

TOLOKERS: Final = {
    "ResNet, no graph": 0.7295,
    "ResNet, SGC features": 0.8070,
    "GCN": 0.8364,
    "GAT-sep": 0.8378,
}
"""ROC AUC, mean of the ten splits of the file. Platonov, Kuznedelev, Diskin, Babenko, Prokhorenkova 2023,
"A critical look at the evaluation of GNNs under heterophily: Are we really making progress?" (ICLR)."""

S_FFSD: Final = {
    "MCNN": Reached(0.7129, 0.3309),
    "STAN": Reached(0.7446, 0.3395),
    "STAGN": Reached(0.7659, 0.3599),
    "GTAN": Reached(0.8286, 0.6585),
    "RGTAN": Reached(0.8461, 0.6939),
}
"""AUC and AP of the table "Test Result" in the README of the repository AI4Risk/antifraud: Xiang et al. 2023
(GTAN, AAAI), Xiang et al. 2025 (RGTAN, TKDE), Cheng et al. 2020 (STAN, AAAI; STAGN, TKDE), Fu et al. 2016
(MCNN, ICONIP), all of them run there."""
