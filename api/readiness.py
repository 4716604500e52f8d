"""Whether new work should be sent here: the service is ready and the process isn't going away."""

from api.ports import Service
from data.errors import Unavailable


class Readiness:
    """The answer of ``/readyz``; liveness is another matter and needs no state."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._draining = False

    def drain(self) -> None:
        """From now on not ready; requests that come all the same are still answered."""
        self._draining = True

    def check(self) -> None:
        """Say nothing when ready.

        Raises:
            Unavailable: the process is draining, or the service says why it can't score.
        """
        if self._draining:
            raise Unavailable("the process is going away", code="draining")
        if not self._service.ready:
            reason = self._service.not_ready_reason
            raise Unavailable(reason or "the service is starting", code="not_ready")
