"""The model card: what a bundle was fitted on, and what it shows on rows that it had not learnt from.

Values only; ``card_fit`` reckons them. It follows Mitchell et al. 2019, "Model cards for model
reporting", FAT*. No identifier is in it. A figure that can't be reckoned is None.
"""

from msgspec import Struct

from detectors.reliability import Bin
from risk.drift import Baseline
from risk.peers import Range


class Ranked(Struct, frozen=True, forbid_unknown_fields=True):
    """How well frauds stand above honest events.

    Attributes:
        roc_auc: how often a fraud stands above an honest event.
        pr_auc: average precision.
        recall_at_5_fpr: share of the frauds found while 5 % of the honest are called.
    """

    roc_auc: float
    pr_auc: float
    recall_at_5_fpr: float


class Calibrated(Struct, frozen=True, forbid_unknown_fields=True):
    """One way to make a probability, each half of the rows judged by a fit on the other.

    Attributes:
        name: one of ``detectors.rivals.CALIBRATORS``.
        served: whether decisions carry this one.
        ece: expected calibration error, 15 bins of equal mass.
        brier: mean squared error.
        gain: by how much its Brier score is lower than that of the served one.
        gain_error: standard error of the gain, rows taken as independent.
    """

    name: str
    served: bool
    ece: float
    brier: float
    gain: float
    gain_error: float


class Segment(Struct, frozen=True, forbid_unknown_fields=True):
    """Rows that have a flag, or have it not.

    Attributes:
        flag: name of the feature.
        has_it: which of the two.
        rows: how many.
        frauds: of these.
        pr_auc: average precision; None without frauds.
        false_alarms: share of the honest at or above the band ``high``; None without honest.
        reviewed: likewise within the review budget of 1 %.
    """

    flag: str
    has_it: bool
    rows: int
    frauds: int
    pr_auc: float | None
    false_alarms: float | None
    reviewed: float | None


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """Reviewing all from a score on.

    Attributes:
        budget: share of events that may be reviewed; None where cost chose the score.
        score: 0-1000, the least that is reviewed; 1001 reviews nobody.
        alerts: share of the rows that is reviewed.
        precision: share of the reviewed that are frauds; None if nobody is reviewed.
        recall: share of the frauds that is reviewed.
        hours_a_week: of review, by the events a week in training.
        saved_yuan: per 1,000 events, by the cost table.
    """

    budget: float | None
    score: int
    alerts: float
    precision: float | None
    recall: float
    hours_a_week: float
    saved_yuan: float


class LookAlike(Struct, frozen=True, forbid_unknown_fields=True):
    """Honest events that resemble a fraud, by the truth of a simulated world.

    Attributes:
        name: code of the look-alike, or "all honest".
        events: how many.
        medium: share of them at or above this band.
        high: likewise.
        critical: likewise.
        reviewed: share of them within the review budget of 1 %.
    """

    name: str
    events: int
    medium: float
    high: float
    critical: float
    reviewed: float


class HeldOutCard(Struct, frozen=True, forbid_unknown_fields=True):
    """What known rows show that ranking has not learnt from.

    Attributes:
        first: instant of the first, RFC 3339.
        last: of the last.
        rows: how many.
        frauds: of these.
        ranked: measures of the ranking.
        calibrated: ways to calibrate; none where frauds are too few to halve.
        reliability: of the served one, both halves together.
        segments: by flags of the catalogue.
        choices: a line for each review budget.
        cheapest: the score of the least expected cost; None if no review pays.
        look_alikes: the first is all honest; none without a truth.
    """

    first: str
    last: str
    rows: int
    frauds: int
    ranked: Ranked
    calibrated: tuple[Calibrated, ...]
    reliability: tuple[Bin, ...]
    segments: tuple[Segment, ...]
    choices: tuple[Choice, ...]
    cheapest: Choice | None
    look_alikes: tuple[LookAlike, ...]


class KindCard(Struct, frozen=True, forbid_unknown_fields=True):
    """The card of one kind of event.

    Attributes:
        model: "boosted" or "detectors".
        first: instant of the first event, RFC 3339.
        last: of the last.
        events: how many.
        frauds: matured and known.
        honest: likewise.
        unknown: not matured, or stopped without an outcome.
        maturity_days: after which an event without a bad outcome counts as honest.
        held_out: None where no fraud or no honest event is known.
        baselines: "score" and feature -> the shape of its values in training.
        peers: group (``risk.peers``) -> feature -> what is usual in it; none in a card of before there were.
    """

    model: str
    first: str
    last: str
    events: int
    frauds: int
    honest: int
    unknown: int
    maturity_days: int
    held_out: HeldOutCard | None
    baselines: dict[str, Baseline]
    peers: dict[str, dict[str, Range]] = {}


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in ``card.json``.

    Attributes:
        as_of: instant of training, RFC 3339.
        review_minutes: that one review takes.
        kinds: kind of event -> its card.
    """

    as_of: str
    review_minutes: float
    kinds: dict[str, KindCard]
