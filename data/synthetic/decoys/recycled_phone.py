"""recycled_phone: somebody honest has a number that was a fraudster's."""

from data.synthetic.decoys.base import Ambient, Scene


class RecycledPhone(Ambient):
    """Ordinary events of the number's new owner."""

    def applies(self, scene: Scene) -> bool:
        """Whether the one who acts or who receives has such a number."""
        return scene.actor.recycled or (scene.receiver is not None and scene.receiver.recycled)
