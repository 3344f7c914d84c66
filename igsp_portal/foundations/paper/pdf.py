"""The one place that knows the PDF engine, which makes a PDF of HTML.

The engine is slow to import and needs the system library pango, so it is loaded when first asked for. The
portal runs without it and says what is missing in place of a paper.
"""

import ctypes
import logging
import mimetypes
import os
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.utils.translation import gettext as _

from igsp_portal.foundations.paper import scratch
from igsp_portal.foundations.paper.footnotes import laid_out

ROOT = Path(__file__).resolve().parents[3]
PAPERS = ROOT / "templates" / "papers"
OWN_FOLDERS = (ROOT / "igsp_portal" / "fonts", PAPERS, ROOT / "static")
PANGO = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
)
DEBIAN_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PdfError(Exception):
    """Something that hinders a PDF; its words are for the person who asked for it."""


class PdfEngineMissing(PdfError):
    """The machine lacks the engine or a library that it stands on."""


class AddressRefused(PdfError):
    """A paper asked for a file that is not the project's own."""


class PaperFileMissing(PdfError):
    """A font, style sheet or picture of the project is not where it should be."""


class PressEnded(PdfError):
    """What typesets beside this process ended over a paper, or was ended because it took too long."""


def available() -> bool:
    """Say whether this machine can typeset, without the two seconds that loading the engine takes."""
    return all(any(_loads(name) for name in names) for names in PANGO)


def typeset(
    html: str,
    *,
    language: str,
    title: str,
    author: str = "",
    variant: str = "pdf/ua-1",
    attachments: Iterable[tuple[str, bytes]] = (),
) -> bytes:
    """Return the PDF of ``html``, tagged, with every font in it; the same input gives the same bytes.

    ``html`` is a whole page; its relative addresses are looked up in ``templates/papers``, and only the
    project's own fonts, papers and static files can be reached. ``language`` is a BCP 47 code, ``variant``
    one that the engine knows ("pdf/ua-1", "pdf/a-3a"), ``attachments`` pairs of file name and bytes
    (they need "pdf/a-3a" to stay within the standard).

    Raises PdfEngineMissing, AddressRefused or PaperFileMissing; a full disk or memory raises what the system
    says (OSError, MemoryError), and nothing is left behind.
    """
    engine = _engine()
    html = unicodedata.normalize("NFC", html)  # an accent in a glyph of its own would be read apart from its letter
    with _own_faults(), TemporaryDirectory(dir=scratch.folder()) as place:
        page = engine.HTML(string=html, base_url=f"{PAPERS.as_uri()}/", url_fetcher=_fetcher())
        # One for each call: shared between threads it hangs or aborts the process.
        document = laid_out(page, font_config=_font_configuration(place), pdf_variant=variant, pdf_tags=True)
        document.metadata.lang = language
        document.metadata.title = title
        document.metadata.authors = [author] if author else []
        data = document.write_pdf(
            pdf_variant=variant,
            pdf_tags=True,
            attachments=[_attachment(engine, name, content) for name, content in attachments],
        )
    try:
        return _tagging().completed(data, document, html)
    except (AttributeError, LookupError, TypeError, StopIteration) as error:  # another release of the engine
        raise PdfError(f"{type(error).__name__}: {error}") from error


def own_file(address: str) -> Path:
    """Return the project's file at a ``file:`` address.

    Raises AddressRefused for any other address and for files outside the project's folders, however the way
    there is written; PaperFileMissing when the file is not there.
    """
    parts = urlsplit(address)
    path = Path(url2pathname(parts.path)).resolve()
    if parts.scheme != "file" or parts.netloc or not any(path.is_relative_to(own) for own in OWN_FOLDERS):
        raise AddressRefused(
            _("The document refers to %(address)s. Documents may use the portal's own files only.")
            % {"address": address[:200]}
        )
    if not path.is_file():
        raise PaperFileMissing(
            _("The file %(name)s, which is needed for typesetting, is missing. Restore it from the portal's source.")
            % {"name": path.relative_to(ROOT)}
        )
    return path


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _engine() -> Any:
    if not available():
        raise PdfEngineMissing(_missing_words())
    # The font subsetter writes the time into fonts unless told which; then no two files would be alike.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise PdfEngineMissing(_missing_words()) from error
    # It tells of every page that it begins.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    return weasyprint


def _tagging() -> Any:
    from igsp_portal.foundations.paper import tagging  # loads a library of its own, as the engine does

    return tagging


def _missing_words() -> str:
    return _(
        "No PDF can be made on this machine: the library Pango is missing. "
        "On Debian, install it with: apt-get install %(packages)s"
    ) % {"packages": DEBIAN_PACKAGES}


def _font_configuration(place: str) -> Any:
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    # It would make one in the system's temporary folder, where a killed process leaves it for ever.
    configuration._folder = Path(place)
    return configuration


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            path = own_file(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    # Otherwise a refused or lost file would only be logged, and the paper set in some other font.
    return OwnFiles(fail_on_errors=True)


def _attachment(engine: Any, name: str, content: bytes) -> Any:
    moment = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    return engine.Attachment(string=content, name=name, created=moment, modified=moment)


@contextmanager
def _own_faults() -> Iterator[None]:
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except FatalURLFetchingError as error:
        raise error.__cause__ or PdfError(str(error)) from None
