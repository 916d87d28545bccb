"""The `isnad` command. Whatever is slow to import is imported by the command that needs it."""

import sys

from config.errors import ConfigError, IsnadError
from config.settings import prepare_prefect
from flows.cli import asking as asking  # these have the commands
from flows.cli import collecting as collecting
from flows.cli import keeping as keeping
from flows.cli.app import ERR, app

FAILED, WRONG = 1, 2


def main() -> None:
    """Run the command; an error ends in one sentence: exit 2 for wrong input, 1 for a failed run."""
    prepare_prefect()
    try:
        app()
    except ConfigError as error:
        ERR.print(f"isnad: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(WRONG)
    except IsnadError as error:
        ERR.print(f"isnad: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(FAILED)
    except Exception as error:
        from flows.terminal.failures import explain

        said = explain(error)
        if said is None:
            raise
        ERR.print(f"isnad: {said}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(FAILED)
