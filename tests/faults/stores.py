#!/usr/bin/env python3
"""Stores that cannot be used, two pollers and a dashboard at once, and how soon one process sees
what another did (DESIGN R4, R5).

    WIREWATCH=target/release/wirewatch tests/faults/stores.py [ROUNDS (20)]
"""
import os, pathlib, re, sqlite3, subprocess, sys, time
from stage import Home, Report, Screen, Wire, end, share, wait

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
report = Report()


def filled(home, wire):
    home.configure(wire)
    home.start("run", "--once", "--since", "all").wait()


def refused(name, prepare, words, status=3):
    """`run`, `alert list` and `alert ack` on a store that cannot be used: refused with the reason, in
    one line each, and every byte of it is as before."""
    wire = Wire()
    with Home() as home:
        filled(home, wire)
        prepare(home)
        before = home.store.read_bytes()
        ran = [home.run(*arguments) for arguments in (("run", "--once"), ("alert", "list"), ("alert", "ack", "1"))]
        reasons = [[line for line in each.stderr.splitlines() if line.startswith("wirewatch: ")] for each in ran]
        held = all(each.returncode == status and len(why) == 1 and words in why[0] for each, why in zip(ran, reasons))
        same = home.store.read_bytes() == before
        report.check(f"{name}: status {status} and why", held, reasons[0])
        report.check(f"{name}: left as it was", same)


def foreign(home):
    home.store.unlink()
    for log in home.store.parent.glob("*-wal"):
        log.unlink()
    other = sqlite3.connect(home.store)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()


def newer(home):
    other = sqlite3.connect(home.store)
    other.execute("PRAGMA user_version = 9999")
    other.close()


def cut(home):
    other = sqlite3.connect(home.store)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    with open(home.store, "r+b") as file:
        file.truncate(home.store.stat().st_size // 2)


def read_only():
    """A store in a folder that cannot be written: read, never marked."""
    wire = Wire()
    with Home() as home:
        filled(home, wire)
        folder = home.store.parent
        mounted = os.geteuid() == 0 and subprocess.run(["mount", "--bind", folder, folder], capture_output=True).returncode == 0
        if mounted:
            subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        else:
            os.chmod(home.store, 0o400), os.chmod(folder, 0o500)
        try:
            listed, marked = home.run("alert", "list"), home.run("alert", "ack", "1")
            polled = home.run("run", "--once")
        finally:
            if mounted:
                subprocess.run(["umount", folder], check=True)
            else:
                os.chmod(folder, 0o700)
        report.check("read-only: the list is read", listed.returncode == 0 and "hostilemark" in listed.stdout)
        report.check("read-only: a mark is refused with status 3", marked.returncode == 3 and len(marked.stderr.splitlines()) == 1, marked.stderr.strip())
        report.check("read-only: polling is refused with status 3", polled.returncode == 3, polled.stderr.strip()[-150:])


def locked():
    """Another program holds the store's write lock for 12 s: it waits, says so, and heals."""
    wire = Wire()
    with Home() as home:
        filled(home, wire)
        child = home.start("run", "--since", "all")
        wait(lambda: home.holder() == child.pid)
        other = sqlite3.connect(home.store, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        wire.publish(3)
        said = wait(lambda: re.search("polling (waits|cannot start)", home.said()), 12, 0.1)
        busy, marked = share(child.pid), home.run("alert", "ack", "1")
        other.execute("ROLLBACK")
        other.close()
        told = wait(lambda: wire.all_told() and home.due() == 0, 30, 0.2)
        ended, _ = end(child)
        report.check("locked: said, no busy loop", said and busy < 0.1, f"{100 * busy:.1f} % of a core; {home.said().splitlines()[-2:][0][-100:] if home.said() else ''}")
        report.check("locked: a mark is refused with status 3", marked.returncode == 3, marked.stderr.strip())
        report.check("locked: heals when it is free", told and ended == 0, f"{wire.count()} articles")
        report.delivered(wire)


def crowd():
    """Two `run` and a dashboard on one store: the second `run` ends with 75, the dashboard views.
    The poller is killed: the dashboard takes over; killed in turn, another `run` may poll."""
    wire = Wire(pace=0.5)
    slowest = 0.0
    with Home() as home:
        home.configure(wire)
        for turn in range(max(2, rounds // 5)):
            poller = home.start("run", "--since", "all")
            wait(lambda: home.holder() == poller.pid)
            second = home.run("run")
            screen = Screen(home)
            viewer = screen.shows("viewer")
            poller.kill()
            poller.wait()
            begun = time.monotonic()
            took = wait(lambda: home.holder() == screen.pid, 15, 0.02)
            slowest = max(slowest, time.monotonic() - begun)
            if not (second.returncode == 75 and viewer and took):
                report.check(f"crowd {turn}", False, f"second {second.returncode}, viewer {viewer}, took over {took}: {screen.text()[-200:]}")
            screen.kill()
        wire.stop()
        last = home.start("run", "--since", "all")
        wait(lambda: wire.all_told() and home.due() == 0, 60, 0.3)
        end(last)
        report.check("a killed poller's dashboard takes over", slowest < 5, f"after at most {slowest:.2f} s")
        report.delivered(wire)
        report.check("the store is sound", home.check() == "the store is sound")


def unlocked():
    """Somebody removes the lock's file under a poller: no second one gets in, and it comes back."""
    wire = Wire(pace=0.5)
    with Home() as home:
        home.configure(wire)
        poller = home.start("run", "--since", "all")
        wait(lambda: home.holder() == poller.pid)
        pathlib.Path(f"{home.store}.lock").unlink()
        second = home.run("run")
        report.check("the lock's file removed: a second `run` ends with 75", second.returncode == 75, second.stderr.strip())
        pathlib.Path(f"{home.store}.lock").unlink(missing_ok=True)
        back = wait(lambda: home.holder() == poller.pid, 20, 0.1)
        report.check("the lock's file removed: it comes back, and is told", back and "was removed" in home.said(), home.said().splitlines()[-1:])
        wire.stop()
        wait(lambda: wire.all_told() and home.due() == 0, 60, 0.3)
        end(poller)
        report.delivered(wire)


def seen():
    """What one process does, another's dashboard shows: the time between, as people see it."""
    wire = Wire()
    wire.publish(rounds)
    times = []
    with Home() as home:
        filled(home, wire)
        poller = home.start("run", "--since", "all")
        wait(lambda: home.holder() == poller.pid)
        screen = Screen(home)
        screen.shows("viewer")
        open_ones = lambda: sum(int(n) for n in re.findall(r"(\d+) (?:flash|immediate|priority|routine)", screen.text().splitlines()[0]))
        wait(lambda: open_ones() == rounds + 1)
        for number in range(1, rounds + 1):
            home.run("alert", "ack", str(number))
            done = time.monotonic()
            if wait(lambda: open_ones() == rounds + 1 - number, 5, 0.005):
                times.append(time.monotonic() - done)
        screen.kill()
        end(poller)
    times.sort()
    held = len(times) == rounds and times[-1] < 0.5
    report.check("another process's change is shown within 500 ms", held, f"{len(times)} of {rounds} marks: median {1e3 * times[len(times) // 2]:.0f} ms, longest {1e3 * times[-1]:.0f} ms" if times else "never")


refused("foreign schema", foreign, "wirewatch")
refused("newer schema", newer, "is of version 9999")
refused("damaged (half of it is gone)", cut, "damaged")
read_only()
locked()
crowd()
unlocked()
seen()
report.end()
