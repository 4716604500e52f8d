"""L03: a village address."""

from data.events import Shipment
from data.synthetic.decoys.base import Ambient, Scene, odd_home


class VillageAddress(Ambient):
    """Parcels of villagers, and parcels to them where money is to be collected."""

    def applies(self, scene: Scene) -> bool:
        """Whether a villager sends, or a shop sends one cash on delivery."""
        if not isinstance(scene.event, Shipment):
            return False
        home = odd_home(scene)
        return home is not None and home.kind == "village" and not home.district.minority
