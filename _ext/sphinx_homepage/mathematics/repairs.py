r"""What latex2mathml leaves, put right for browsers that draw MathML Core, with the spaces of TeX.

A browser knows the space around a sign from its dictionary, and whether a minus is that of a number from its
place in a row: at the beginning.  TeX looks at what is before and behind it, and has no spaces in indices.
Pure.

https://w3c.github.io/mathml-core/#operator-dictionary
TeX's classes and spaces are those of The TeXbook, chapter 18.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import TYPE_CHECKING

from .alphabets import ALPHABETS, in_alphabet, is_capital_greek

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ENTITY = re.compile(r"&#x([0-9A-Fa-f]{1,6});")
_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\s*(em|ex|px|pt|mm|cm|in|pc|mu|bp|dd|cc|sp)?")
# In the unit that follows, for those that CSS does not have.
_UNITS = {"mu": (1 / 18, "em"), "bp": (1, "pt"), "dd": (1.07, "pt"), "cc": (12.84, "pt"), "sp": (0, "pt")}
_SPACES = {
    "thinmathspace": "0.1667em",
    "mediummathspace": "0.2222em",
    "thickmathspace": "0.2778em",
    "negativethinmathspace": "-0.1667em",
    "negativemediummathspace": "-0.2222em",
    "negativethickmathspace": "-0.2778em",
}
_SCRIPTS = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
_LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}

_LARGE = frozenset("∑∏∐⋃⋂⋁⋀⨁⨂⨀⨆⨄⨅")
_INTEGRALS = frozenset("∫∬∭⨌∮∯∰∱∲∳")
_BINARY = frozenset("+−±∓×÷∗⋅·∘∙⊕⊗⊖⊘⊙∧∨∩∪⊓⊔⊎∖⋆⋄†‡≀⊲⊳△▽◃▹∔⊞⊟⊠⊡⨿∸⩽"[:-1])
_OPEN = frozenset("([{⟨⌊⌈⟦⟮⎰⌜⌞")
_CLOSE = frozenset(")]}⟩⌋⌉⟧⟯⎱⌝⌟!?")
_PUNCTUATION = frozenset(",;")
_BARS = frozenset("|‖")
# Signs that are letters to TeX.
_LETTERS = frozenset("∂∞∀∃∄∅∇⊤⊥∠∡∢◊□△▽♭♮♯¬∁ℏ℧…⋯⋮⋱⋰.′″‴⁗%&#$@§¶ℵ") - {"△", "▽"}
_UPRIGHT = frozenset("∇")
_DELIMITERS = _OPEN | _CLOSE | _BARS | frozenset("/\\↑↓↕⇑⇓⇕")
# What latex2mathml takes for letters: signs of these categories of Unicode, and some others.
_SIGNS = frozenset({"Sm", "Ps", "Pe"})
_OTHER_SIGNS = frozenset(':;"`‡†·⋄□◃▹△▽') | {chr(code) for code in range(0x2190, 0x2200)}
_FIRST_ALPHABET = 0x1D400

# In the operator dictionary, as signs that grow to both sides.
_ACCENTS = {"^": "ˆ", "~": "˜"}
_VECTOR = "\N{COMBINING RIGHT ARROW ABOVE}"
_NO_SPACE = "0em"
_THIN = "0.1667em"


class _Atom(Enum):
    """TeX's classes of what is in a row."""

    ORDINARY = 0
    OPERATOR = 1
    BINARY = 2
    RELATION = 3
    OPEN = 4
    CLOSE = 5
    PUNCTUATION = 6


def repair(row: Element, *, display: bool) -> None:
    """Put right what is in *row*, in place.

    :param display: whether it is in display style.
    """
    _tidy(row)
    _space(row, level=0, display=display)


# --- Single elements --------------------------------------------------------------------------------------


def _tidy(element: Element) -> None:
    for child in element:
        _tidy(child)
    if element.text and "&" in element.text:
        element.text = _ENTITY.sub(lambda match: chr(int(match[1], 16)), element.text)
        if element.tag == "mi" and element.text.isascii() and element.text.isalpha():
            # Only \mathrm{d}, in one command, gives a plain letter by its number.
            element.set("mathvariant", "normal")
    if len(element):
        _merge_words(element)
        _merge_negations(element)
        element[:] = [_unwrapped(child, element) for child in element if not _is_nothing(child)]
    rule = _RULES.get(element.tag)
    if rule is not None:
        rule(element)


