"""What a kind of fact is told with: a function of the fact and of the words for what its stream is about."""

from collections.abc import Callable
from typing import Any

Phrase = Callable[[Any, str], str]
"""What the actor did, in the past tense and without a full stop."""
