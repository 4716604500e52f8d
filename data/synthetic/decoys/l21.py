"""L21: an address in a minority area."""

from data.events import Shipment
from data.synthetic.decoys.base import Ambient, Scene, odd_home


class MinorityAddress(Ambient):
    """Parcels of people there, and parcels to them where money is to be collected."""

    def applies(self, scene: Scene) -> bool:
        """Whether one of them sends, or a shop sends them something cash on delivery."""
        if not isinstance(scene.event, Shipment):
            return False
        home = odd_home(scene)
        return home is not None and home.district.minority
