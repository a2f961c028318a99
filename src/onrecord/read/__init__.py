"""Bytes in, articles out: files, folders, globs or standard input, whatever kind they are of."""

from onrecord.read.items import items_in
from onrecord.read.language import other_language

__all__ = ["items_in", "other_language"]
