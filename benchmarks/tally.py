"""How many were right, found and expected, and what follows from it."""

from dataclasses import dataclass

__all__ = ["Score"]


@dataclass(slots=True)
class Score:
    """How many were right, how many were found, and how many there are."""

    right: int = 0
    found: int = 0
    expected: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two; 1 where nothing was asked for and nothing found."""
        both = self.found + self.expected
        return 2 * self.right / both if both else 1.0

    def add(self, right: int, found: int, expected: int) -> None:
        """Count more."""
        self.right += right
        self.found += found
        self.expected += expected
