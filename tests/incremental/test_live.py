"""``python -m sphinx_homepage live``: what is seen live is what a fresh build makes, and it is seen soon."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
import types
import urllib.request
from typing import TYPE_CHECKING

import pytest

from conftest import CONF
from helpers import BUILDERS, BUILDERS_LONG, EXTENSIONS, LONG
from sphinx_homepage.cli import main
from sphinx_incremental.live.access import TrustedNames
from sphinx_incremental.live.builds import Builds
from test_random_edits import NOTES, Author

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

    from conftest import Site

PATIENCE = 60.0
"""Seconds until a build has surely ended, on a machine that does much besides."""

SETTINGS = """\
author_profiles = "authors.yml"
html_static_path = ["_static"]
html_css_files = ["own.css"]
html_js_files = ["own.js"]
templates_path = ["_templates"]
"""
FILES = {
    "index.md": "# Home\n\n```{toctree}\nart\nbio\n```\n",
    "art.md": "# Art\n\nOld words.\n",
    "bio.md": "---\nauthor: grace\n---\n\n# Bio\n\n```{include} part.txt\n```\n",
    "part.txt": "Included.\n",
    "authors.yml": "grace: {name: Grace Hopper}\n",
    "_static/own.css": "a{}",
    "_static/own.js": "1",
    "_templates/layout.html": '{% extends "!layout.html" %}',
}


class Live:
    """The builds of a site, and which of them began from nothing."""

    def __init__(self, site: Site, builder: str = "html", *, ahead: bool = True) -> None:
        self.site = site
        self.builder = builder
        self.said: list[str] = []
        self._log = site.folder / "log" / "begun"
        self._log.parent.mkdir(parents=True)
        note = f"open({str(self._log)!r}, 'a').write('x')"
        out = site.folder / builder
        self.builds = Builds(
            ["-q", "-b", builder, "-d", f"{out}.doctrees", str(site.source), str(out)],
            before=[[sys.executable, "-c", note]],
            ahead=ahead,
            say=self.said.append,
        )

    def build(self, *names: str) -> int:
        return self.builds(changed_paths=[self.site.source / name for name in names])

    def edit(self, name: str, text: str) -> int:
        self.site.write({name: text})
        return self.build(name)

    @property
    def from_nothing(self) -> int:
        return len(self._log.read_text())

    def text(self, name: str) -> str:
        return (self.site.folder / self.builder / name).read_text()

    def stale(self) -> list[str]:
        """Return the files that are not, byte for byte, what a fresh build makes, or are not there at all."""
        fresh = self.site.build(self.builder, out="fresh", fresh=True, allow=[""]).files()
        live = read(self.site.folder / self.builder)
        return sorted(
            name
            for name in fresh.keys() | live.keys()
            if not name.startswith(NOTES) and fresh.get(name) != live.get(name)
        )


@pytest.fixture(autouse=True)
def _extension(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the processes of builds find the extension."""
    monkeypatch.setenv("PYTHONPATH", str(EXTENSIONS))


@contextlib.contextmanager
def living(site: Site, builder: str = "html", *, ahead: bool = True) -> Iterator[Live]:
    live = Live(site, builder, ahead=ahead)
    try:
        yield live
    finally:
        live.builds.close()


def fill(site: Site) -> None:
    site.conf(SETTINGS)
    site.write(FILES)


@BUILDERS
def test_an_edit_of_a_page_is_built_by_the_process_that_waits(site: Site, builder: str) -> None:
    fill(site)
    page = {"html": "art.html", "dirhtml": "art/index.html"}[builder]
    with living(site, builder) as live:
        assert live.build() == 0
        for words in ("New words.", "Newer words."):
            assert live.edit("art.md", f"# Art\n\n{words}\n") == 0
            assert words in live.text(page)
        # Its title is shown by others.
        assert live.edit("art.md", "# Arts\n\nText.\n") == 0
        assert "Arts" in live.text("index.html")
        assert live.from_nothing == 1
        assert not live.said
    assert not live.stale()


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("conf.py", CONF + SETTINGS + 'html_short_title = "Short"\nauthor_profile["bio"] = "Looms"\n'),
        (
            "_templates/layout.html",
            '{% extends "!layout.html" %}{% block extrahead %}<!--own-->{% endblock %}',
        ),
        ("authors.yml", "grace: {name: Grace Brewster Hopper}\n"),
        ("part.txt", "Other.\n"),
        # Pages name these with their checksums.
        ("_static/own.css", "a{color:red}"),
        ("_static/own.js", "2"),
        ("new.md", "---\norphan: true\n---\n\n# New\n"),
    ],
)
def test_what_a_waiting_process_has_read_already_is_built_from_nothing(
    site: Site, name: str, text: str
) -> None:
    fill(site)
    with living(site) as live:
        assert live.build() == 0
        assert live.edit(name, text) == 0
        assert live.from_nothing == 2
    assert not live.stale()


