from .documents import Document, Relation
from .inputs import InputDue, RequiredInput
from .renditions import Rendition
from .symbols import SymbolAlias, SymbolKey

__all__ = ["Document", "InputDue", "Relation", "Rendition", "RequiredInput", "SymbolAlias", "SymbolKey"]
