"""Style sheets and scripts, answered as files are (giving.py)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from whitenoise.middleware import WhiteNoiseMiddleware

from .giving import given_by


class StaticFiles(WhiteNoiseMiddleware):
    """Says how a file is given again, unless it may change under way, as for developers."""

    def serve(self, static_file: Any, request: HttpRequest) -> Any:
        response = WhiteNoiseMiddleware.serve(static_file, request)
        if self.autorefresh:
            return response
        return given_by(lambda again: WhiteNoiseMiddleware.serve(static_file, again), response)
