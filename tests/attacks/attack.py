"""An attack, as data: what is done by somebody with all rights, and the first bad position that must be named."""

from dataclasses import dataclass

from tests.attacks.world import World


@dataclass(frozen=True, slots=True)
class Attack:
    """`does`: SQL, in which {marks} are positions. `first`: the mark at which it is found, or two where one check names the entry
    and another the one after it. `later`: so many entries later."""

    name: str
    does: str
    first: str
    later: int = 0

    def statements(self, world: World) -> str:
        """What is done in this world."""
        return self.does.format(**world.marks)

    def expected(self, world: World) -> set[int]:
        """Where it must be found."""
        return {world.marks[mark] + self.later for mark in self.first.split()}
