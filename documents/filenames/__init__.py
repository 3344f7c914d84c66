"""Names of files: the librarians' rule for those issued, and what the names that people give say.

rule      the name of a file by its symbol and language
marks     how people mark a language, and what else they write that is no part of a symbol
reading   from a name to each way in which it can be read
printed   from a name to the symbols it may stand for
finding   from a reading to the documents of a library
"""

from .finding import Found, Shelf, Shelved, find
from .reading import Named, Reading, read
from .rule import file_name, stem

__all__ = ["Found", "Named", "Reading", "Shelf", "Shelved", "file_name", "find", "read", "stem"]
