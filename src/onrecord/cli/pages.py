"""`report` and `export`: what a ledger holds, for people to read and for others to take on."""

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
    "--title",
    metavar="TEXT",
    help="What the story is called.  [default: what build was told, or the file's name]",
)
@click.option(
    "--template",
    metavar="FILE",
    help="Put a template's questions to the story: a YAML file, or one of ours (monument).  "
    "[default: those that build was told]",
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
        asked = template or story.told("template")
        questions = topics.questions(story, template=template) if asked else ()
        title = title or story.told("title") or ledger.stem
        emit(page(story, title, questions=questions, texts=texts), output)
    return DONE


ABOUT = {
    "jsonl": "what read prints, made again from the ledger",
    "csv": "plain tables, a file each (DIR)",
    "parquet": "the same tables as Parquet (DIR)",
    "jsonld": "schema.org claims, quotations, speakers, articles",
    "web-annotation": "W3C Web Annotations",
    "prov": "W3C PROV-JSON",
    "ftm": "followthemoney entities, one a line",
    "brat": "texts with annotations beside them (DIR)",
    "label-studio": "tasks with predictions, to be corrected by people",
}


def _formats() -> str:
    """The formats of `export`, one a line, for its help."""
    return "\n".join(["\b", "Formats:", *(f"  {name:16}{what}" for name, what in ABOUT.items())])


@onrecord.command(no_args_is_help=True, epilog=_formats())
@LEDGER
@click.option(
    "--to",
    "form",
    required=True,
    type=click.Choice(tuple(ABOUT)),
    metavar="FORMAT",
    help="The format; see below.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The file to write (standard output otherwise), or the folder.",
)
def export(ledger: Path, form: str, output: Path | None) -> int:
    """Hand a ledger on in a format that others read.

    \b
    onrecord export story.ledger --to csv -o tables/
    onrecord export story.ledger --to web-annotation -o story.jsonld
    """  # noqa: D301 - click reads the character
    from onrecord.present.export import FORMATS

    chosen = FORMATS[form]
    if chosen.folder and output is None:
        raise click.UsageError(f"{form} makes several files: give a folder with -o")
    if output is not None:
        check(output, folder=chosen.folder)
    with opened(ledger, read_only=True) as story:
        for name, pieces in chosen.files(story):
            target = output / name if output is not None and name else output
            if target is not None and name:
                target.parent.mkdir(parents=True, exist_ok=True)
            emit(pieces, target)
    return DONE
