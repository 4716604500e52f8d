"""The command ``postrisk``: another door, thin like the HTTP one.

Each command stands in a file of its own and is imported when it is called, so that ``--help`` answers
at once and ``serve`` never imports what training needs.
"""

import importlib
import sys
from types import ModuleType
from typing import Final

import click

from data.errors import Failure, PostRiskError, WrongUse

_COMMANDS: Final = {
    "audit": ("api.commands.audit", "Prove that the audit log is whole."),
    "backtest": ("api.commands.backtest", "Compare two bundles or policies over a file."),
    "benchmark": ("api.commands.benchmark", "Measure this engine and print tables."),
    "console": ("api.commands.console", "Serve the reviewers' console."),
    "demo": ("api.commands.demo", "Make a small world, score it, serve it."),
    "exposure": ("api.commands.exposure", "Prove the ledger of COD exposure, and look into it."),
    "graph": ("api.commands.graph", "Draw what lies around a case; report the network."),
    "import": ("api.commands.import_", "Turn your own file into events."),
    "key": ("api.commands.key", "Make, list and revoke API keys."),
    "lists": ("api.commands.lists", "Import entries of lists, and approve them."),
    "notices": ("api.commands.notices", "List notices, send dead ones anew, test a subscriber."),
    "notify": ("api.commands.notify", "Tell people and machines outside."),
    "policy": ("api.commands.policy", "Check, draft and try policies."),
    "replay": ("api.commands.replay", "Score a file through the engine that serves."),
    "serve": ("api.commands.serve", "Serve the score API."),
    "simulate": ("api.commands.simulate", "Make a simulated world."),
    "train": ("api.commands.train", "Fit the detectors and write a bundle."),
    "user": ("api.commands.user", "Make, list and disable accounts of people."),
    "verify": ("api.commands.verify", "Derive every stored decision again and compare."),
}


class _Commands(click.Group):
    """Commands by name, imported one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's
        if cmd_name not in _COMMANDS:
            return None
        command = _module_of(cmd_name).command
        assert isinstance(command, click.Command), cmd_name  # noqa: S101  narrows the type
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in sorted(_COMMANDS.items())])


def _module_of(name: str) -> ModuleType:
    """The module of a command.

    Raises:
        Failure: it stands on a library of an extra that is not installed.
    """
    try:
        return importlib.import_module(_COMMANDS[name][0])
    except ModuleNotFoundError as error:
        raise Failure(
            f"this command needs {error.name}, which is not installed: "
            "pip install 'postrisk[console,train,chat]'",
            code="no_extra",
        ) from None


# Not a docstring: click keeps lines apart only after a true backspace.
_HELP: Final = """PostRisk: fraud and risk scores for postal and express groups.

\b
First steps:
  postrisk demo                         a small world, scored and served
  postrisk key new --role api_client    a key for a counter system
  postrisk serve                        the API on http://127.0.0.1:8000

Exit codes: 0 done, 1 failed, 2 called wrongly; one clear line on stderr says why.
"""


@click.group(cls=_Commands, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="postrisk", prog_name="postrisk")
def _root() -> None:
    """The command itself; its help is ``_HELP``."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command and end the process with the contract's exit code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run a command; returns its exit code, after one clear line on stderr where it is not 0."""
    try:
        _root.main(args=arguments, standalone_mode=False, prog_name="postrisk")
    except (click.ClickException, click.Abort, PostRiskError, OSError) as error:
        print(f"postrisk: {_one_line(error)}", file=sys.stderr)  # noqa: T201  the one line
        return 2 if isinstance(error, click.ClickException | WrongUse) else 1
    return 0


def _one_line(error: Exception) -> str:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        text = "which command? (see --help)"
    elif isinstance(error, click.ClickException):
        text = f"{error.format_message()} (see --help)"
    elif isinstance(error, click.Abort):
        text = "stopped"
    elif isinstance(error, OSError):
        text = error.strerror or "the system refused a file or a connection"
    else:
        text = str(error)
    return " ".join(text.split())


if __name__ == "__main__":
    main()
