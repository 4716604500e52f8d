"""Every figure there is, by its permanent id. An id is never reused for another meaning."""

from typing import Final

from benchmarks.credit.catalogue import CREDIT
from benchmarks.definitions import aim, at_least, at_most, exactly, plain, proof, within
from benchmarks.exposure.catalogue import EXPOSURE
from benchmarks.graph.catalogue import GRAPH
from benchmarks.measurement import Definition, Measurement

KINDS: Final = ("shipment", "account_opening", "cod_application")
PHASES: Final = ("subject", "state", "judge", "apply", "record")
DETECTORS: Final = ("ecod", "copod", "hbos", "loda", "pca", "iforest", "inne", "knn", "blend")
PROBES: Final = (
    *("row_order", "event_id", "waybill", "decimals", "missingness", "clock"),
    *("phone_segment", "line_length"),
)
SETTINGS: Final = ("unsupervised", "labels_01", "labels_05", "labels_10")
"""ADBench's shares of labelled anomalies that are compared: none, 1, 5 and 10 %."""
REFERENCES: Final = ("ecod", "copod", "hbos", "iforest", "knn", "pca")
METRICS: Final = ("aucroc", "aucpr")
METHODS: Final = ("rules", "iforest", "tabular", "raw_counts", "score", "engine")

_NONE: Final = exactly(0)
_RATIOS: Final = {"ecod": 10_000, "copod": 10_000, "iforest": 300}
"""How many times faster than PyOD's single row a compiled detector is meant to be."""

