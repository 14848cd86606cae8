"""Who looks at persons, why, and from which device: what a look is logged with (BIO2 8.15.01). No personal data of whom is
looked at."""

import platform
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

LONGEST_PURPOSE = 200
_UNSAID = "unstated"


@lru_cache(maxsize=1)
def device() -> str:
    """This machine's name, and the program with its version."""
    try:
        release = version("lks")
    except PackageNotFoundError:
        release = "0"
    return f"{re.sub('[^A-Za-z0-9.-]', '-', platform.node())[:100] or 'unknown'} lks/{release}"


@dataclass(frozen=True, slots=True)
class Looker:
    """On whose behalf persons are looked at, and what for; the login is known to the database itself."""

    actor: str = ""
    purpose: str = _UNSAID
    device: str = ""

    def columns(self) -> tuple[str, str, str]:
        """As the functions of the vault take them."""
        return self.actor, self.purpose, self.device or device()