def _merge_words(row: Element) -> None:
    r"""Join the letters of one word: \mathrm{Var}."""
    merged: list[Element] = []
    for child in row:
        last = merged[-1] if merged else None
        if last is not None and last.tag == child.tag == "mi" and _is_letter(last) and _is_letter(child):
            last.text = (last.text or "") + (child.text or "")
        else:
            merged.append(child)
    if len(merged) < len(row):
        row[:] = merged
    for child in row:
        _set_alphabet(child)


def _is_letter(element: Element) -> bool:
    return element.get("mathvariant") is not None and "-" not in element.get("mathvariant", "")


def _set_alphabet(element: Element) -> None:
    alphabet = element.get("mathvariant")
    if alphabet in ALPHABETS:
        element.text = in_alphabet(element.text or "", alphabet)
        del element.attrib["mathvariant"]
    elif alphabet is not None and (
        alphabet != "normal" or element.tag != "mi" or len(element.text or "") > 1
    ):
        del element.attrib["mathvariant"]


def _merge_negations(row: Element) -> None:
    r"""Strike out the sign after a \not."""
    negated = False
    for child in list(row):
        if child.tag == "mpadded" and len(child) == 1 and child[0].text == "⧸":
            row.remove(child)
            negated = True
        elif negated:
            if child.text:
                child.text = unicodedata.normalize("NFC", child.text + "\N{COMBINING LONG SOLIDUS OVERLAY}")
            negated = False


def _is_nothing(element: Element) -> bool:
    r"""Return whether *element* is a line break, or the delimiter of a ``\right.``."""
    return (element.tag == "mspace" and element.get("linebreak") is not None) or (
        element.tag == "mo" and not element.text and len(element) == 0
    )


def _unwrapped(element: Element, parent: Element) -> Element:
    """Return what is in a group of one."""
    if element.tag != "mrow" or element.attrib or len(element) != 1:
        return element
    inner = element[0]
    if parent.tag not in _SCRIPTS and inner.tag == "mo" and _class_of_sign(inner) is not _Atom.OPERATOR:
        # A sign in braces is a letter to TeX.
        inner.set("lspace", _NO_SPACE)
        inner.set("rspace", _NO_SPACE)
    return inner


def _tidy_letter(element: Element) -> None:
    text = element.text or ""
    if is_capital_greek(text) and not element.attrib:
        element.set("mathvariant", "normal")
    elif len(text) == 1 and _is_sign(text):
        element.tag = "mo"
        element.attrib.pop("mathvariant", None)
        _tidy_sign(element)


def _is_sign(char: str) -> bool:
    if char in _OTHER_SIGNS:
        return True
    return char not in _LETTERS and ord(char) < _FIRST_ALPHABET and unicodedata.category(char) in _SIGNS


def _tidy_sign(element: Element) -> None:
    text = element.text or ""
    element.attrib.pop("fence", None)
    element.attrib.pop("mathvariant", None)
    if text in ("-", "*", r"\|"):
        element.text = text = {"-": "−", "*": "∗", r"\|": "‖"}[text]
    if "minsize" in element.attrib:
        element.set("stretchy", "true")
        if text not in "<>":
            element.set("lspace", _NO_SPACE)
            element.set("rspace", _NO_SPACE)
    elif text in _LETTERS and not element.attrib:
        element.tag = "mi"
        if text in _UPRIGHT:
            element.set("mathvariant", "normal")
    elif (text in _BARS or text in ("/", "\\", "!", "?")) and element.get("form") is None:
        element.set("lspace", _NO_SPACE)
        element.set("rspace", _NO_SPACE)
        if text in _BARS and element.get("stretchy") is None:
            element.set("stretchy", "false")
    elif text in _DELIMITERS and element.get("stretchy") is None and len(text) == 1 and text not in "↑↓↕⇑⇓⇕":
        element.set("stretchy", "false")
    elif text == ":" and element.get("lspace") is None:
        element.set("lspace", "0.2778em")
        element.set("rspace", "0.2778em")


