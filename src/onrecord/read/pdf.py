"""A PDF with a text layer as an article: the layer's own lines, page after page.

pypdf (the extra `onrecord[pdf]`) reads the layer; it has limits of its own against hostile files.
Lines stay as they are set, since where they break is told from their widths later. A file that
is locked, broken or only pictures of pages is a named error: nothing is recognised from images.
When a PDF was published is not known: its creation date is that of the file.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.errors import BadRow, ItemError, NoArticle, NotText, TooLarge
from onrecord.read.document import text_article
from onrecord.values import Article, Settings, content_id

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 2000
MAX_LINE_CHARS = 1000
_IS_FILE_NAME = re.compile(r"\S+\.(?:docx?|pdf|indd|qxd|odt|rtf|tex|pptx?|xlsx?)\Z", re.IGNORECASE)
_MADE_BY = re.compile(r"(?:Microsoft (?:Word|PowerPoint) - |untitled\b)", re.IGNORECASE)


def pdf_articles(
    data: bytes, where: str, stem: str | None, settings: Settings
) -> Iterator[Article | ItemError]:
    """The one article of a PDF, or the error that says what is the matter with it."""
    try:
        yield _article(data, where, stem, settings)
    except ItemError as error:
        yield error


def _article(data: bytes, where: str, stem: str | None, settings: Settings) -> Article:
    try:
        from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError
    except ImportError as error:
        what = "is a PDF, and pypdf, which reads them, is not installed"
        raise NotText(where, what, "pip install 'onrecord[pdf]'") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = _opened(data, where)
        text = _text(reader, where, settings)
        title, byline = _line(reader, "/Title"), _line(reader, "/Author")
    except ItemError:
        raise
    except (FileNotDecryptedError, DependencyError) as error:
        raise _locked(where) from error
    except LimitReachedError as error:
        what = f"asks for more than pypdf allows ({_short(error)})"
        raise TooLarge(where, what, "save its text as .txt") from error
    except MemoryError as error:
        raise TooLarge(where, "asks for more memory than there is", "leave it out") from error
    except Exception as error:  # pypdf raises whatever a broken file provokes
        what = f"is a broken PDF ({type(error).__name__}: {_short(error)})"
        raise BadRow(where, what, "open it and save it anew, or save its text as .txt") from error
    sha256 = hashlib.sha256(data).hexdigest()
    id = stem or content_id(sha256)
    title = None if title and (_MADE_BY.match(title) or _IS_FILE_NAME.match(title)) else title
    blank = Article(id, "", sha256, title=title, byline=byline, where=where, original=data)
    return text_article(text, blank, settings)


def _opened(data: bytes, where: str) -> PdfReader:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise _locked(where)
    if (count := len(reader.pages)) > MAX_PAGES:
        raise TooLarge(where, f"has {count:,} pages, more than {MAX_PAGES:,}", "split it")
    return reader


def _locked(where: str) -> NotText:
    return NotText(where, "is a PDF locked by encryption", "unlock it, or save its text as .txt")


def _text(reader: PdfReader, where: str, settings: Settings) -> str:
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        lines = (line.rstrip() for line in page.extract_text().splitlines())
        if text := "\n".join(lines).strip("\n"):
            pages.append(text.encode("utf-8", "replace").decode("utf-8").replace("\0", ""))
            size += len(text)
        if size > settings.max_text_chars:
            what = f"its text has more than max_text_chars ({settings.max_text_chars:,}) characters"
            raise TooLarge(where, what, "raise the limit or split it")
    if not any(map(str.strip, pages)):
        what = "has no text layer: its pages are pictures, or empty"
        raise NoArticle(where, what, "run it through text recognition (OCR) first")
    return "\n".join(pages)


def _line(reader: PdfReader, name: str) -> str | None:
    """A line of what the file says of itself."""
    given = reader.metadata.get(name) if reader.metadata else None
    line = " ".join(str(given).replace("\0", "").split())[:MAX_LINE_CHARS] if given else ""
    return line.encode("utf-8", "replace").decode("utf-8") or None


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or "no reason given"
