"""A folder that may be given another bundle while it is served: tells when one is there to take.

A bundle comes file by file, and another process writes them. So a change counts only when the folder
has been the same at two looks, and each state of the folder is tried once.
"""

from pathlib import Path

from risk.archive import Archive
from risk.bundle import MANIFEST, Bundle, load_bundle

_Marks = dict[str, tuple[int, int, int, int]]
"""File name -> inode, size, and when its content and its entry changed."""


class BundleWatch:
    """Watches one folder.

    Make it before the folder is first loaded, or a change between the two goes unseen.

    Args:
        folder: of the bundle; it need not be there yet.
        archive: keeps each bundle that is taken.
    """

    def __init__(self, folder: Path, archive: Archive) -> None:
        self._folder = folder
        self._archive = archive
        self._tried = self._last = _marks(folder)

    def look(self) -> Bundle | None:
        """The bundle that was put here, checked and kept in the archive; None if there is nothing new.

        A bundle that is gone is no change: it may be about to be replaced.

        Raises:
            Failure: what was put here is refused; it is told once.
        """
        before, self._last = self._last, _marks(self._folder)
        if self._last != before or self._last == self._tried or MANIFEST not in self._last:
            return None
        self._tried = self._last
        bundle = load_bundle(self._folder)
        self._archive.keep_bundle(self._folder, bundle)
        return bundle


def _marks(folder: Path) -> _Marks:
    """What tells one state of a folder from another without reading its files."""
    try:
        stats = {path.name: path.stat() for path in folder.iterdir()}
    except OSError:  # not there, or a file went away under our eyes: the next look tells
        return {}
    return {
        name: (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        for name, stat in stats.items()
    }
