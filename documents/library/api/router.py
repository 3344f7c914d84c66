"""The addresses of the library in the API."""

from ninja import Router

from . import documents, files, inputs

router = Router()
for part in (documents.router, files.router, inputs.router):
    router.add_router("", part)