def test_a_page_that_goes(site: Site) -> None:
    fill(site)
    with living(site) as live:
        assert live.build() == 0
        (site.source / "art.md").unlink()
        site.write({"index.md": "# Home\n\n```{toctree}\nbio\n```\n"})
        assert live.build("art.md", "index.md") == 0
        assert not (site.folder / "html/art.html").exists()
        assert live.from_nothing == 1
    assert not live.stale()


def test_no_process_waits_if_that_is_turned_off(site: Site) -> None:
    fill(site)
    with living(site, ahead=False) as live:
        assert live.build() == 0
        assert live.edit("art.md", "# Art\n\nNew words.\n") == 0
        assert live.from_nothing == 2
        assert "New words." in live.text("art.html")


@pytest.mark.long
def test_a_build_that_fails(site: Site) -> None:
    """It is said, what was built before stays, and the next edit is built."""
    fill(site)
    with living(site) as live:
        assert live.build() == 0
        assert live.edit("conf.py", "no python") == 2
        assert live.said == ["The build has failed (exit status 2)."]
        assert "Old words." in live.text("art.html")
        site.conf(SETTINGS)
        assert live.edit("art.md", "# Art\n\nNew words.\n") == 0
        assert live.edit("art.md", "# Art\n\nNewer words.\n") == 0
        assert "Newer words." in live.text("art.html")
        assert live.from_nothing == 3


def test_a_process_that_was_killed(site: Site) -> None:
    fill(site)
    with living(site) as live:
        assert live.build() == 0
        waiting = live.builds.waiting
        assert waiting is not None
        waiting.kill()
        waiting.wait()
        assert live.edit("art.md", "# Art\n\nNew words.\n") == 0
        assert "New words." in live.text("art.html")


def test_nothing_waits_after_the_end(site: Site) -> None:
    fill(site)
    with living(site) as live:
        assert live.build() == 0
        waiting = live.builds.waiting
        assert waiting is not None
        assert waiting.poll() is None
    assert waiting.poll() is not None
    assert live.builds.waiting is None


@pytest.mark.long
def test_a_project_without_the_extension(site: Site) -> None:
    """No process waits in it: one that was started ahead would build at once, and each edit twice."""
    site.write({"conf.py": 'extensions = ["myst_parser"]\n', "index.md": "# Home\n"})
    with living(site) as live:
        assert live.build() == 0
        for number, words in enumerate(("New", "Newer"), start=2):
            assert live.edit("index.md", f"# {words}\n") == 0
            assert live.builds.waiting is None
            assert words in live.text("index.html")
            assert live.from_nothing == number
        assert len(live.said) == 1
        assert "sphinx_incremental is not among the extensions" in live.said[0]


def test_a_command_before_builds_that_is_not_there(site: Site) -> None:
    said: list[str] = []
    builds = Builds(["x"], before=[["no-such-command", "a b"]], say=said.append)
    assert builds(changed_paths=()) != 0
    assert "no-such-command 'a b': No such file or directory" in said


@BUILDERS_LONG
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=LONG)])
def test_after_any_edits_it_is_what_a_fresh_build_makes(site: Site, builder: str, seed: int) -> None:
    author = Author(site, 100 + seed)
    files = snapshot(site)
    with living(site, builder) as live:
        live.build()
        done = ["begin"]
        for _ in range(6):
            done.append(author.step())
            after = snapshot(site)
            changed = [name for name in files.keys() | after.keys() if files.get(name) != after.get(name)]
            files = after
            status = live.build(*changed)
            if status:  # a circle of redirects in conf.py stops every build
                assert live.said
                continue
            assert not live.stale(), done


