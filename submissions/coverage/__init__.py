"""Who has answered a call: counts for everybody, names for the secretariat, and the matrix of both."""

from .counts import TONES, Counts, by_region, counts, counts_of
from .matrix import Matrix, matrix, pressed_in

__all__ = ["TONES", "Counts", "Matrix", "pressed_in", "by_region", "counts", "counts_of", "matrix"]
