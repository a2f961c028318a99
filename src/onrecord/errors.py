"""Every error onrecord raises, and what each means for the run.

    OnrecordError
    ├── ItemError               this item failed: record it with its reason, go on
    │   ├── EmptyInput            nothing in it, or only white space
    │   ├── NotText               bytes of some other kind: an image, an archive, a program
    │   ├── Undecodable           text, but in no encoding that fits
    │   ├── NoArticle             a page or row in which no article text was found
    │   ├── TooLarge              over a limit of `Settings`, which the message names
    │   ├── BadRow                a broken line or row among good ones
    │   ├── Unreadable            the file system said no
    │   ├── Unreachable           the network said no, for now
    │   └── Refused               an address that is not fetched, or not given out
    └── RunError                this run cannot continue
        ├── NothingToRead         no path given holds anything
        ├── MissingExtra          needs a package that is not installed
        ├── BadModel              the weights do not fit the code
        ├── BadLedger             no ledger, not one, or one this version cannot read
        ├── BadDecision           a person's decision that cannot be: the message says why
        ├── BadState              where a watch left off cannot be read or written
        └── BadTemplate           a file of questions that is none

Wrong arguments stay `ValueError` and `TypeError`. A message says what, where and the remedy:
`feed.csv: row 12 has no text; name the column with the text "text", "body" or "content"`.
"""

from __future__ import annotations


class OnrecordError(Exception):
    """The root: catch this to catch everything onrecord raises on purpose."""


class ItemError(OnrecordError):
    """One item could not be read; the run goes on without it.

    `where` names the item as the user would: a path, with a row or a line where there are many.
    """

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where, self.what, self.remedy = where, what, remedy
        super().__init__(f"{where}: {what}" + (f"; {remedy}" if remedy else ""))

    def __reduce__(self) -> tuple[type[ItemError], tuple[str, str, str]]:
        return type(self), (self.where, self.what, self.remedy)


class EmptyInput(ItemError):
    """There is nothing in it, or only white space."""


class NotText(ItemError):
    """The bytes are of another kind than text."""


class Undecodable(ItemError):
    """It looks like text, but no encoding fits."""


class NoArticle(ItemError):
    """No article text was found in it."""


class TooLarge(ItemError):
    """It is over a limit; the message names the setting."""


class BadRow(ItemError):
    """A line or row that does not parse, among others that may."""


class Unreadable(ItemError):
    """The file system would not give it."""


class Unreachable(ItemError):
    """The network would not give it now, and may later; `retry_after` is what the server asks."""

    retry_after: str | None = None


class Refused(ItemError):
    """It is not to be fetched, or its server will not give it out: asking again is no use."""


class RunError(OnrecordError):
    """The run cannot continue."""


class NothingToRead(RunError):
    """No path given holds anything to read."""


class MissingExtra(RunError):
    """A package that is an extra is not installed; the message has the `pip install` line."""


class BadModel(RunError):
    """The weights that came with the package are absent or do not fit this code."""


class BadLedger(RunError):
    """The file is absent, is no ledger, or is one that this version cannot read or write."""


class BadDecision(RunError):
    """A person decided something of what is not there, or that cannot be so."""


class BadState(RunError):
    """The file that says where a watch left off cannot be read or written."""


class BadTemplate(RunError):
    """The file of questions is absent or does not parse; the message lists all its faults."""