def read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def snapshot(site: Site) -> dict[str, bytes]:
    return read(site.source)


# --- The command -------------------------------------------------------------------------------------------


@contextlib.contextmanager
def serving(
    site: Site, *options: str, command: Sequence[str] = ("sphinx_homepage", "live")
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the command; yield the address it gives, and its process."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-u", "-m", *command, "--port", "0", *options),
            *(str(site.source), str(site.folder / "live"), "--", "-q"),
        ],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if "The site is at http://" in line:
                yield line.split()[4].rstrip(";"), process
                break
        else:
            pytest.fail("the server has not begun")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        process.wait(PATIENCE)
        process.stdout.close()


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "this has not come true"
        time.sleep(0.05)


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read(), "utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("options", [(), pytest.param(("--no-ahead",), marks=LONG)])
def test_a_browser_shows_an_edit(site: Site, browser: Browser, options: tuple[str, ...]) -> None:
    fill(site)
    with serving(site, *options) as (address, process):
        page = browser.new_page()
        page.goto(f"{address}/art.html")
        for words in ("New words.", "Newer words."):
            site.write({"art.md": f"# Art\n\n{words}\n"})
            page.get_by_text(words).wait_for(timeout=PATIENCE * 1000)
        page.close()
    assert process.returncode == 0


@pytest.mark.long
def test_the_server_without_a_homepage(site: Site) -> None:
    conf = 'extensions = ["myst_parser", "sphinx_incremental"]\nhtml_theme = "furo"\n'
    site.write({"conf.py": conf, "index.md": "# Old\n"})
    with serving(site, command=["sphinx_incremental.live"]) as (address, process):
        assert "Old" in get(address)
        site.write({"index.md": "# New\n"})
        wait_for(lambda: "New" in get(address))
    assert process.returncode == 0


@pytest.mark.long
def test_what_is_ignored_and_what_is_watched(site: Site) -> None:
    fill(site)
    more = site.folder / "more"
    more.mkdir()
    (site.source / "conf.py").write_text(
        CONF + SETTINGS + f"html_title = open({str(more / 'title')!r}).read()\n"
    )
    (more / "title").write_text("One")
    log = site.folder / "log"
    command = f'{sys.executable} -c "open({str(log)!r}, {"a"!r}).write({"x"!r})"'
    options = ["--watch", str(more), "--ignore", "*.bak", "--re-ignore", "own$", "--pre-build", command]
    with serving(site, *options) as (address, _):
        assert log.read_text() == "x"
        beside = ("art.md~", ".art.md.swp", "4913", "#art.md#", "art.bak", "art.own")
        for name in (
            *beside,
            ".goutputstream-1A2B3C",
            "art.md___jb_tmp___",
            "art.md___jb_old___",
            "sedAbc1dE",
        ):
            site.write({name: "x"})
        # Otherwise they would be one change with the next, which is none of them.
        time.sleep(0.5)
        assert log.read_text() == "x"
        (more / "title").write_text("Two")
        wait_for(lambda: "Two" in get(f"{address}/art.html"))
        assert log.read_text() == "xx"


def ask(address: str, path: str, **headers: str | None) -> tuple[int, str]:
    """Return the status and the text of an answer; a header that is None is not sent."""
    place = address.removeprefix("http://")
    connection = http.client.HTTPConnection(place, timeout=PATIENCE)
    connection.putrequest("GET", path, skip_host=True)
    for name, value in {"Host": place, **headers}.items():
        if value is not None:
            connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    # An open websocket has no end.
    text = answer.read().decode(errors="replace") if answer.status != 101 else ""
    connection.close()
    return answer.status, text


WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "x3JJHMbDL1EzLkh9GBhXDw==",
}