def _tidy_space(element: Element) -> None:
    amount = element.get("width")
    if amount is None:
        return
    length = _length(_SPACES.get(amount, amount))
    if length.startswith("-"):
        # An element has no negative width.
        del element.attrib["width"]
        element.set("style", f"margin-left:{length}")
    else:
        element.set("width", length)


def _length(text: str) -> str:
    match = _LENGTH.fullmatch(text.strip())
    if not match:
        return "0"
    number, unit = float(match[1]), match[2] or "em"
    factor, unit = _UNITS.get(unit, (1, unit))
    return f"{number * factor:.4g}{unit}"


def _tidy_over(element: Element) -> None:
    if len(element) != 2:
        return
    mark = element[1]
    if mark.tag != "mo" or mark.text is None or len(mark.text) != 1:
        return
    if mark.text in "^~¯´`˘ˇ˙¨˚⃛⃜→←↔":
        # \hat, \tilde and \vec tell that they are not \widehat, \widetilde and \overrightarrow.
        is_narrow = (
            element.get("accent") == "true"
            or mark.get("stretchy") == ("true" if mark.text == "→" else "false")
            or mark.text not in "^~ˇ→←↔"
        )
        element.set("accent", "true")
        mark.attrib.clear()
        mark.set("stretchy", "false" if is_narrow else "true")
        mark.text = _VECTOR if is_narrow and mark.text == "→" else _ACCENTS.get(mark.text, mark.text)
    elif mark.text in "⏞⏟⎴⎵⏜⏝":
        mark.attrib.clear()
        mark.set("stretchy", "true")


def _tidy_limits(element: Element) -> None:
    base = element[0]
    if base.tag == "mo" and (base.text in _LARGE or base.get("movablelimits")):
        element.tag = _LIMITS[element.tag]
    elif base.tag == "mo" and "minsize" in base.attrib:
        # Chromium gives a sign its size within a row only: \Bigr)^2.
        element[0] = base.makeelement("mrow", {})
        element[0].append(base)


def _tidy_enclosure(element: Element) -> None:
    element.tag = "mrow"
    element.attrib.clear()


def _tidy_row(element: Element) -> None:
    r"""Keep the fences of a \left and \right around a line of letters as they are.

    So does TeX; and browsers give each fence that may grow the width of the widest one.
    """
    if len(element) == 0 or not (_is_fence(element[0]) or _is_fence(element[-1])):
        return
    if all(_is_flat(child) or _is_fence(child) for child in element):
        for child in element:
            if _is_fence(child):
                child.set("stretchy", "false")


def _is_fence(element: Element) -> bool:
    return element.tag == "mo" and element.get("stretchy") == "true" and "minsize" not in element.attrib


def _is_flat(element: Element, *, is_index: bool = False) -> bool:
    """Return whether *element* is no higher than a letter with an index."""
    if element.tag in ("mi", "mn", "mtext", "mspace"):
        return True
    if element.tag == "mo":
        return element.text not in _LARGE | _INTEGRALS and element.get("stretchy") != "true"
    if element.tag in ("msub", "msup", "msubsup") and not is_index:
        return all(_is_flat(child, is_index=True) for child in element)
    return (
        element.tag == "mrow"
        and "style" not in element.attrib
        and all(_is_flat(child, is_index=is_index) for child in element)
    )


def _tidy_padding(element: Element) -> None:
    for name in ("width", "height", "depth", "lspace", "voffset"):
        amount = element.get(name)
        # An amount may be relative to the width of the content; browsers know absolute ones only.
        if amount is not None and not _LENGTH.fullmatch(amount):
            del element.attrib[name]


_RULES = {
    "mi": _tidy_letter,
    "mrow": _tidy_row,
    "mo": _tidy_sign,
    "mspace": _tidy_space,
    "mover": _tidy_over,
    "munder": _tidy_over,
    "msub": _tidy_limits,
    "msup": _tidy_limits,
    "msubsup": _tidy_limits,
    "menclose": _tidy_enclosure,
    "mpadded": _tidy_padding,
}


# --- Spaces -----------------------------------------------------------------------------------------------