_LOAD: Final = (
    aim("load.throughput_ratio", "x", at_least(0.5), "durable scores to empty pydantic answers"),
    plain("load.score_per_second", "1/s", "durable scores, closed loop, 32 connections"),
    plain("load.empty_per_second", "1/s", "the empty endpoint, same bodies, same client"),
    plain("load.score_1_connection_per_second", "1/s", "durable scores, one caller at a time"),
    plain("load.client_ceiling_per_second", "1/s", "the client against a bare ASGI answer"),
    aim("load.client_cpu_share", "of 1", at_most(0.9), "CPU of the client while it drove scores"),
    plain("load.open_p50_ms", "ms", "open loop, 300/s, from the intended time: median"),
    plain("load.open_p95_ms", "ms", "open loop, 300/s, from the intended time: 95th percentile"),
    aim("load.open_p99_ms", "ms", at_most(10), "open loop, 300/s, from the intended time: p99"),
    plain("load.open_max_ms", "ms", "open loop, 300/s, from the intended time: slowest"),
    plain("load.fsync_ms", "ms", "one fsync of 4 KiB in the folder of the database, median"),
    aim("load.first_answer_seconds", "s", at_most(3), "serve: process start to the first score"),
    plain("load.restart_rows_per_second", "1/s", "rows of the log restored at a start"),
    proof("load.heavy_modules", "modules", _NONE, "heavy libraries that serve imports"),
    proof("load.bad_answers", "answers", _NONE, "answers under load that were not 200"),
)
_CRASH: Final = (
    plain("crash.rounds", "rounds", "load, kill -9 at a random moment, start again"),
    plain("crash.acknowledged", "events", "events and outcomes answered 200 before the kills"),
    plain("crash.in_doubt", "events", "sent, and no answer came before the kill"),
    proof("crash.lost", "events", _NONE, "acknowledged, and not there after the restart"),
    proof("crash.changed", "events", _NONE, "acknowledged, and another answer after the restart"),
    proof("crash.resend_failures", "events", _NONE, "sent again with the same id, and not 200"),
    proof("crash.rows_astray", "rows", _NONE, "rows missing, twice, or of nobody's sending"),
    proof("crash.window_differences", "rounds", _NONE, "a sender's window is not the recount"),
    proof("crash.vectors_differing", "rows", _NONE, "rows that a fresh state does not reproduce"),
    proof(
        "crash.verify_differing", "rows", _NONE, "decisions that postrisk verify finds to differ"
    ),
    plain("crash.restart_seconds", "s", "kill to the next announced URL, median"),
)
_EQUALITY: Final = (
    plain("equality.events", "events", "the same events over HTTP and from the file"),
    plain("equality.outcomes", "outcomes", "outcomes among them"),
    proof("equality.answers_differing", "events", _NONE, "answers that differ, duration_ms apart"),
    proof("equality.vectors_differing", "events", _NONE, "stored vectors that differ"),
    proof(
        "equality.stored_differing", "events", _NONE, "first answer and GET /v1/decisions differ"
    ),
    plain("equality.stored_bytes_differing", "events", "as before, but byte by byte"),
    proof("forms.lines_differing", "lines", _NONE, "compiled and plain form decide differently"),
    proof("equality.replays_differing", "files", _NONE, "second replay is not the same bytes"),
    proof(
        "equality.verify_differing", "rows", _NONE, "decisions that postrisk verify finds to differ"
    ),
    proof("equality.copies_failed", "answers", _NONE, "of 200 copies at once: not 200"),
    proof("equality.copies_answers", "answers", exactly(1), "of 200 copies at once: answers"),
    proof("equality.copies_rows", "rows", exactly(1), "of 200 copies at once: rows"),
    proof(
        "equality.copies_counted", "parcels", exactly(1), "of 200 copies: in the sender's window"
    ),
    proof("equality.changed_body_status", "HTTP", exactly(409), "another body under the same id"),
)
_SPEED: Final = (
    *(
        plain(f"speed.{kind}.{phase}_us", "us", f"{kind}: median of the phase {phase!r}")
        for kind in KINDS
        for phase in PHASES
    ),
    *(
        aim(f"speed.{kind}.total_us", "us", at_most(300), f"{kind}: median of all phases")
        for kind in KINDS
    ),
    aim("speed.event_mean_us", "us", at_most(300), "mean of all phases over the whole stream"),
    plain("speed.event_p99_us", "us", "99th percentile of all phases over the whole stream"),
    aim(
        "speed.replay_events_per_second",
        "1/s",
        at_least(4_000),
        "events scored by replay on one core, outcomes not counted",
    ),
    plain("speed.address_us", "us", "one address parsed, no cache, synthetic addresses"),
    plain("speed.token_us", "us", "one keyed token"),
    proof("speed.ledger_error", "log-odds", at_most(1e-9), "largest |base + sum - total|"),
    *(
        definition
        for name in DETECTORS
        for definition in (
            plain(f"speed.detector.{name}.pyod_us", "us", f"{name}: one row by PyOD"),
            plain(f"speed.detector.{name}.us", "us", f"{name}: one row, scored and explained"),
            Definition(
                f"speed.detector.{name}.ratio",
                "x",
                f"{name}: PyOD to compiled",
                at_least(_RATIOS[name]) if name in _RATIOS else None,
            ),
        )
    ),
    proof("speed.detector_difference", "score", at_most(1e-9), "largest difference from PyOD"),
    plain("speed.attribution.us", "us", "boosted trees: one row, scored and explained"),
    plain("speed.attribution.predict_us", "us", "the same row, scored by LightGBM"),
    plain("speed.attribution.contrib_us", "us", "the same row, explained by LightGBM"),
    plain("speed.attribution.shap_us", "us", "the same row, explained by shap"),
    aim("speed.attribution.ratio", "x", at_least(1), "LightGBM's bare score to ours explained"),
    plain("speed.attribution.load_ms", "ms", "tables made from the arrays of a bundle"),
    plain("speed.attribution.table_mb", "MB", "memory of the tables"),
    proof(
        "speed.attribution_error",
        "log-odds",
        at_most(1e-9),
        "largest |base + sum - LightGBM's raw score|",
    ),
    aim("speed.rules_us", "us", at_most(20), "100 rules over 60 features, one event"),
    plain("speed.rules_compile_ms", "ms", "compiling those 100 rules"),
    plain("speed.rules_hit_us", "us", "evidence of one rule that fired"),
    aim("speed.rules_200_us", "us", at_most(25), "200 rules over the catalogue, one event"),
)
_QUALITY: Final = (
    *(
        plain(f"quality.{kind}.{method}.{name}", unit, f"{kind}, {method}: {what}")
        for kind in KINDS
        for method in METHODS
        for name, unit, what in (
            ("pr_auc", "of 1", "area under precision and recall, new campaigns"),
            ("realistic_pr_auc", "of 1", "the same at published prevalence"),
            ("recall_at_05", "of 1", "share of frauds in the 0.5 % that rank highest"),
            ("precision_at_capacity", "of 1", "frauds of what people look at in a day"),
            ("tpr_at_5_fpr", "of 1", "share of frauds found while 5 % of the honest are called"),
            ("ece", "of 1", "expected calibration error, 15 bins of equal mass"),
            ("saved_yuan", "yuan", "saved in the test at a budget of 0.5 %"),
        )
    ),
    proof("quality.ledger_error", "log-odds", at_most(1e-9), "largest |base + sum - total|"),
    aim("quality.minutes", "min", at_most(25), "the whole suite, from an empty folder"),
    aim("quality.peak_memory_gb", "GB", at_most(4), "largest memory of all processes together"),
)

