"""Headers that neither Django nor another package sends."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# No page of the portal uses them, so no script that slipped in may.
REFUSED = ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "browsing-topics")
POLICY = ", ".join(f"{feature}=()" for feature in REFUSED)


class NoDeviceFeatures:
    """Tells the browser that no page asks for camera, microphone, place or payment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", POLICY)
        return response
