"""The figures of credit, by their permanent ids; a part of ``benchmarks.catalogue``."""

from typing import Final

from benchmarks.definitions import aim, at_most, plain, within

CREDIT: Final = (
    *(
        plain(f"credit.{name}.{model}.{metric}", "of 1", f"{told}, cross-validated")
        for name in ("taiwan", "german")
        for model in ("scorecard", "lightgbm")
        for metric, told in (
            ("auc", "area under the ROC curve"),
            ("ks", "largest distance of the cumulative distributions"),
            ("brier", "mean squared error of the probability"),
            ("ece", "calibration error over ten bins of equal size"),
        )
    ),
    *(
        aim(
            f"credit.{name}.auc_behind",
            "of 1",
            at_most(0.01),
            "LightGBM's AUC less the scorecard's",
        )
        for name in ("taiwan", "german")
    ),
    *(
        aim(
            f"credit.{name}.ece_ratio",
            "x",
            at_most(1),
            "the scorecard's calibration error to LightGBM's",
        )
        for name in ("taiwan", "german")
    ),
    plain("credit.minutes", "min", "the whole suite"),
    *(
        figure
        for card, by in (("", "expert card"), ("fitted.", "card fitted on the earlier half"))
        for figure in (
            plain(f"credit.world.{card}applications", "applications", f"graded by the {by}"),
            plain(
                f"credit.world.{card}bad_share", "of 1", "of them with a debt that became overdue"
            ),
            plain(f"credit.world.{card}auc", "of 1", "how well the PD ranks who went bad"),
            aim(
                f"credit.world.{card}grades_out_of_order",
                "grades",
                at_most(0),
                "grades that went bad less often than the better one before them",
            ),
            aim(
                f"credit.world.{card}expected_over_realised",
                "x",
                within(0.8, 1.2),
                "debts expected of the later half to those realised",
            ),
            plain(f"credit.world.{card}approved_share", "of 1", "with a limit and not stopped"),
            plain(
                f"credit.world.{card}lost_share", "of 1", "overdue debts of what our grades granted"
            ),
            plain(f"credit.world.{card}flat_lost_share", "of 1", "of as much by one limit for all"),
        )
    ),
)
