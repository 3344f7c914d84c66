from .asked import asked
from .clarifying import clarification
from .clearing import clear
from .library import published, published_json, published_xlsx
from .own import home
from .public import attachment, call_file, call_page, coverage_page, submission_page
from .receipts import filed_json, receipt, receipt_pdf
from .reviewing import review, revise
from .taking_back import discard, withdraw
from .word_form import word_form, word_report
from .writing import begin, write

__all__ = [
    "asked",
    "attachment",
    "begin",
    "call_file",
    "call_page",
    "clarification",
    "clear",
    "coverage_page",
    "discard",
    "home",
    "published",
    "published_json",
    "published_xlsx",
    "filed_json",
    "receipt",
    "receipt_pdf",
    "review",
    "revise",
    "submission_page",
    "withdraw",
    "word_form",
    "word_report",
    "write",
]