def _space(element: Element, *, level: int, display: bool) -> None:
    """Set the spaces around the signs in *element*.

    :param level: how deep in indices it is.
    :param display: whether it is in display style.
    """
    if element.tag == "mstyle":
        level = int(element.get("scriptlevel", level))
        display = element.get("displaystyle", str(display).lower()) == "true"
    elif element.tag == "mtable":
        display = element.get("displaystyle") == "true"
    if element.tag in _SCRIPTS:
        for index, child in enumerate(element):
            _space(child, level=level + (index > 0), display=display and index == 0)
        return
    if element.tag == "mfrac":
        for child in element:
            _space(child, level=level + (not display), display=False)
        return
    if element.tag == "mroot" and len(element) == 2:
        _space(element[0], level=level, display=display)
        _space(element[1], level=level + 2, display=False)
        return
    _space_row(element, in_index=level > 0)
    for child in element:
        _space(child, level=level, display=display)


def _space_row(row: Element, *, in_index: bool) -> None:
    atoms: list[tuple[Element, _Atom]] = []
    for child in row:
        core = _core(child)
        if core.tag == "mspace":
            continue
        atom = _class_of_sign(core) if core.tag == "mo" else _Atom.ORDINARY
        before = atoms[-1][1] if atoms else None
        if atom is _Atom.BINARY and (before is None or before in _BEFORE_SIGNS):
            atom = _make_ordinary(core)
        elif atom in _AFTER_SIGNS and before is _Atom.BINARY:
            atoms[-1] = (atoms[-1][0], _make_ordinary(atoms[-1][0]))
        atoms.append((core, atom))
    if atoms and atoms[-1][1] is _Atom.BINARY and len(row) > 1:
        atoms[-1] = (atoms[-1][0], _make_ordinary(atoms[-1][0]))
    for index, (core, atom) in enumerate(atoms):
        before = atoms[index - 1][1] if index else None
        after = atoms[index + 1][1] if index + 1 < len(atoms) else None
        if atom is _Atom.OPERATOR:
            core.set("lspace", _THIN if before in (_Atom.ORDINARY, _Atom.CLOSE) else _NO_SPACE)
            core.set("rspace", _THIN if after in (_Atom.ORDINARY, _Atom.OPERATOR) else _NO_SPACE)
        elif in_index and atom in (_Atom.BINARY, _Atom.RELATION, _Atom.PUNCTUATION):
            core.set("lspace", _NO_SPACE)
            core.set("rspace", _NO_SPACE)
        elif atom is _Atom.RELATION:
            if before is _Atom.RELATION:
                core.set("lspace", _NO_SPACE)
            if after is _Atom.RELATION:
                core.set("rspace", _NO_SPACE)


_BEFORE_SIGNS = (_Atom.BINARY, _Atom.OPERATOR, _Atom.RELATION, _Atom.OPEN, _Atom.PUNCTUATION)
_AFTER_SIGNS = (_Atom.RELATION, _Atom.CLOSE, _Atom.PUNCTUATION)


def _make_ordinary(sign: Element) -> _Atom:
    sign.set("lspace", _NO_SPACE)
    sign.set("rspace", _NO_SPACE)
    return _Atom.ORDINARY


def _core(element: Element) -> Element:
    """Return the sign that an element with indices or limits is about, or the element itself."""
    while len(element):
        if element.tag in _SCRIPTS and element.get("accent") is None:
            element = element[0]
        else:
            break
    return element


def _class_of_sign(sign: Element) -> _Atom:
    text = sign.text or ""
    if len(text) > 1 and text[0].isalpha():
        # \bmod has spaces like a binary sign.
        return _Atom.RELATION if text == "mod" else _Atom.OPERATOR
    if text in _LARGE or text in _INTEGRALS or sign.get("movablelimits"):
        return _Atom.OPERATOR
    form = sign.get("form")
    if form == "prefix" or (form is None and text in _OPEN):
        return _Atom.OPEN
    if form == "postfix" or (form is None and text in _CLOSE):
        return _Atom.CLOSE
    if text in _PUNCTUATION:
        return _Atom.PUNCTUATION
    if text in _BARS or text in ("/", "\\", "") or sign.get("lspace") == _NO_SPACE:
        return _Atom.ORDINARY
    return _Atom.BINARY if text in _BINARY else _Atom.RELATION
