"""The work that an entry of a BibTeX file is about.

The fields are those of BibTeX, of biblatex, and of al-folio's publications (``abbr``, ``preview``, ``pdf``
and so on), with the meaning that they have there.  Of Sphinx it needs the language of the site's words only.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ...core.identifiers import doi_url, find_arxiv, find_doi
from ...core.ids import unique_id
from ...core.messages import _
from ...core.problems import Problem, Subtype, did_you_mean, plain
from ...core.web_urls import InvalidURLError, has_scheme, link_url, web_url
from ..link_labels import link_label
from ..model import Link, Publication, PublicationKind, Relation, Work, WorkType
from .dates import date_of
from .journals import journal_of
from .names import read_names
from .output import bibtex_text
from .texts import plain_of_tex, text_of_tex, url_of_tex

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from ..text import Text
    from .entries import Entry
    from .names import Names

_KINDS = {
    PublicationKind.ARTICLE: "article suppperiodical review",
    PublicationKind.CONFERENCE_PAPER: "inproceedings conference",
    PublicationKind.CHAPTER: "inbook incollection bookinbook suppbook suppcollection inreference",
    PublicationKind.BOOK: "book mvbook booklet collection mvcollection reference mvreference",
    PublicationKind.PROCEEDINGS: "proceedings mvproceedings",
    PublicationKind.THESIS: "thesis phdthesis mastersthesis masterthesis bachelorsthesis bachelorthesis",
    PublicationKind.REPORT: "report techreport manual standard",
    PublicationKind.PREPRINT: "preprint",
    PublicationKind.SOFTWARE: "software softwareversion",
    PublicationKind.DATASET: "dataset data",
    PublicationKind.PATENT: "patent",
    PublicationKind.OTHER: "misc online electronic www unpublished periodical artwork audio video movie music"
    " performance presentation talk poster letter legal jurisdiction legislation image",
}
_KIND_OF_TYPE = {name: kind for kind, names in _KINDS.items() for name in names.split()}
# Entries about no work.
_NO_WORKS = frozenset("xdata set bibnote control ieeetranbstctl comment".split())

# Where preprints are, if nothing else published them.
_ARCHIVE = re.compile(
    r"(arxiv|corr\b|(?:bio|med|chem|psyarx|socarx|eco|tech|eng)r?xiv|ssrn|preprints?\b|research square"
    r"|authorea|(?:iacr |cryptology )?eprint|hal\b)",
    re.IGNORECASE,
)
_EPRINTS = {
    "hal": ("HAL", "https://hal.science/{}"),
    "jstor": ("JSTOR", "https://www.jstor.org/stable/{}"),
    "pubmed": ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    "pmid": ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    "pmcid": ("PMC", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
    "hdl": ("Handle", "https://hdl.handle.net/{}"),
}
# Where al-folio has the files of these fields, if they are named without a directory.
_DIRECTORIES = {
    "pdf": "/assets/pdf/",
    "supp": "/assets/pdf/",
    "slides": "/assets/pdf/",
    "poster": "/assets/pdf/",
    "html": "/assets/html/",
    "preview": "/assets/img/publication_preview/",
}
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/|$)", re.IGNORECASE)
_FILE = re.compile(
    r"[^/]+\.(?:pdf|html?|png|jpe?g|gif|webp|svg|zip|pptx?|key|mp4|webm|txt|md)", re.IGNORECASE
)
_DASHES = re.compile(r"(?:(?<!\s)\s+)?(?:-+|[–—])\s*")
_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})


def work_of_entry(entry: Entry, problems: list[Problem]) -> Work | None:
    """Return the work that an entry is about, or ``None`` if it is about none (``@xdata``).

    :param problems: receives what is wrong with the entry, with its line.
    """
    if entry.type in _NO_WORKS:
        return None
    return _Reader(entry, problems).work()


def entry_id(key: str, taken: Container[str] = ()) -> str:
    """Return the id of an HTML element for an entry: its key where that is a plain one.

    ``DBLP:conf/x/Doe20`` becomes ``dblp-conf-x-doe20``.  Letters of all scripts stay.

    :param taken: ids that others have; a number is put behind one of these.
    """
    found = key
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", key):
        bare = "".join(char for char in unicodedata.normalize("NFKD", key) if not unicodedata.combining(char))
        found = re.sub(r"[^\w.-]+", "-", bare.lower()).strip("-.") or "entry"
    return unique_id(found, taken)


class _Reader:
    """Makes a work of one entry.

    Words are turned into text of the site's language at once, since works may be kept.
    """

    def __init__(self, entry: Entry, problems: list[Problem]) -> None:
        self.entry = entry
        self.problems = problems
        self.kind = _KIND_OF_TYPE.get(entry.type, PublicationKind.OTHER)
        self.arxiv = self._arxiv()
        self.doi = self._doi()
        self.pdf = ""

    def work(self) -> Work:
        entry = self.entry
        if entry.type not in _KIND_OF_TYPE:
            similar = did_you_mean(entry.type, _KIND_OF_TYPE, cutoff=0.8) or "; write @misc"
            self._warn(f"@{plain(entry.type)} is no type of BibTeX{similar}", entry.line)
        title, authors, editors = self._title(), self._people("author"), self._people("editor")
        collaboration = self._plain("collaboration")
        people = authors.people
        if not people and collaboration:
            people, collaboration = read_names(f"{{{entry.get('collaboration')}}}").people, ""
        venue = self._venue()
        date, date_text, problem = date_of(entry)
        if problem:
            name = next((name for name in ("date", "month", "year") if name in entry.fields), "year")
            self._warn(f"date of {self._described}: {problem}", entry.line_of(name))
        state = str(_state(self._plain("pubstate")))
        self._missing(bool(people or editors.people), bool(date or date_text or state or problem))
        links = tuple(self._links())
        award, award_details = self._award()
        in_volume = self.kind in (
            PublicationKind.ARTICLE, PublicationKind.CONFERENCE_PAPER, PublicationKind.PREPRINT
        )  # fmt: skip
        number = self._plain("number")
        publication = Publication(
            kind=self.kind,
            title=title,
            editors=editors.people,
            others=authors.others,
            collaboration=collaboration,
            volume=self._plain("volume") if venue != "arXiv" else "",
            issue=self._plain("issue") or (number if in_volume and not find_arxiv(number) else ""),
            pages=_DASHES.sub("–", self._plain("pages", "eid", "articleno")),
            number="" if in_volume else number,
            series=self._plain("series"),
            edition=self._plain("edition"),
            publisher=self._plain("publisher", "school", "institution", "organization"),
            isbn=self._plain("isbn"),
            issn=self._plain("issn"),
            doi=self.doi,
            arxiv=self.arxiv,
            abstract=self._text("abstract"),
            note=self._text("note"),
            state=state,
            award_details=award_details,
            annotation=self._text("annotation"),
            additional=entry.get("additional_info").strip(),
            is_parent=entry.is_parent,
            bibtex=bibtex_text(entry) if self._switch("bibtex_show", default=True) else "",
        )
        return Work(
            type=WorkType.PUBLICATION,
            title=title.plain,
            key=entry.key,
            line=entry.line,
            kind=str(self._kind_label()),
            date=date,
            date_text="" if date else date_text or state,
            authors=people,
            venue=venue,
            location=self._plain("location", "venue"),
            links=links,
            pdf=self.pdf,
            tags=self._tags(),
            related=self._related(),
            summary=self._plain("tldr"),
            image=self._preview(),
            badge=self._plain("abbr"),
            award=award,
            selected=self._switch("selected"),
            publication=publication,
            words={name: (self._plain(name),) for name in entry.fields},
        )

    def _plain(self, *names: str) -> str:
        return plain_of_tex(self.entry.get(*names))

    def _switch(self, name: str, *, default: bool = False) -> bool:
        written = self._plain(name).lower()
        if written and written not in _TRUE | _FALSE:
            message = f"{name} of {self._described} is true or false, not {plain(repr(written))}"
            self._warn(message, self.entry.line_of(name))
            return default
        return written in _TRUE if written else default

    def _text(self, name: str) -> Text:
        return text_of_tex(self.entry.get(name))

    def _warn(self, message: str, line: int) -> None:
        self.problems.append(Problem(message, line, Subtype.BIBTEX))

    def _title(self) -> Text:
        get = self.entry.get
        title, subtitle = get("title").strip(), get("subtitle").strip()
        if title and subtitle:
            title = f"{title} {subtitle}" if title.endswith(("?", "!", ":", ".")) else f"{title}: {subtitle}"
        # An entry without a title is shown with whatever it is known by.
        return text_of_tex(title) or text_of_tex(get("booktitle", "maintitle")) or text_of_tex(self.entry.key)

    def _people(self, name: str) -> Names:
        names = read_names(self.entry.get(name))
        if names.problem:
            self._warn(f"{name} of {self._described}: {names.problem}", self.entry.line_of(name))
        return names

    @property
    def _described(self) -> str:
        return plain(repr(self.entry.key))

    def _missing(self, has_people: bool, has_date: bool) -> None:
        fields = self.entry.fields
        wanted = {
            "title": "title" in fields or "booktitle" in fields,
            # Books, software and web pages of institutions name nobody.
            "author": has_people or bool(self.entry.get("organization", "institution", "key")),
            "year": has_date,
        }
        missing = [name for name, there in wanted.items() if not there]
        others = [name for name in fields if name not in ("date", *wanted)]
        meant = (
            "".join(did_you_mean(name, others) for name in missing)
            .replace("did you mean ", "it has ")
            .replace("?", "")
        )
        if missing:
            self._warn(f"{self._described} has no {' and no '.join(missing)}{meant}", self.entry.line)

    def _venue(self) -> str:
        """Return where it was published; an article in an archive alone is a preprint."""
        get = self.entry.get
        match self.kind:
            case PublicationKind.ARTICLE | PublicationKind.PREPRINT | PublicationKind.OTHER:
                name = journal_of(get("journal", "journaltitle"))
                if self.kind is PublicationKind.OTHER:
                    name = (
                        name
                        or get("booktitle", "eventtitle")
                        or self._how_published()
                        or self._archive_name()
                    )
            case PublicationKind.CONFERENCE_PAPER | PublicationKind.CHAPTER:
                name = get("booktitle", "eventtitle", "journal", "journaltitle", "series")
                subtitle = get("booksubtitle")
                name = f"{name}: {subtitle}" if name and subtitle else name
            case PublicationKind.THESIS:
                name = get("school", "institution", "organization", "university", "publisher")
            case PublicationKind.REPORT:
                name = get("institution", "organization", "school", "publisher") or self._how_published()
            case PublicationKind.SOFTWARE | PublicationKind.DATASET:
                name = get("publisher", "organization") or self._how_published()
            case _other:
                name = ""
        venue = plain_of_tex(name)
        archived = _ARCHIVE.match(venue)
        if self.kind in (PublicationKind.ARTICLE, PublicationKind.PREPRINT, PublicationKind.OTHER) and (
            archived or (self.arxiv and not venue)
        ):
            self.kind = PublicationKind.PREPRINT
            if not archived or archived[1].lower() in ("arxiv", "corr") or (self.arxiv and len(venue) < 10):
                return "arXiv"
        return venue

    def _archive_name(self) -> str:
        """Return the publisher or the archive of an entry of no certain type, if that has preprints."""
        names = (self.entry.get(name) for name in ("publisher", "archiveprefix", "eprinttype", "institution"))
        return next((name for name in names if _ARCHIVE.match(name)), "")

    def _how_published(self) -> str:
        written = self.entry.get("howpublished")
        return "" if "\\url" in written or "://" in written or "\\href" in written else written

    def _related(self) -> tuple[Relation, ...]:
        """Return the works that biblatex's field names, by key; here also pages, by name."""
        line = self.entry.line_of("related")
        names = (name.strip() for name in self.entry.get("related").split(","))
        return tuple(Relation(name, line) for name in names if name)

    def _kind_label(self) -> str:
        written = self._plain("type")
        match self.kind:
            case PublicationKind.ARTICLE:
                return _("Journal article")
            case PublicationKind.CONFERENCE_PAPER:
                return _("Conference paper")
            case PublicationKind.CHAPTER:
                return _("Chapter")
            case PublicationKind.BOOK:
                return _("Book")
            case PublicationKind.PROCEEDINGS:
                return _("Proceedings")
            case PublicationKind.THESIS:
                return self._thesis_label(written)
            case PublicationKind.REPORT:
                if self.entry.type == "manual":
                    return written or _("Manual")
                return written if written and written not in ("techreport", "resreport") else _("Report")
            case PublicationKind.PREPRINT:
                return _("Preprint")
            case PublicationKind.SOFTWARE:
                return _("Software")
            case PublicationKind.DATASET:
                return _("Dataset")
            case PublicationKind.PATENT:
                return _("Patent")
            case _other:
                return written or (_("Manuscript") if self.entry.type == "unpublished" else "")

    def _thesis_label(self, written: str) -> str:
        named = (written if self.entry.type == "thesis" else "") or self.entry.type
        match re.sub(r"[^a-z]", "", named.lower().replace("thesis", "").replace("dissertation", "")):
            case "phd" | "doctoral":
                return written if written and not written.lower().startswith("ph") else _("PhD thesis")
            case "masters" | "master" | "ma" | "msc":
                return written if written and written != "mathesis" else _("Master's thesis")
            case "bachelors" | "bachelor" | "ba" | "bsc":
                return written if written and written != "bathesis" else _("Bachelor's thesis")
            case _other:
                return written or _("Thesis")

    def _arxiv(self) -> str:
        """Return the identifier in arXiv, from any of the fields that have it."""
        get = self.entry.get
        archive = get("archiveprefix", "eprinttype").strip().lower()
        written = [get("arxiv"), get("eprint") if archive in ("", "arxiv") else ""]
        for name in (
            "journal",
            "journaltitle",
            "volume",
            "number",
            "pages",
            "howpublished",
            "note",
            "publisher",
            "doi",
            "url",
        ):
            value = get(name)
            if re.search(r"arxiv|\babs/", value, re.IGNORECASE) and len(value) < 300:
                written.append(value)
        for value in written:
            if found := find_arxiv(url_of_tex(value)):
                return found
        return ""

    def _doi(self) -> str:
        written = url_of_tex(self.entry.get("doi"))
        found = find_doi(written)
        if written and not found:
            line = self.entry.line_of("doi")
            self._warn(f"{plain(repr(written))} is no DOI; write doi = {{10.1000/182}}", line)
        return found or find_doi(url_of_tex(self.entry.get("url")))

    def _links(self) -> Iterator[Link]:
        line_of = self.entry.line_of
        get = self.entry.get
        if self.doi and "arxiv" not in self.doi.lower():
            yield from self._web_link(link_label("doi"), doi_url(self.doi), "doi")
        if self.arxiv:
            yield Link(link_label("arxiv"), f"https://arxiv.org/abs/{self.arxiv}", line_of("eprint"))
        elif get("arxiv"):
            yield from self._web_link(
                link_label("arxiv"), f"https://arxiv.org/abs/{url_of_tex(get('arxiv'))}", "arxiv"
            )
        archive = get("eprinttype", "archiveprefix").strip().lower()
        for name, field in ((archive, "eprint"), *((name, name) for name in _EPRINTS)):
            identifier = url_of_tex(get(field))
            if name in _EPRINTS and identifier:
                label, template = _EPRINTS[name]
                identifier = identifier if has_scheme(identifier) else template.format(identifier)
                yield from self._web_link(label, identifier, field)
        yield from self._pdf("pdf", url_of_tex(get("pdf")))
        yield from self._file_link(link_label("html"), "html")
        for name in ("url", "howpublished", "ee"):
            url = url_of_tex(self._url_in(name))
            if url and not self._is_known(url):
                is_pdf = url.lower().endswith(".pdf") and not self.pdf
                yield from self._pdf(name, url) if is_pdf else self._file_link(link_label("url"), name, url)
                break
        if get("adsurl"):
            yield from self._web_link("ADS", url_of_tex(get("adsurl")), "adsurl")
        for name in ("code", "slides", "poster", "video", "website", "blog", "supp"):
            yield from self._file_link(link_label(name), name)

    def _pdf(self, name: str, url: str) -> Iterator[Link]:
        for link in self._file_link(link_label("pdf"), name, url):
            self.pdf = link.url
            yield link

    def _url_in(self, name: str) -> str:
        written = self.entry.get(name).strip()
        if name == "url":
            return written
        segments = (segment.url for segment in text_of_tex(written).segments if segment.url)
        bare = written if re.match(r"https?://\S+$", written) else ""
        return next(segments, bare) if name == "howpublished" else bare

    def _is_known(self, url: str) -> bool:
        """Return whether a URL leads where the DOI or arXiv's identifier does."""
        url = url.lower()
        return bool(
            (self.doi and "doi" in url and url.endswith(self.doi.lower()))
            or (self.arxiv and "arxiv.org/abs/" in url and self.arxiv.lower() in url)
        )

    def _web_link(self, label: str, url: str, name: str) -> Iterator[Link]:
        try:
            yield Link(str(label), web_url(url), self.entry.line_of(name))
        except InvalidURLError as error:
            self._warn(f"'{name}' of {self._described}: {error}", self.entry.line_of(name))

    def _file_link(self, label: str, name: str, url: str = "") -> Iterator[Link]:
        """Yield a link to another site or to a file of this one."""
        url = url or url_of_tex(self.entry.get(name))
        if not url or url.lower() in _TRUE | _FALSE:
            return
        try:
            yield Link(str(label), self._address(name, url), self.entry.line_of(name))
        except InvalidURLError as error:
            self._warn(f"'{name}' of {self._described}: {error}", self.entry.line_of(name))

    def _address(self, name: str, url: str) -> str:
        """Return the URL that a value stands for.

        A name of a file alone is in al-folio's directory for the field; one with a directory begins at the
        root.
        """
        if has_scheme(url) or url.startswith("/"):
            return link_url(url)
        if "/" not in url and name in _DIRECTORIES:
            return link_url(_DIRECTORIES[name] + url)
        if _HOST.match(url) and not _FILE.fullmatch(url):
            return web_url(url)
        return link_url(f"/{url.removeprefix('./')}")

    def _preview(self) -> str:
        written = url_of_tex(self.entry.get("preview"))
        if not written:
            return ""
        line = self.entry.line_of("preview")
        try:
            url = self._address("preview", written)
        except InvalidURLError as error:
            self._warn(f"'preview' of {self._described}: {error}", line)
            return ""
        if has_scheme(url):
            self._warn(f"'preview' of {self._described} is on another site; save the image in this one", line)
            return ""
        return url

    def _tags(self) -> tuple[str, ...]:
        words = (word.strip() for word in re.split("[,;]", self._plain("keywords")))
        # ADS has numbers of a thesaurus among them.
        return tuple(dict.fromkeys(word for word in words if word and not word.isdecimal()))

    def _award(self) -> tuple[str, Text]:
        """Return the name of an award and more about it; al-folio shows the name first."""
        name, award = self._plain("award_name"), self._text("award")
        if name:
            return name, award
        if award.plain.lower() in _TRUE or len(award.plain) > 60:
            return str(_("Award")), award if len(award.plain) > 60 else text_of_tex("")
        return ("" if award.plain.lower() in _FALSE else award.plain), text_of_tex("")


def _state(written: str) -> str:
    """Return how far a work has got; biblatex has keys for that."""
    match written.lower():
        case "inpreparation":
            return _("in preparation")
        case "submitted":
            return _("submitted")
        case "forthcoming":
            return _("forthcoming")
        case "inpress":
            return _("in press")
        case "prepublished":
            return _("prepublished")
        case _other:
            return written
