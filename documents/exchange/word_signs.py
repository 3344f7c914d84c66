"""Signs of Word's two fonts that have no letters, as signs that every font has."""

_SYMBOL = {
    0x21: "!∀#∃%&∋()∗+,−./0123456789:;<=>?",
    0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…",
    0xBF: "↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑",
}
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■□",
    0x76: "❖◆",
    0x9F: "•",
    0xA7: "▪□",
    0xD8: "➢",
    0xDF: "←→↑↓",
    0xEF: "⇦⇨",
    0xFB: "✗✓☒☑",
}
FONTS = {
    name: {first + at: sign for first, signs in table.items() for at, sign in enumerate(signs)}
    for name, table in (("symbol", _SYMBOL), ("wingdings", _WINGDINGS))
}
PRIVATE = range(0xF020, 0xF100)  # where Word puts these signs


def sign(font: str, code: str) -> str:
    """The sign that a font has at a code, "F0B3" or "B3"; "" for one that is unknown here."""
    try:
        number = int(code[-4:], 16)
    except ValueError:
        return ""
    return FONTS.get(font.lower(), {}).get(number & 0xFF if number in PRIVATE else number, "")


def plain(text: str, font: str) -> str:
    """Words set in such a font, with the signs that are known."""
    if not font or text.isascii():
        return text
    return "".join(sign(font, f"{ord(one):X}") or one if ord(one) in PRIVATE else one for one in text)