def test_only_its_own_pages_are_answered(site: Site) -> None:
    """A page on the web may have its name resolve to this machine, or open a websocket to it."""
    fill(site)
    with serving(site) as (address, _):
        port = address.rpartition(":")[2]
        for host in (f"127.0.0.1:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
            origin = f"http://{host}"
            for headers in ({"Host": host}, {"Host": host, "Origin": origin}):
                status, text = ask(address, "/art.html", **headers)
                assert (status, "Old words." in text) == (200, True)
                assert ask(address, "/websocket-reload", **WEBSOCKET, **headers)[0] == 101
        refused: list[dict[str, str | None]] = [
            {"Host": f"evil.example:{port}"},
            {"Origin": "http://evil.example"},
            {"Origin": f"http://evil.example:{port}"},
            {"Origin": "null"},
            {"Origin": "http://127.0.0.1:1"},
        ]
        for case in refused:
            status, text = ask(address, "/art.html", **case)
            assert (status, "Old words." in text) == (403, False), case
            assert ask(address, "/websocket-reload", **WEBSOCKET, **case)[0] == 403, case
        assert ask(address, "/art.html", Host=None)[0] == 400


@pytest.mark.parametrize(
    ("given", "bound", "trusted", "others"),
    [
        ("127.0.0.1", "127.0.0.1", "127.0.0.1 127.0.0.2 localhost a.localhost [::1] LocalHost", "192.168.1.5"),
        ("::1", "::1", "[::1] [0:0:0:0:0:0:0:1] localhost", "[::2] ::1 [::1"),
        ("192.168.1.5", "192.168.1.5", "192.168.1.5 127.0.0.1", "192.168.1.6"),
        ("Ada.example", "192.168.1.5", "ada.example ADA.EXAMPLE 192.168.1.5", "b.ada.example example 10.0.0.1"),
        ("0.0.0.0", "0.0.0.0", "0.0.0.0 192.168.1.5 10.0.0.1 [fe80::1] localhost mybox mybox.local", "mybox.evil"),
        ("", "0.0.0.0", "192.168.1.5 mybox", "local"),
        ("::", "::", "[fe80::1] [::1] mybox", "evil.example"),
    ],
    ids=["this machine", "IPv6", "an address", "a name", "every address", "nothing", "every IPv6 address"],
)  # fmt: skip
def test_names_that_are_trusted(
    monkeypatch: pytest.MonkeyPatch, given: str, bound: str, trusted: str, others: str
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "MyBox")
    names = TrustedNames(given, bound)
    for host in trusted.split():
        for port in ("", ":80", ":8000"):
            assert names.trust([f"{host}{port}"], []), host
            assert names.trust([f"{host}{port}"], [f"http://{host}{port}"]), host
    never = ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "1.2.3", "x@localhost")
    for host in (*others.split(), *never, "localhost/", "localhost?", "localhost:x", "localhost:99999"):
        assert not names.trust([host], []), host
        assert not names.trust(["localhost"], [f"http://{host}"]), host
    for origin in ("null", "", "localhost", "file://localhost", "http://localhost:8001", "https://localhost"):
        assert not names.trust(["localhost"], [origin]), origin
    # The server itself speaks HTTP; what stands before it may not.
    assert names.trust(["localhost:443"], ["https://localhost"])
    assert not names.trust([], [])
    assert not names.trust(["localhost", "localhost"], [])


@pytest.mark.parametrize("doctrees", ["live/.doctrees", "live/state/Trees", "trees"])
def test_what_builds_keep_is_not_served(site: Site, doctrees: str) -> None:
    fill(site)
    site.conf(SETTINGS + 'html_extra_path = ["extra"]\n')
    site.write({"extra/.well-known/security.txt": "Contact", "extra/state/own.txt": "Own"})
    folder = site.folder / doctrees
    out = site.folder / "live"
    with serving(site, *(["-d", str(folder)] if doctrees != "live/.doctrees" else [])) as (address, _):
        assert (folder / "environment.pickle").is_file()
        assert (out / ".buildinfo").is_file()
        (out / ".homepage-state.json").touch()
        (out / "linked").symlink_to(folder)
        private = [".buildinfo", ".homepage-state.json", "linked/environment.pickle", "linked/art.doctree"]
        if folder.is_relative_to(out):
            inside = folder.relative_to(out).as_posix()
            private += [
                f"{inside}/environment.pickle",
                f"x/../{inside}/art.doctree",
                f"/{inside.replace('.', '%2E')}/art.doctree",
                inside,
            ]
        missing = ask(address, "/missing")
        assert missing[0] == 404
        for path in private:
            assert ask(address, f"/{path}") == missing, path
        assert ask(address, "/.well-known/security.txt") == (200, "Contact")
        assert ask(address, "/state/own.txt") == (200, "Own")


