"""The interface speaks all six languages wholly: English in the source, the others in their catalogues."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

from igsp_portal.foundations.language.languages import LANGUAGES

pytestmark = pytest.mark.slow

CATALOGUES = {
    code: settings.BASE_DIR / "locale" / language.gettext_locale / "LC_MESSAGES" / "django.po"
    for code, language in LANGUAGES.items()
    if code != "en"
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
# Chinese writes the last day of a span anew where others write it once.
MAY_USE = {"%(first_day)s–%(last)s": {"first", "last_day"}}


def entries(code: str) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(CATALOGUES[code])) if not entry.obsolete]


def placeholders(text: str) -> set[str]:
    return {name for pair in PLACEHOLDER.findall(text) for name in pair if name}


def wordings(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@pytest.mark.parametrize("code", CATALOGUES)
def test_nothing_is_left_untranslated_or_uncertain(code: str) -> None:
    assert [entry.msgid for entry in entries(code) if not entry.translated() or entry.fuzzy] == []


@pytest.mark.parametrize("code", CATALOGUES)
def test_a_translation_uses_the_places_of_its_original_and_no_others(code: str) -> None:
    strange = []
    for entry in entries(code):
        known = placeholders(entry.msgid) | placeholders(entry.msgid_plural) | MAY_USE.get(entry.msgid, set())
        strange += [entry.msgid for words in wordings(entry) if not placeholders(words) <= known]
    assert strange == []


@pytest.mark.parametrize("code", CATALOGUES)
def test_the_compiled_catalogue_says_what_the_written_one_says(code: str) -> None:
    compiled = polib.mofile(str(CATALOGUES[code].with_suffix(".mo")))
    spoken = {(entry.msgctxt, entry.msgid): wordings(entry) for entry in compiled}
    assert spoken == {(entry.msgctxt, entry.msgid): wordings(entry) for entry in entries(code)}


def test_every_language_has_the_same_messages() -> None:
    keys = {code: {(entry.msgctxt, entry.msgid) for entry in entries(code)} for code in CATALOGUES}
    assert {code: found ^ keys["fr"] for code, found in keys.items()} == {code: set() for code in CATALOGUES}


def test_the_catalogues_hold_every_message_of_the_source(tmp_path: Path) -> None:
    """Gather the messages anew, in a copy, and compare."""
    for name in ("igsp_portal", "meetings", "documents", "submissions", "templates"):
        not_sources = shutil.ignore_patterns("__pycache__", "*.ttf")
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name, ignore=not_sources)
    (tmp_path / "locale").mkdir()
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path / "manage.py")
    gather = (
        "import django; from django.conf import settings;"
        "settings.configure(LOCALE_PATHS=['locale']); django.setup();"
        "from django.core.management import call_command;"
        "call_command('makemessages', locale=['fr'], extensions=['py', 'html', 'txt', 'svg'], verbosity=0)"
    )
    done = subprocess.run([sys.executable, "-c", gather], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    gathered = polib.pofile(str(tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
    source = {(entry.msgctxt, entry.msgid) for entry in gathered}
    assert source ^ {(entry.msgctxt, entry.msgid) for entry in entries("fr")} == set()
