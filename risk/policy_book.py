"""The life of policy versions: drafted, in shadow, live for a share or for all, retired, rolled back.

A version is one policy file. Live versions lie over the shipped files: each takes the place of the policy
with its id, or is added. The book is filled from the log alone and is a frozen value, so a change whose
commit failed is taken back by putting the former book in its place.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from data.changes import (
    Made,
    PolicyChange,
    PolicyDrafted,
    PolicyPublished,
    PolicyRetired,
    PolicyRolledBack,
    PolicyShadowed,
)
from data.errors import Conflict, Forbidden, NotFound

MAX_SHADOWS: Final = 4
"""Versions in shadow at once: each is asked about every event."""
MAX_VERSIONS: Final = 10_000
MAX_HISTORY: Final = 100
"""Publications that can be rolled back."""

Life = Literal["draft", "shadow", "partly_live", "live", "retired"]


class Version(Struct, frozen=True):
    """One policy file as it was drafted.

    Attributes:
        id: policy, its own version number, digest of its content: ``gifts@2-3fa9c2d1``.
        policy: id of the policy.
        author: API key that drafted it.
        publisher: API key that last published it, or None.
    """

    id: str
    policy: str
    text: str
    author: str
    drafted_at_ms: int
    publisher: str | None = None
    published_at_ms: int | None = None
    retired: bool = False


class Standing(Struct, frozen=True):
    """What decides.

    Attributes:
        live: policy -> version that decides in its place; an empty version means the policy is out.
        partly: a version that decides for a share of events, and the share; None if there is none.
    """

    live: Mapping[str, str] = {}
    partly: tuple[str, float] | None = None


class PolicyBook(Struct, frozen=True):
    """All versions and what stands.

    Attributes:
        versions: by id, oldest first.
        standing: what decides now.
        before: what decided before each publication or retirement, oldest first.
        shadows: versions that look without effect.
    """

    versions: Mapping[str, Version] = {}
    standing: Standing = Standing()
    before: tuple[Standing, ...] = ()
    shadows: tuple[str, ...] = ()

    def version(self, id_: str) -> Version:
        """The version of an id.

        Raises:
            NotFound: there is none.
        """
        found = self.versions.get(id_)
        if found is None:
            raise NotFound("there is no policy version with this id", param="version")
        return found

    def life_of(self, id_: str) -> Life:
        """Where a version is in its life."""
        version = self.version(id_)
        if self.standing.live.get(version.policy) == id_:
            return "live"
        if self.standing.partly is not None and self.standing.partly[0] == id_:
            return "partly_live"
        if id_ in self.shadows:
            return "shadow"
        return "retired" if version.retired or version.publisher is not None else "draft"

    def of_policy(self, policy: str) -> Iterator[Version]:
        """The versions of a policy, oldest first."""
        return (version for version in self.versions.values() if version.policy == policy)

    def check(self, actor: str, change: PolicyChange) -> None:
        """Refuse what may not be done now.

        Raises:
            NotFound: there is no such version.
            Conflict: it is already so, or no longer possible.
            Forbidden: the publisher is the author.
        """
        if isinstance(change, PolicyDrafted):
            self._check_draft(change)
        elif isinstance(change, PolicyShadowed):
            self._check_shadow(change.version)
        elif isinstance(change, PolicyPublished):
            self._check_publication(actor, change)
        elif isinstance(change, PolicyRetired):
            if self.life_of(change.version) == "retired":
                raise Conflict("it is retired already", code="already_so")
        elif not self.before:
            raise Conflict("nothing was published that could be rolled back", code="nothing_before")

    def after(self, made: Made) -> "PolicyBook":
        """The book after a checked change; any other change leaves it as it is."""
        match made.what:
            case PolicyDrafted(version=id_, policy=policy, text=text):
                drafted = Version(id_, policy, text, made.actor, made.at_ms)
                return replace(self, versions={**self.versions, id_: drafted})
            case PolicyShadowed(version=id_):
                return replace(self, shadows=(*self.shadows, id_))
            case PolicyPublished(version=id_, share=share):
                return self._published(made, id_, share)
            case PolicyRetired(version=id_):
                return self._retired(id_)
            case PolicyRolledBack():
                return replace(self, standing=self.before[-1], before=self.before[:-1])
        return self

    def _check_draft(self, change: PolicyDrafted) -> None:
        if change.version in self.versions:
            raise Conflict("a version of this content is there already", code="already_so")
        if len(self.versions) >= MAX_VERSIONS:
            raise Conflict(f"{MAX_VERSIONS} versions are kept at most", code="too_many_versions")

    def _check_shadow(self, id_: str) -> None:
        if self.life_of(id_) not in ("draft", "retired"):
            raise Conflict(f"it is {self.life_of(id_)} already", code="already_so")
        if len(self.shadows) >= MAX_SHADOWS:
            raise Conflict(f"{MAX_SHADOWS} versions are in shadow already", code="too_many_shadows")

    def _check_publication(self, actor: str, change: PolicyPublished) -> None:
        version = self.version(change.version)
        if version.author == actor:
            raise Forbidden("who drafted it may not publish it", code="second_person_needed")
        if self.life_of(change.version) == "live":
            raise Conflict("it is live already", code="already_so")
        partly = self.standing.partly
        if partly is not None and partly[0] != change.version:
            raise Conflict(
                f"{partly[0]} decides for a share of events: publish it to all, or roll it back",
                code="share_under_way",
            )
        if partly == (change.version, change.share):
            raise Conflict("it has this share already", code="already_so")

    def _published(self, made: Made, id_: str, share: float) -> "PolicyBook":
        version, now = self.versions[id_], self.standing
        published = replace(
            version, publisher=made.actor, published_at_ms=made.at_ms, retired=False
        )
        standing = (
            Standing({**now.live, version.policy: id_})
            if share >= 1.0
            else Standing(now.live, (id_, share))
        )
        return self._standing(standing, {**self.versions, id_: published}, without=id_)

    def _retired(self, id_: str) -> "PolicyBook":
        version, now = self.versions[id_], self.standing
        versions = {**self.versions, id_: replace(version, retired=True)}
        standing = now
        if now.live.get(version.policy) == id_:
            standing = replace(now, live={**now.live, version.policy: ""})
        elif now.partly is not None and now.partly[0] == id_:
            standing = replace(now, partly=None)
        if standing is now:
            shadows = tuple(other for other in self.shadows if other != id_)
            return replace(self, versions=versions, shadows=shadows)
        return self._standing(standing, versions, without=id_)

    def _standing(
        self, standing: Standing, versions: Mapping[str, Version], *, without: str
    ) -> "PolicyBook":
        return PolicyBook(
            versions,
            standing,
            (*self.before, self.standing)[-MAX_HISTORY:],
            tuple(other for other in self.shadows if other != without),
        )
