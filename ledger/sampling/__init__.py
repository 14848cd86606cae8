"""Samples for an accountant that anybody can draw again: `draw.py`. docs/sample.md specifies them, with an example."""