_FRAUD_KINDS: Final = ("shipment", "account_opening")
_STEALTH: Final = {"l0": at_least(0.90), "l1": within(0.60, 0.85), "l2": within(0.30, 0.60)}
_GENERATOR: Final = (
    *(
        definition
        for kind in _FRAUD_KINDS
        for definition in (
            aim(f"quality.g1.{kind}.l0", "of 1", at_most(0.99), "best single number, naive"),
            aim(f"quality.g1.{kind}.l1_l2", "of 1", at_most(0.85), "best single number, careful"),
            aim(f"quality.g2.{kind}", "of 1", within(0.40, 0.65), "rules: recall at 0.5 %"),
            aim(f"quality.g3.{kind}", "of 1", within(0.35, 0.60), "trees without history: PR-AUC"),
            aim(f"quality.g4.{kind}.rings", "of 1", at_least(0.08), "PR-AUC that sharing adds"),
            aim(f"quality.g4.{kind}.singles", "of 1", within(-0.05, 0.05), "the same, loners"),
            *(
                aim(f"quality.g5.{kind}.{level}", "of 1", target, f"{level}: engine's recall")
                for level, target in _STEALTH.items()
            ),
            *(
                aim(f"quality.g7.{kind}.{probe}", "of 1", at_most(0.55), "AUC of a leak probe")
                for probe in PROBES
                if (kind, probe) != ("account_opening", "waybill")
            ),
            aim(f"quality.g8.{kind}", "of 1", within(-0.25, -0.05), "PR-AUC late against early"),
            aim(f"quality.g12.{kind}", "of 1", within(0.48, 0.52), "AUC with shuffled labels"),
        )
    ),
    *(
        definition
        for hub in ("dormitories", "warehouses", "stations")
        for definition in (
            aim(f"quality.g6.{hub}.blind", "x", at_least(5), "false alarms by a hub-blind score"),
            aim(f"quality.g6.{hub}.knowing", "x", at_most(2), "the same with hub knowledge"),
            plain(f"quality.g6.{hub}.engine", "x", "false alarms by our engine, to all honest"),
        )
    ),
    *(
        plain(f"quality.g6.villages.{state}", "x", "the same in villages: no hub, for comparison")
        for state in ("blind", "knowing", "engine")
    ),
    aim("quality.g9.within", "of 1", exactly(1), "marginals within 10 %"),
    proof("quality.g10.files_differing", "files", _NONE, "two worlds of one seed, preset S"),
    *(
        aim(f"quality.g11.{typology}", "of 1", at_least(0.2), "unseen frauds in the top 2 %")
        for typology in ("sh_08", "ao_09")
    ),
    aim("quality.generator_minutes", "min", at_most(5), "all of G1 to G12"),
)

_AS_PUBLISHED: Final = {name: within(-0.005, 0.005) for name in ("copod", "hbos", "iforest", "knn")}
"""PyOD has changed ECOD since, and PCA divides by the rounding of columns that are sums of others."""

_ADBENCH: Final = (
    *(
        definition
        for setting in SETTINGS
        for metric in METRICS
        for definition in (
            plain(f"detectors.{setting}.{metric}.mean", "of 1", "our mean over the sets"),
            aim(
                f"detectors.{setting}.{metric}.lead",
                "of 1",
                at_least(0),
                "our mean less that of the best published column",
            ),
            plain(f"detectors.{setting}.{metric}.wins", "sets", "where ours is the higher"),
        )
    ),
    *(
        Definition(
            f"detectors.reference.{name}.{metric}_difference",
            "of 1",
            f"mean of PyOD's {name} here less the published one",
            _AS_PUBLISHED.get(name),
        )
        for name in REFERENCES
        for metric in METRICS
    ),
    aim("detectors.minutes", "min", at_most(15), "the whole suite, on one core"),
)

_AIMS: Final = {"auc_roc": 0.871, "average_precision": 0.69, "card_precision": 0.303}
_BOOK: Final = {
    "tree": {"auc_roc": 0.763, "average_precision": 0.496, "card_precision": 0.241},
    "logistic": {"auc_roc": 0.871, "average_precision": 0.606, "card_precision": 0.291},
}
_ROUNDED: Final = 0.0015
"""The book's figures have three digits; scores that are equal are sorted otherwise by pandas."""
_HANDBOOK: Final = (
    *(
        aim(
            f"handbook.{model}.week.{name}",
            "of 1",
            within(value - _ROUNDED, value + _ROUNDED),
            f"{model} on the book's features, its one week: whether the protocol is the book's",
        )
        for model, told in _BOOK.items()
        for name, value in told.items()
    ),
    *(
        plain(f"handbook.{model}.folds.{name}", "of 1", "the same, mean of four weeks")
        for model in _BOOK
        for name in _AIMS
    ),
    *(
        aim(f"handbook.ours.{span}.{name}", "of 1", at_least(least), f"ours, {told}")
        for span, told in (("week", "the book's one week"), ("folds", "mean of four weeks"))
        for name, least in _AIMS.items()
    ),
    plain("handbook.minutes", "min", "the whole suite"),
)

CATALOGUE: Final = (
    *_LOAD,
    *_CRASH,
    *_EQUALITY,
    *_SPEED,
    *_QUALITY,
    *_GENERATOR,
    *_ADBENCH,
    *_HANDBOOK,
    *GRAPH,
    *CREDIT,
    *EXPOSURE,
)
"""All definitions, in the order of the report."""

BY_ID: Final = {definition.id: definition for definition in CATALOGUE}


def measured(id_: str, value: float, note: str = "") -> Measurement:
    """The measurement of a declared id.

    Args:
        id_: one of the catalogue.
        value: the figure.
        note: how it came about, after what the id means.

    Raises:
        KeyError: the id is not declared.
    """
    known = BY_ID[id_]
    told = f"{known.what}; {note}" if note else known.what
    return Measurement(id_, float(value), known.unit, known.target, told, known.proof)
