"""The pages of the library and of the inputs, and the addresses that give out files."""

from .files import by_key, by_symbol, rendition_file
from .pages import document_page, inputs, library
from .text import as_text

__all__ = ["as_text", "by_key", "by_symbol", "document_page", "inputs", "library", "rendition_file"]
