from .blocks import Block, Wording
from .comparisons import Comparison
from .glossary import GlossaryTerm
from .lineage import Lineage
from .looks import Look
from .marks import Agreement, Attribution, Reservation
from .proposal_papers import ProposalsPaper
from .proposals import Carried, Proposal, ProposalQuerySet, Support
from .record_papers import RecordPaper
from .releases import LanguageVersion, Reissue, Typeset
from .room import Showing, Snapshot
from .texts import FrozenText, Text, TextVersion
from .transmittals import Transmittal

__all__ = [
    "Agreement",
    "Attribution",
    "Block",
    "Carried",
    "Comparison",
    "FrozenText",
    "GlossaryTerm",
    "LanguageVersion",
    "Lineage",
    "Look",
    "Proposal",
    "ProposalQuerySet",
    "ProposalsPaper",
    "RecordPaper",
    "Reissue",
    "Reservation",
    "Showing",
    "Snapshot",
    "Support",
    "Text",
    "TextVersion",
    "Transmittal",
    "Typeset",
    "Wording",
]
