"""L02: a shared warehouse."""

from data.events import Shipment
from data.synthetic.decoys.base import Ambient, Scene


class SharedWarehouse(Ambient):
    """Parcels of merchants who share their store."""

    def applies(self, scene: Scene) -> bool:
        """Whether such a merchant sends."""
        shop = scene.shop
        sent = isinstance(scene.event, Shipment) and not scene.event.is_return
        return sent and shop is not None and shop.shared_store
