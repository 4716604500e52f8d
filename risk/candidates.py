"""A candidate for a backtest: another bundle, or other policies."""

from pathlib import Path

from data.errors import Failure
from risk.bundle import MANIFEST, Bundle, load_bundle
from risk.features.catalogue import vocabulary
from rules.cod_book import CodBook
from rules.compile import CompiledPolicy, compile_policies
from rules.load import load_policies, shipped_policies


def candidate_parts(
    path: Path, bundle: Bundle, policy: CompiledPolicy
) -> tuple[Bundle, CompiledPolicy]:
    """Bundle and policy of a candidate; the part that the path does not name is the champion's.

    Args:
        path: folder of a bundle, folder of policy files (the whole set), or one policy file, which
            takes the place of the shipped policy with its id, or is added.
        bundle: of the champion.
        policy: of the champion.

    Raises:
        Failure: nothing of the kind is there, or it holds mistakes.
    """
    if (path / MANIFEST).is_file():
        return load_bundle(path), policy
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix in (".yaml", ".yml"))
        if not files:
            raise Failure(f"{path.name} is neither a bundle nor a folder of policy files")
        policies = load_policies(files, vocabulary())
        return bundle, compile_policies(policies, vocabulary(), policy.cod)
    if not path.is_file():
        raise Failure(f"there is no bundle and no policy file at {path.name}")
    return bundle, _with_one_changed(path, policy.cod)


def _with_one_changed(path: Path, cod: CodBook | None) -> CompiledPolicy:
    names = vocabulary()
    (changed,) = load_policies([path], names)
    others = [p for p in load_policies(shipped_policies(), names) if p.id != changed.id]
    return compile_policies([*others, changed], names, cod)
