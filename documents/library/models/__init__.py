from .documents import Document, Relation, SymbolAlias
from .inputs import InputDue, RequiredInput
from .renditions import Rendition

__all__ = ["Document", "InputDue", "Relation", "Rendition", "RequiredInput", "SymbolAlias"]
