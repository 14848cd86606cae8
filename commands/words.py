"""Codes of facts and intents in words, for people; `--json` keeps the codes."""

from projections.words import counted, words

__all__ = ["counted", "words"]
