"""A list of documents in a spreadsheet, with their files: what `import_documents` takes in, all of it or nothing.

headings   what the columns of the list are called
entries    from a row of the list to a document
taking_in  what becomes of documents and files, and writing it
"""

from .taking_in import Counts, take_in

__all__ = ["Counts", "take_in"]
