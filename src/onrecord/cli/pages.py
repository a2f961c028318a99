"""`report`: a story's dossier as one page."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.app import DONE, onrecord
from onrecord.cli.ledger import LEDGER, opened
from onrecord.cli.output import check, emit


@onrecord.command(no_args_is_help=True)
@LEDGER
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The page to write.",
)
@click.option(
    "--title", metavar="TEXT", help="What the story is called.  [default: the file's name]"
)
@click.option(
    "--template",
    metavar="FILE",
    help="Put a template's questions to the story: a YAML file, or one of ours (monument).",
)
@click.option(
    "--texts/--no-texts",
    default=None,
    help="Print the articles' marked texts.  [default: up to 200 articles]",
)
def report(
    ledger: Path, output: Path, title: str | None, template: str | None, texts: bool | None
) -> int:
    """Write the dossier of a story: one page that needs no network, and prints.

    What is said and on how many origins, what nobody says, what does not go together and what
    changed; then how it spread, who spoke and every article with its marks. Everything on it
    leads to its words. Works without script.

    \b
    onrecord report story.ledger -o story.html
    onrecord report story.ledger -o story.html --title "The harbour loan" --template loan.yaml
    """  # noqa: D301 - click reads the character
    from onrecord.present import topics
    from onrecord.present.report import page

    check(output, folder=False)
    with opened(ledger, read_only=True) as story:
        questions = topics.questions(story, template=template) if template else ()
        emit(page(story, title or ledger.stem, questions=questions, texts=texts), output)
    return DONE
