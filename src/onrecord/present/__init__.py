"""A reading in, something to look at or to hand on out: one module a format.

`jsonl`, `csv`, `html` and `terminal` each take readings and give pieces of text, one after
another, so that a run of any length can be written as it goes; `brat` gives files. None of them
opens a file, asks for the time or knows where the text will end up. `record` holds what the
views for people share: who gets which sign, how firmness is drawn, what it is called in words.
"""