# In conf.py: a page is saved while the first build reads it, or when it has read all.
SAVING = """
def setup(app):
    from pathlib import Path

    def save(app, *_):
        seen = Path({seen!r})
        if not seen.exists() and app.env.current_document.docname in ("art", ""):
            seen.touch()
            Path(app.srcdir, "art.md").write_text("# Art\\n\\nNew words.")

    app.connect({event!r}, save, priority=1)
    return {{"parallel_read_safe": True, "parallel_write_safe": True}}
"""


@pytest.mark.long
@pytest.mark.parametrize("event", ["source-read", "doctree-read", "env-updated"])
def test_an_edit_during_the_first_build(site: Site, event: str) -> None:
    fill(site)
    site.conf(SETTINGS + SAVING.format(seen=str(site.folder / "seen"), event=event))
    with serving(site) as (address, _):
        wait_for(lambda: "New words." in get(f"{address}/art.html"))
        assert (site.folder / "seen").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="another process than the shell's gets Ctrl-C there")
def test_it_ends_with_all_its_processes(site: Site) -> None:
    fill(site)
    with serving(site) as (address, process):
        get(f"{address}/art.html")
        os.kill(process.pid, signal.SIGINT)  # the server alone
        assert process.wait(PATIENCE) == 0
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere", "{out}"], "error: there is no conf.py in nowhere"),
        (["{source}", "{out}", "--watch", "nowhere"], "error: there is no nowhere to watch"),
        (["{source}", "{source}/conf.py"], "conf.py: File exists"),
        (["{source}", "{out}", "--host", "256.0.0.1"], "256.0.0.1 port 8000 cannot be served: "),
        (["{source}", "{out}", "--port", "70000"], "'70000' is no port; write a number up to 65535"),
        (["{source}", "{out}", "--re-ignore", "("], "'(' is no regular expression: "),
        (["{source}", "{out}", "--pre-build", "'"], '"\'" is no command: '),
        (["{source}", "{out}", "--pre-build", ""], "a command is needed"),
        (
            ["{source}", "{out}", "-d", "{out}"],
            "is served, and is no place for the doctrees; give another -d",
        ),
        (["{source}", "{out}", "--", "-d", "x"], "error: -d comes before SOURCE; "),
    ],
)
def test_a_mistake_on_the_command_line(
    site: Site, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    fill(site)
    filled = [part.format(source=site.source, out=site.folder / "live") for part in arguments]
    try:
        status = main(["live", *filled])
    except SystemExit as stop:  # argparse
        status = int(str(stop.code))
    assert status == 2
    assert says in capsys.readouterr().err


def test_a_port_that_is_taken(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    fill(site)
    with serving(site) as (address, _):
        port = address.rpartition(":")[2]
        assert main(["live", "--port", port, str(site.source), str(site.folder / "second")]) == 2
    assert f"port {port} cannot be served: Address already in use; give another --port" in (
        capsys.readouterr().err
    )


def test_without_sphinx_autobuild(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(site)
    monkeypatch.delitem(sys.modules, "sphinx_incremental.live.server", raising=False)
    for name in [name for name in sys.modules if name.partition(".")[0] == "sphinx_autobuild"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sphinx_autobuild", None)
    assert main(["live", str(site.source), str(site.folder / "live")]) == 2
    assert "sphinx_autobuild is missing; pip install --upgrade sphinx-autobuild" in capsys.readouterr().err


def test_with_another_sphinx_autobuild(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(site)
    monkeypatch.delitem(sys.modules, "sphinx_incremental.live.server", raising=False)
    monkeypatch.setitem(sys.modules, "sphinx_autobuild.server", types.ModuleType("sphinx_autobuild.server"))
    assert main(["live", str(site.source), str(site.folder / "live")]) == 2
    said = capsys.readouterr().err
    assert "error: sphinx_autobuild is another one" in said
    assert "pip install --upgrade sphinx-autobuild" in said
