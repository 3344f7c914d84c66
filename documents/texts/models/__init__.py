from .blocks import Block, Wording
from .texts import FrozenText, Text, TextVersion, Typeset

__all__ = ["Block", "FrozenText", "Text", "TextVersion", "Typeset", "Wording"]
