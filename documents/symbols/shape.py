"""The shape of symbols as printed. No named groups and nothing behind: PostgreSQL reads it as well."""

# In order of sorting; kinds that are not in the list are taken too, after a part with a figure in it.
KINDS = ("INF", "L", "CRP", "WP", "NGO", "MISC", "TP", "SR", "PV", "BUR", "Res", "Dec", "Doc", "Circ", "R", "W", "G")
KINDS_BEFORE_SLASH = ("INF", "L", "CRP", "WP", "NGO", "MISC")  # S/RES/1325: before a slash RES is a series
SUFFIXES = ("Rev", "Add", "Amend", "Corr", "Supp")  # in order of sorting
SUMMARY = "Summary"  # a suffix without a number
LONGEST_SYMBOL = 80  # characters, as typed and as printed
MOST_HALVES = 3  # A/…-S/…; a document of three bodies has been seen, of four never


def any_case(word: str) -> str:
    """A pattern for `word` in any letter case."""
    return "".join(f"[{letter.upper()}{letter.lower()}]" for letter in word)


_SUFFIX_WORDS = "|".join(any_case(word) for word in SUFFIXES)
NO_SUFFIX = f"(?!(?:{_SUFFIX_WORDS})[.]?[0-9]*(?:/| ?[(]))"  # what begins as a suffix is no part of a series
NUMBER = "[1-9][0-9]{0,4}"
_DOTTED = f"{NUMBER}(?:[.]{NUMBER}){{0,3}}"  # UNEP/CMS/COP13/Doc.26.4.1
INSIDE = "[A-Za-z0-9]+(?:(?:[.] ?|, | |/|-)[A-Za-z0-9]+)*[.]?"  # (Vol. I), (S-VI), (CRM.13/4)
NOTE = f" ?[(]{INSIDE}[)]"
_LETTER = " ?[A-Z](?:-[A-Z])?"  # 290B, 270 B, 64A-I
# Whatever stands behind a number: 3-5, 290B, 2681-P, 217 A (III), 217(III)A, 4956 (Resumption 1).
TAIL = f"(?:-{NUMBER})?(?:(?:{NOTE}){{1,3}}{_LETTER}|(?:{_LETTER})?(?:-[A-Z])?(?:{NOTE}){{0,3}})"
_JOINED = "(?:[.-][A-Za-z0-9]+)*"
PART = f"(?:[A-Za-z0-9]+{_JOINED}(?: [A-Za-z]+[.][0-9]+)?(?:{NOTE})?|[(]{INSIDE}[)])"  # MED IG.22, COP(6), (1455)
START = f"[A-Za-z][A-Za-z0-9]*{_JOINED}(?: [0-9]+)?(?:{NOTE})?"  # UNEP, UNEP(DEPI), MEPC 62
_BODY = f"{NO_SUFFIX}{START}(?:/{NO_SUFFIX}{PART})*"
_KIND = f"(?:{'|'.join(KINDS)})"
OWN_KIND = f"(?!(?:{_SUFFIX_WORDS})[.])[A-Za-z]+(?: [A-Za-z]+)?"  # Booklet.1, TECHNICAL PAPER.3
_AFTER_A_FIGURE = f"(?=[^0-9]*[0-9][^*]*/(?!(?:{_SUFFIX_WORDS})[.])[A-Za-z ]+[.][0-9])"
_NUMBERED = f"{_BODY}/(?:{NUMBER}|{_KIND}[.]{_DOTTED}){TAIL}"
_OF_OWN_KIND = f"{_AFTER_A_FIGURE}{_BODY}/{OWN_KIND}[.]{_DOTTED}{TAIL}"
# Those that end with no number of their own: by country, by a Roman figure, and the resolutions of some assemblies.
_NO_COUNTRY = f"(?!{'|'.join(any_case(word) for word in (*KINDS, *SUFFIXES) if len(word) == 3)})"
_OF_COUNTRY = f"{_BODY}/(?:(?:19|20)[0-9]{{2}}|[A-Za-z]+[.]{NUMBER})/{_NO_COUNTRY}[A-Z]{{3}}"  # FCCC/ARR/2012/NZL
_ROMAN = f"{_BODY}/{PART}/[IVX]+"  # E/ESCWA/AGREB/XIX
_WITHOUT_SLASH = (
    "[A-Za-z]{2,5}[0-9]{1,3}(?:[.][Rr]?[1-9][0-9]{0,2}|[(][1-9][0-9]{0,2}[)])"  # WHA57.17, EB115.R12, WHA75(8)
)
UNNUMBERED = f"(?:{_OF_COUNTRY}|{_ROMAN}|{_WITHOUT_SLASH})"
_BEHIND = f"(?:/(?:(?:{'|'.join(SUFFIXES)})[.]{NUMBER}{TAIL}|{SUMMARY}))*[*]{{0,3}}"
HALF = f"{_NUMBERED}{_BEHIND}"
SHAPE = f"^(?:{HALF}(?:-{HALF}){{0,{MOST_HALVES - 1}}}|{_OF_OWN_KIND}{_BEHIND}|{UNNUMBERED}{_BEHIND})\\Z"
