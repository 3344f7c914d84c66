"""What is said of a text around its blocks, in the language of the file that is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from documents.numbering import Labels


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one version for a file; all are plain words, "" where there are none."""

    title: str
    text: str  # the key of the text
    version: int = 1
    original: str = "en"  # the language in which it was drafted
    date: str = "2004-01-01"  # of the version, ISO 8601
    symbol: str = ""
    subtitle: str = ""
    body: str = ""  # who issues it
    masthead: tuple[str, ...] = field(default=())  # further lines above the title
    named: Mapping[str, str] = field(default_factory=dict)  # participants, by the labels of brackets that name them
    labels: Labels = field(default_factory=Labels)
