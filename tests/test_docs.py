"""The documentation: it builds without a warning, and what its examples show is true.

Each file is a story.  It begins with a small site, and its fenced examples change this site in their order:

``python``
    is a part of conf.py.  It is built with the site, and also without the other parts if there are several.
    One that sets ``extensions`` is a whole conf.py, and is built with a single page.
``markdown``, ``rst``
    is a page.
``yaml``
    is the front matter of a page.
``sh``
    is a list of commands, which are run after a build.
``text``
    has nothing to run.

Comments before an example say more about it.  They stand on lines of their own:

``<!-- file: NAME -->``
    It is this file of the site, in whatever language.
``<!-- author -->``
    The YAML is the record of an author.
``<!-- warns: TEXT -->``
    The build has a warning about it with this text; every other warning is a failure.
``<!-- alone -->``
    The part of conf.py is built without the other parts only, since it contradicts one of them.
``<!-- fails: TEXT -->``
    The part of conf.py ends the build with this message.
``<!-- exits: STATUS -->``
    The commands end with this status instead of 0.
``<!-- prints -->``
    The text is what the commands before it print.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import yaml
from sphinx.cmd.build import main as sphinx_build
from sphinx.errors import SphinxError

from conftest import CONF, build
from helpers import PROJECT, TESTS
from sphinx_homepage.cli import main as homepage
from sphinx_homepage.core.problems import Subtype
from sphinx_homepage.pages.front_matter import OUR_KEYS
from sphinx_homepage.profile.networks import NETWORKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

DOCS = PROJECT / "docs"
# Not upstream.md: its reproductions install nothing of this project, show faults of others on purpose, and take
# minutes; what they print depends on versions that it names.
DOCUMENTS = [PROJECT / "README.md", *sorted(set(DOCS.glob("*.md")) - {DOCS / "upstream.md"})]
# These make a clone of this repository somebody else's.  They begin with a small site, which has the files of a
# clone; tests/site/test_owner.py does the same with the repository itself, as long as it is its owner's.
IN_A_CLONE = {"README.md", "getting-started.md"}

# The site of every other story: what examples lead to, beside what they make themselves.
SITE = {
    "conf.py": CONF
    + 'import os\nexclude_patterns = ["_build", "public"]\nhtml_static_path = ["_static"]\n'
    + 'author_profiles = {"grace": {"name": "Grace Hopper"}}\n',
    "index.md": "---\ntitle: Home\n---\n\nA home page.\n\n```{toctree}\n:hidden:\n:glob:\n\n**\n```\n",
    "about/cv.md": "---\ntitle: CV\npermalink: /cv/\n---\n\n## Talks\n",
    "about/teaching.md": "# Teaching\n",
    "projects/my-book.md": "# A book\n",
    "talks/2026-lisbon.md": "# A talk\n",
    "posts/2026-03-02-looms.md": "# A post\n",
    "_static/ada.jpg": "",
    "_static/talk.png": "",
    "public/files/cv.pdf": "",
    "../old-site/index.html": "<!doctype html><title>Old</title>",
    "../old-site/cv/index.html": "<!doctype html><title>CV</title>",
}
EXAMPLE = TESTS / "sites" / "small"

LANGUAGES = {"python", "markdown", "md", "rst", "yaml", "sh", "text", ""}

NOT_RUN = {
    "pip": "it would change the environment of the tests",
    "git": "it works on a repository with another one as its origin",
    "sphinx-autobuild": "it serves until it is interrupted",
}
"""Programs that are named in examples and are not run, with the reason."""

_FENCE = re.compile(
    r"(?P<notes>(?:^ *<!--(?:(?!-->).)*-->\n+)*)"
    r"^(?P<indent> *)(?P<mark>`{3,}|:{3,})(?P<language>[^\n`]*)\n(?P<text>.*?)^ *(?P=mark) *$",
    re.MULTILINE | re.DOTALL,
)
_NOTE = re.compile(r"<!-- (\w+)(?:: (.*?))? -->")


@dataclass(frozen=True)
class Example:
    """A fenced block."""

    line: int
    language: str
    text: str
    notes: dict[str, str]
    warns: list[str]

    @property
    def file(self) -> str:
        return self.notes.get("file", "")

    @property
    def is_part_of_conf(self) -> bool:
        return self.language == "python" and not self.file

    @property
    def is_whole_conf(self) -> bool:
        return self.is_part_of_conf and re.search("^extensions =", self.text, re.MULTILINE) is not None

    @property
    def is_alone(self) -> bool:
        """Whether it is no part of the conf.py that the others make."""
        return self.is_whole_conf or bool({"alone", "fails"} & self.notes.keys())


def examples(document: Path) -> Iterator[Example]:
    source = document.read_text(encoding="utf-8")
    for match in _FENCE.finditer(source):
        language = match["language"].strip()
        # {toctree} and the like: directives of the documentation itself, which its own build runs.
        if language.startswith("{"):
            continue
        line = source.count("\n", 0, match.start("indent")) + 1
        text = re.sub(f"^{match['indent']}", "", match["text"], flags=re.MULTILINE)
        notes = _NOTE.findall(match["notes"])
        warns = [warning for name, warning in notes if name == "warns"]
        yield Example(line, language, text, dict(notes), warns)


@dataclass
class Story:
    """A site, as far as the examples of a document have made it."""

    folder: Path
    conf: str = ""
    expected: dict[tuple[str, str], int] = field(default_factory=dict)
    """File and text of each warning that is expected, with the line of its example."""
    cast: Mapping[str, str] = field(default_factory=dict)
    """Files that are there in every build, whatever commands have removed."""
    printed: str = ""
    is_told: bool = False
    """Whether examples have made anything of it."""
    is_built: bool = False

    def write(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.is_built = False

    def add(self, example: Example) -> None:
        self.is_told = True
        name = example.file
        if not name and example.language in ("markdown", "md", "rst", "yaml"):
            name = f"example-{example.line}.{'rst' if example.language == 'rst' else 'md'}"
        if "author" in example.notes:
            # Beside the others, and not in their place.
            record = {f"example-{example.line}": yaml.safe_load(example.text)}
            self.conf += f"author_profiles = {{**author_profiles, **{record!r}}}\n"
            self.write("conf.py", self.conf)
            name = "conf.py"
        elif example.language == "yaml" and not example.file:
            self.write(name, f"---\n{example.text}---\n\n# Example\n")
        elif name:
            # The navigation wants a title.
            needs_title = not example.file and not example.text.startswith(("---", "#"))
            self.write(name, f"# Example\n\n{example.text}" if needs_title else example.text)
        elif example.language == "python":
            name = "conf.py"
            self.conf += example.text
            self.write(name, self.conf)
        self.expected |= {(name, text): example.line for text in example.warns}

    def build(self) -> None:
        if self.is_built:
            return
        for name, text in self.cast.items():
            if not (self.folder / name).exists():
                self.write(name, text)
        found = build(
            self.folder, self.folder / "_build/html", self.folder.parent / "doctrees", "html", fresh=True
        )
        seen = set()
        for warning in found:
            keys = [key for key in self.expected if key[0] in warning and key[1] in warning]
            assert keys, f"an example warns: {warning}"
            seen.update(keys)
        missing = {key: line for key, line in self.expected.items() if key not in seen}
        assert not missing, f"no warning comes: {missing}, but {found}"
        self.is_built = True


def begin(document: Path, folder: Path) -> Story:
    """Make the site with which a document begins."""
    folder.mkdir(parents=True)
    if document.name not in IN_A_CLONE:
        story = Story(folder, conf=SITE["conf.py"], cast=SITE)
        for name, text in SITE.items():
            story.write(name, text)
        return story
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    story = Story(folder, conf=(EXAMPLE / "conf.py").read_text(encoding="utf-8"))
    story.write("tests/site/test_owner.py", "")
    return story


def commands(example: Example) -> Iterator[list[str]]:
    """Split the commands of an example, without variables that are set for one of them."""
    for line in example.text.splitlines():
        for part in line.split("&&"):
            words = shlex.split(part, comments=True)
            while words and re.match(r"[A-Z]+=", words[0]):
                words = words[1:]
            if words:
                yield words


def run(words: list[str], story: Story) -> int:
    """Run one command in the folder of the site, and return its status."""
    program = words[0].rpartition("/")[2]
    if program == "make":
        check_make(words[1:])
        return 0
    if program == "python":
        assert words[1] == "-m", words
        module, arguments = words[2], words[3:]
        if module == "sphinx":
            return sphinx_build(["-q", *arguments])
        assert module == "sphinx_homepage", words
        if arguments[0] == "live":
            # It serves until it is interrupted (test_live.py has it running); its options are read.
            own = arguments[: arguments.index("--")] if "--" in arguments else arguments
            arguments = [*own, "--help"]
        else:
            story.build()
        try:
            return homepage(arguments)
        except SystemExit as end:
            return int(end.code or 0)
    if program in NOT_RUN:
        return 0
    # The line as the shell has it, with its patterns and redirections.
    line = " ".join(word if re.fullmatch(r"[\w*?./>:-]+", word) else shlex.quote(word) for word in words)
    story.is_built = False
    return subprocess.run(["bash", "-c", line], check=False, cwd=story.folder).returncode


def check_make(arguments: list[str]) -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for argument in arguments:
        name, is_variable, _ = argument.partition("=")
        rule = rf"^{name} \?=" if is_variable else rf"^{name}:"
        assert re.search(rule, makefile, re.MULTILINE), f"the Makefile has no {name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_examples(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    story = begin(document, tmp_path / "site")
    monkeypatch.chdir(story.folder)
    # What a conf.py adds to it is not for other tests.
    monkeypatch.setattr(sys, "path", list(sys.path))
    found = list(examples(document))
    for example in found:
        place = f"{document.name}:{example.line}"
        assert example.file or example.language in LANGUAGES, f"{place}: nothing can run {example.language!r}"
        if example.language == "sh" and not example.file:
            capsys.readouterr()
            status = max(run(words, story) for words in commands(example))
            story.printed = capsys.readouterr().out
            assert status == int(example.notes.get("exits", "0")), f"{place}: {story.printed}"
        elif "prints" in example.notes:
            assert example.text in story.printed, f"{place}: {story.printed}"
        elif not example.is_alone:
            story.add(example)
    if story.is_told:
        story.build()
    parts = [example for example in found if example.is_part_of_conf]
    for number, example in enumerate(parts):
        if len(parts) > 1 or example.is_alone:
            build_alone(example, found, begin(document, tmp_path / f"alone-{number}/site"))


def build_alone(example: Example, found: list[Example], story: Story) -> None:
    """Build a site with one part of conf.py, and without the others."""
    # Its pages are built with all parts; other files may be what this one names.
    for other in found:
        if other.file and not other.file.endswith((".md", ".rst")):
            story.write(other.file, other.text)
    if example.is_whole_conf:
        shutil.rmtree(story.folder)
        story = Story(story.folder)
        story.write("index.md", "# Home\n")
    story.add(example)
    if "fails" in example.notes:
        with pytest.raises(SphinxError, match=re.escape(example.notes["fails"])):
            story.build()
    else:
        story.build()


def test_the_documentation_builds(tmp_path: Path) -> None:
    assert build(DOCS, tmp_path / "html", tmp_path / "doctrees", "html") == []


def test_every_path_exists() -> None:
    """What stands in backticks and begins with a directory of the project is there, or an example makes it."""
    # Not what builds and installations make.
    tops = {path.name for path in PROJECT.iterdir() if path.is_dir()} - {"_build", ".venv", ".git", "dist"}
    made = {example.file for document in DOCUMENTS for example in examples(document)} | set(SITE)
    # Somebody who has made the site their own has removed it.
    made.add("tests/site/test_owner.py")
    for document in DOCUMENTS:
        prose = _FENCE.sub("", document.read_text(encoding="utf-8"))
        for path in re.findall(r"`([\w.-]+/[\w./-]*)`", prose):
            is_there = any((PROJECT / f"{path}{suffix}").exists() for suffix in ("", ".md"))
            is_made = any(name.startswith(path) for name in made)
            assert path.split("/")[0] not in tops or is_there or is_made, (
                f"{document.name}: there is no {path}"
            )


def test_nothing_is_left_out() -> None:
    def rows(name: str) -> set[str]:
        """Return what stands in the first cells of the tables of a page."""
        return set(re.findall(r"^\| `([^`]+)`", (DOCS / name).read_text(encoding="utf-8"), re.MULTILINE))

    assert set(NETWORKS) <= rows("author.md")
    assert set(OUR_KEYS) <= rows("front-matter.md")
    assert {f"homepage.{subtype}" for subtype in Subtype} <= rows("configuration.md")


def test_every_name_exists() -> None:
    """Config values and types of warnings that the documentation names are known."""
    code = "".join(file.read_text(encoding="utf-8") for file in sorted((PROJECT / "_ext").rglob("*.py")))
    values = set(re.findall(r'add_config_value\(\s*"(\w+)"', code))
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        unknown = set(re.findall(r"\b(?:homepage_\w+|author_profile\w*)\b", text)) - values
        unknown |= set(re.findall(r"`homepage\.(\w+)`", text)) - set(Subtype)
        assert not unknown, f"{document.name}: {unknown}"
