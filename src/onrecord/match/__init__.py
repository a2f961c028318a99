"""Statements, entities and articles in; judgements about them out: same, copied, contradicting.

Each file decides one question over one new item and a few candidates, which somebody else has
found by the keys that the file names. No decision is made on all pairs, and none is final.
"""
