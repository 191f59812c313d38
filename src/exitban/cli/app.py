"""The application: which commands there are, and what becomes of errors and of Ctrl-C."""

from __future__ import annotations

import gc
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from exitban.cli import STOPPED, STOPPED_WORDS, commands, ensembles
from exitban.cli.steps import unusable
from exitban.cli.streams import prepare
from exitban.cli.terminal import columns, say
from exitban.errors import ExitbanError
from exitban.page import narrow

DONE, WRONG = 0, 2
"""Exit statuses: done; the scenario or the call is wrong."""

MADE_BEFORE_COLLECTING = 100_000
"""How many more things than have gone there may be before Python looks for those that only hold each other. A command
keeps most of what it makes; looking as often as Python does by itself is a tenth of what a later start takes beside the
simulation."""


class Doors(TyperGroup):
    """Commands whose errors are told in plain words."""

    def invoke(self, ctx: Any) -> Any:  # the type of ctx moved between releases of typer
        """Run one command; an error that a person can put right becomes text and an exit status."""
        narrow(columns())
        try:
            return super().invoke(ctx)
        except ExitbanError as error:
            say(str(error))
            raise typer.Exit(WRONG) from error
        except BrokenPipeError:  # the reader of a pipe has left; typer knows how to end then
            raise
        except OSError as error:
            say(unusable(error))
            raise typer.Exit(WRONG) from error
        except KeyboardInterrupt as stop:
            say(f"\n{STOPPED_WORDS}")
            raise typer.Exit(STOPPED) from stop
        finally:
            narrow(None)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"exitban {version('exitban')}")
        raise typer.Exit(DONE)


ABOUT = (
    "What happens to control when leaving is forbidden?\n\n"
    "Every command takes the path of a scenario file or the name of a bundled one, and resignation-ban-2023 "
    "when none is given. What is printed are results of a model, no forecast that a real government falls."
)

app = typer.Typer(
    cls=Doors,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(help=ABOUT)
def before_the_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that stand before the command."""


for command in (*commands.ALL, *ensembles.ALL):
    app.command()(command)


def main() -> None:
    """Do what was typed."""
    gc.set_threshold(MADE_BEFORE_COLLECTING)
    prepare()
    app(prog_name="exitban")
