"""Documents, their files and the required inputs, as programs read them.

shapes     what answers may hold
files      one file as it is answered, and the addresses of files
documents  documents with their current files
inputs     required inputs with the sessions they are due for
"""

from .router import router

__all__ = ["router"]
