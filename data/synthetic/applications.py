"""Applications for cash on delivery."""

import math
import random
from datetime import datetime
from typing import Final

from data.events import CodApplication, Party
from data.synthetic import calendar, dirt, parties
from data.synthetic.drafts import PENDING_ID
from data.synthetic.draws import Weighted, chance
from data.synthetic.items import TRADES
from data.synthetic.merchants import Merchant
from data.synthetic.world import World

_CYCLE_DAYS: Final = Weighted((1, 3, 7, 14, 30), (5, 25, 40, 20, 10))
_DEPOSIT_SHARE: Final = Weighted((0.0, 0.05, 0.1, 0.2), (35, 30, 25, 10))


def cod_application(
    world: World,
    rng: random.Random,
    day: int,
    shop: Merchant,
    at: datetime | None = None,
    *,
    appetite: float = 1.0,
) -> CodApplication:
    """One application: amounts follow the trade's usual value and a log-normal volume.

    Args:
        world: where outlets come from.
        rng: the stream to draw from.
        day: the day, from 0.
        shop: who applies; the less sound it is, the more often it asks for advances.
        at: when; by the hours of counters if not given.
        appetite: the limit asked for, relative to the usual share of a month's volume.
    """
    outlet = world.outlets.near(rng, shop.store.district, "express")
    average_fen = round(TRADES[shop.trade].median_value_fen * rng.uniform(0.7, 1.6), -2)
    parcels = max(10, round(rng.lognormvariate(5.2, 1.0)))
    monthly_fen = int(average_fen) * parcels
    share = appetite * rng.lognormvariate(math.log(0.38), 0.4)
    limit_fen = round(monthly_fen * share, -4)
    rep = shop.legal_rep
    return CodApplication(
        event_id=PENDING_ID,
        occurred_at=at or calendar.moment(rng, day, "counter"),
        entity="express",
        channel=rng.choice(("counter", "web", "app")),
        outlet_id=outlet.outlet_id,
        operator_id=rng.choice(outlet.staff),
        merchant_id=shop.merchant_id,
        business=parties.merchant(rng, shop),
        legal_rep=Party(
            name=rep.name,
            id_type=rep.id_type,
            id_no=dirt.document_text(rng, rep.id_no),
            phone=dirt.phone_text(rng, rep.phone),
        ),
        contact_phone=dirt.phone_text(rng, rep.phone if chance(rng, 0.5) else shop.phone),
        settle_account_no=shop.settle_account_no,
        warehouse_address=dirt.address_text(rng, shop.store),
        category=TRADES[shop.trade].category,
        registered_on=shop.standing.founded.isoformat(),
        requested_limit_fen=int(limit_fen),
        expected_monthly_cod_fen=monthly_fen,
        average_cod_fen=int(average_fen),
        deposit_fen=int(limit_fen * _DEPOSIT_SHARE.pick(rng)),
        payout_cycle_days=_CYCLE_DAYS.pick(rng),
        advance_requested=chance(rng, 0.05 + 0.6 * (1.0 - shop.standing.soundness)),
    )
