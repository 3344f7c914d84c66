from .addresses import DesignationKey, FormerKey
from .documents import Document, Relation
from .downloads import LastDownload
from .inputs import InputDue, RequiredInput
from .links import DocumentLink
from .renditions import Rendition
from .symbols import SymbolAlias, SymbolKey
from .visits import LastVisit
from .words import PageText

__all__ = [
    "DesignationKey",
    "Document",
    "DocumentLink",
    "FormerKey",
    "InputDue",
    "LastDownload",
    "LastVisit",
    "PageText",
    "Relation",
    "Rendition",
    "RequiredInput",
    "SymbolAlias",
    "SymbolKey",
]
