#!/usr/bin/env python3
"""Configuration files that are broken, emptied, deleted, renamed over and made unreadable while
wirewatch runs, and fifty saves in a second (DESIGN R6): the old rules stay in force, it is said
once, and a mended file is in force within seconds.

    WIREWATCH=target/release/wirewatch tests/faults/config.py
"""
import os, time, urllib.request
from stage import WATCHES, Home, Report, Wire, cpu, end, free_port, share, wait

report = Report()
BROKEN = '[[watch]]\nname = "mark"\nmatch = "('
OTHER = WATCHES.replace('"mark"', '"other"')


def figure(port, name):
    text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()
    return next((line.split()[-1] for line in text.splitlines() if line.startswith(f"wirewatch_{name} ")), None)


def sound(port):
    return figure(port, "config_last_reload_successful") == "1"


def told_of(home, wire):
    """A new article is still told: by which watch."""
    wire.publish(1)
    told = wait(wire.all_told, 15, 0.05)
    posts = wire.posts()
    return told and posts[-1][1].split('"watches":["')[1].split('"')[0]


def breaking(path):
    path.write_text(BROKEN)


def emptying(path):
    path.write_text("")


def deleting(path):
    path.unlink()


def renaming(path):
    """As editors save: a new file takes the place of the old."""
    draft = path.with_suffix(".new")
    draft.write_text(BROKEN)
    draft.rename(path)


def unreadable(path):
    if os.geteuid() == 0:
        # No mode keeps root out; a folder in the file's place cannot be read either.
        path.unlink()
        path.mkdir()
    else:
        path.chmod(0)


def restore(path):
    if path.is_dir():
        path.rmdir()
    elif path.exists():
        path.chmod(0o600)
    draft = path.with_suffix(".new")
    draft.write_text(OTHER)
    draft.rename(path)


def one(name, spoil):
    wire, port = Wire(), free_port()
    with Home() as home:
        home.configure(wire)
        path = home.config / "watches.toml"
        child = home.start("run", "--since", "all", "--listen", f"127.0.0.1:{port}")
        wait(wire.all_told)
        spoil(path)
        noticed = wait(lambda: not sound(port), 10, 0.05)
        kept, busy = told_of(home, wire), share(child.pid)
        said = [line for line in home.said().splitlines() if "the old one stays in force" in line]
        report.check(f"{name}: said once, the old rules hold", noticed and kept == "mark" and len(said) == 1, f"{len(said)} lines, told by {kept!r}, {100 * busy:.1f} % of a core")
        begun = time.monotonic()
        restore(path)
        healed = wait(lambda: sound(port) and told_of(home, wire) == "other", 20, 0.05)
        report.check(f"{name}: mended, the new rules are in force", healed, f"after {time.monotonic() - begun:.1f} s")
        ended, _ = end(child)
        report.check(f"{name}: ends when told", ended == 0)


def storm():
    """Fifty saves in a second, in turn broken, half, whole: the last one counts, nothing is lost."""
    wire, port = Wire(pace=0.3), free_port()
    with Home() as home:
        home.configure(wire)
        path = home.config / "watches.toml"
        child = home.start("run", "--since", "all", "--listen", f"127.0.0.1:{port}")
        wait(wire.all_told)
        before = cpu(child.pid)
        for turn in range(5):
            begun = time.monotonic()
            for save in range(50):
                text = (BROKEN, WATCHES[: len(WATCHES) // 2], WATCHES, OTHER)[save % 4]
                path.write_text(text)
                time.sleep(max(0.0, begun + (save + 1) / 50 - time.monotonic()))
            path.write_text(WATCHES if turn % 2 else OTHER)
        spent = cpu(child.pid) - before
        wire.stop()
        told = wait(lambda: sound(port) and told_of(home, wire) == "other" and home.due() == 0, 20, 0.1)
        lines = [line for line in home.said().splitlines() if "configuration" in line]
        report.check("250 saves in 5 s: the last one is in force", told, f"{spent:.2f} CPU s, {len(lines)} lines in the log")
        ended, _ = end(child)
        report.check("250 saves: ends when told", ended == 0)
        report.delivered(wire)


one("broken", breaking)
one("renamed over by a broken one", renaming)
one("deleted", deleting)
one("unreadable", unreadable)
one("empty", emptying)
storm()
report.end()
