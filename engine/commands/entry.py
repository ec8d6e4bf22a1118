"""Parses a command line, runs its command, and turns every failure into one sentence."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Callable, Sequence
from typing import NoReturn, Protocol

from engine.commands import (
    benchmark,
    colorize,
    desktop_entry,
    detect,
    evaluate,
    import_checkpoint,
    info,
    networks,
    train,
)
from engine.commands.batch import (
    DEBUG_VARIABLE,
    failure_sentence,
    silence_closed_output,
    traceback_of,
)
from engine.commands.console import PROGRAM, Console
from engine.commands.ending import INTERRUPTED, EndedError, as_after_ctrl_c
from engine.errors import EngineError

DESCRIPTION = """\
Colorizes black-and-white photos, object by object.
Without a command the app opens, with PHOTO if one is given."""


class Command(Protocol):
    """A module of this folder; adding one means adding it to `COMMANDS`."""

    NAME: str
    SUMMARY: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""

    def run(self, options: argparse.Namespace, console: Console) -> int:
        """Do it; the exit status."""
        ...


COMMANDS: tuple[Command, ...] = (
    colorize,
    detect,
    info,
    networks,
    import_checkpoint,
    benchmark,
    train,
    evaluate,
    desktop_entry,
)


def is_command_line(arguments: Sequence[str]) -> bool:
    """Whether the arguments are for the command line, and not for the app."""
    first = next(iter(arguments), "")
    return first.startswith("-") or first in {command.NAME for command in COMMANDS}


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit status.

    Raises:
        SystemExit: argparse's own, for --help and for a wrong command line.
    """
    console = Console()
    options, unknown = _parser().parse_known_args(arguments)
    if unknown:
        options.parser.error(_not_understood(unknown, options))
    options.verbose = options.verbose or wants_tracebacks()
    command: Command = options.command
    # A training goes on without its terminal, and sees to its end by itself.
    ending = contextlib.nullcontext() if command is train else as_after_ctrl_c()

    def work() -> int:
        with ending:
            return command.run(options, console)

    return guarded(work, console, verbose=options.verbose)


def wants_tracebacks() -> bool:
    """Whether the environment asks for the traceback of an unexpected error."""
    return bool(os.environ.get(DEBUG_VARIABLE))


def guarded(work: Callable[[], int], console: Console, *, verbose: bool | None = None) -> int:
    """The exit status of `work`; whatever it raises becomes a sentence on stderr.

    Args:
        work: what to do.
        console: where the sentence goes.
        verbose: show the traceback of an unexpected error; None asks the environment.
    """
    try:
        return work()
    except KeyboardInterrupt as stop:
        console.complaint("Stopped; no file was left half-written.")
        return stop.status if isinstance(stop, EndedError) else INTERRUPTED
    except BrokenPipeError:
        silence_closed_output()
        return 1
    except EngineError as error:
        console.failure(error)
    except Exception as error:  # a person gets a sentence, not a traceback
        console.complaint(failure_sentence(error))
        if wants_tracebacks() if verbose is None else verbose:
            console.note(traceback_of(error))
    return 1


def _not_understood(words: Sequence[str], options: argparse.Namespace) -> str:
    """What is wrong with words that no option takes."""
    if hasattr(options, "photos") and not any(word.startswith("-") for word in words):
        return f"{' '.join(words)} stands apart from the other photos; name all of them together"
    return f"{' '.join(words)} is not understood"


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one sentence, in place of all options there are."""

    def error(self, message: str) -> NoReturn:
        """End with the exit status 2."""
        self.exit(2, f"{self.prog}: {message}. {self.prog} --help shows what there is.\n")


def _parser() -> argparse.ArgumentParser:
    from engine.inventory import app_version

    parser = Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [PHOTO]\n       {PROGRAM} COMMAND ...",
        description=DESCRIPTION,
        epilog=f"{PROGRAM} COMMAND --help shows a command's options.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {app_version()}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, prog=PROGRAM
    )
    for command in COMMANDS:
        summary = command.SUMMARY
        description = f"{summary[:1].upper()}{summary[1:]}."
        child = commands.add_parser(command.NAME, help=summary, description=description)
        command.add_arguments(child)
        child.add_argument(
            "--verbose", action="store_true", help="show where an unexpected error came from"
        )
        child.set_defaults(command=command, parser=child)
    return parser
