"""The pages of proposals: all of a version, the form in which one is made, and what is done with them."""

from .acts import proposals_act
from .form import propose
from .listed import proposals_page, proposals_pdf

__all__ = ["proposals_act", "proposals_page", "proposals_pdf", "propose"]
