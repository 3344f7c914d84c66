"""Make the font files of this folder from the designers' own releases.

Run by hand when a release changes; nothing of the portal imports it. It needs fontTools and four sources:

    python make.py AMIRI_FOLDER NOTO_SERIF_FOLDER NOTO_SERIF_SC_FOLDER UNIHAN_OTHER_MAPPINGS

The first three hold the released TTF files, at any depth (README.md names the releases); the last is
Unicode's ``Unihan_OtherMappings.txt``, plain or bz2, whose property kTGH lists the 8,105 characters of the
Table of General Standard Chinese Characters.
"""

import bz2
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
# Printing needs outlines only: hints are for screens of few pixels, and take a third of a file.
EUROPEAN = [
    (0x20, 0x7E), (0xA0, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x2027), (0x202F, 0x205E), (0x2070, 0x209F),
    (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x2193), (0x2212, 0x2215), (0x2260, 0x2265),
    (0x25A0, 0x25CF),
]  # fmt: skip
CHINESE = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x2000, 0x2027), (0x202F, 0x205E), (0x2100, 0x214F), (0x2160, 0x217F),
    (0x2190, 0x2193), (0x2212, 0x2215), (0x2260, 0x2265), (0x2460, 0x249B),
    (0x25A0, 0x25CF), (0x3000, 0x303F), (0x3220, 0x3229),
    (0xFE30, 0xFE4F), (0xFF01, 0xFF65), (0xFFE0, 0xFFE6),
]  # fmt: skip


def find(folder: str, name: str) -> Path:
    """Return the one file called ``name`` below ``folder``; raise SystemExit when there is none."""
    for path in sorted(Path(folder).rglob("*")):
        if path.name == name:
            return path
    raise SystemExit(f"{name} is not in {folder}")


def characters(ranges: list[tuple[int, int]]) -> set[int]:
    """Return every code point of inclusive ranges."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def standard_characters(unihan: str) -> set[int]:
    """Return the code points that carry kTGH, and those of GB 2312, which has a few older forms more."""
    data = Path(unihan).read_bytes()
    text = (bz2.decompress(data) if unihan.endswith(".bz2") else data).decode()
    rows = (line.split("\t") for line in text.splitlines() if "\tkTGH\t" in line)
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    older = "".join(cell.decode("gb2312", errors="ignore") for cell in cells)
    return {int(row[0][2:], 16) for row in rows} | {ord(character) for character in older}


def write(font: TTFont, codes: set[int] | None, name: str) -> None:
    """Write ``font``, reduced to ``codes`` if there are any, without hints and without a time of making."""
    options = Options()
    options.layout_features = ["*"]
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap() if codes is None else codes)
    subsetter.subset(font)
    font.recalcTimestamp = False
    font.save(HERE / name)
    print(f"{name}: {(HERE / name).stat().st_size:,} bytes, {len(font.getBestCmap()):,} characters")


def main(amiri: str, serif: str, chinese: str, unihan: str) -> None:
    """Write the seven files."""
    for name in ("Amiri-Regular.ttf", "Amiri-Bold.ttf"):
        write(TTFont(find(amiri, name)), None, name)
    for name, source, weight in (
        ("NotoSerif-Regular.ttf", "NotoSerif[wdth,wght].ttf", 400),
        ("NotoSerif-Bold.ttf", "NotoSerif[wdth,wght].ttf", 700),
        ("NotoSerif-Italic.ttf", "NotoSerif-Italic[wdth,wght].ttf", 400),
    ):
        font = instantiateVariableFont(TTFont(find(serif, source)), {"wght": weight, "wdth": 100}, updateFontNames=True)
        write(font, characters(EUROPEAN), name)
    wanted = characters(CHINESE) | standard_characters(unihan)
    for name, source in (
        ("NotoSerifSC-Regular.ttf", "NotoSerifSC_400Regular.ttf"),
        ("NotoSerifSC-Bold.ttf", "NotoSerifSC_700Bold.ttf"),
    ):
        write(TTFont(find(chinese, source)), wanted, name)


if __name__ == "__main__":
    main(*sys.argv[1:])
