"""Corpora: the same reading for millions of articles, wherever the work is run.

`extracted` cuts the input into chunks, hands those that are not done to an engine, and gives an
account of each as it ends. What comes out is the same bytes for every engine, because a chunk's
files depend on the chunk alone; an engine only decides where a chunk runs.
"""

from onrecord.scale.chunks import Chunk, Outcome
from onrecord.scale.run import ENGINES, extracted

__all__ = ["ENGINES", "Chunk", "Outcome", "extracted"]
