"""Speed and memory, held against what people use today, in one run: `python -m bench`."""
