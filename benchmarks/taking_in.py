"""What `import_documents` takes for a thousand documents with a file in each of six languages."""

from __future__ import annotations

import csv
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

from benchmarks import vocabulary
from benchmarks.measures import Measure, memory
from benchmarks.shelves import PROCESS
from igsp_portal.bootstrap.ground import ROOT

DOCUMENTS = 1000
WORDS = 60  # in each file
LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")


def measure(database: str, documents: int = DOCUMENTS) -> list[Measure]:
    """The seconds of a fresh process, and the most that it ever held."""
    with tempfile.TemporaryDirectory(prefix="portal-list-") as folder:
        write(Path(folder), documents)
        command = [sys.executable, "-m", "benchmarks.taking_in", folder]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    what = f"{database}: {documents:,} documents × {len(LANGUAGES)} files taken in"
    return [
        Measure("library", f"{what}, processor", found["processor"], "s"),
        Measure("library", f"{what}, by the clock", found["clock"], "s"),
        Measure("library", f"{what}, peak memory", found["peak"], "MB"),
    ]


def write(folder: Path, documents: int) -> None:
    """A list, and the files that it names."""
    with (folder / "list.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["symbol", "kind", "issued_on", "title", *(f"file_{code}" for code in LANGUAGES)])
        for number in range(1, documents + 1):
            names = [f"{number}-{code}.pdf" for code in LANGUAGES]
            for code, name in zip(LANGUAGES, names, strict=True):
                (folder / name).write_bytes(pdf(f"{number} {code} {vocabulary.page('en', number, WORDS)}"))
            title = vocabulary.page("en", -number, 6)
            rows.writerow([f"UNEP/LIST/1/{number}", "working", "2004-06-25", title, *names])


def pdf(words: str) -> bytes:
    """A PDF of one page with these words, which are of ASCII."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[4 0 R]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
    )
    made, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj {body} endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    ends = f"trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(made)}\n%%EOF"
    return f"{made}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{ends}".encode()


def take_in(folder: Path) -> None:
    """Take the list in, and say what it took; what the programs that it starts take is counted with it."""
    from django.core.management import call_command

    began = time.perf_counter()
    call_command("import_documents", folder / "list.csv", process=PROCESS, stdout=io.StringIO(), stderr=io.StringIO())
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(one.ru_utime + one.ru_stime for one in used)
    clock = time.perf_counter() - began
    print(json.dumps({"processor": processor, "clock": clock, "peak": memory("VmHWM")}))


if __name__ == "__main__":
    django.setup()
    take_in(Path(sys.argv[1]))
