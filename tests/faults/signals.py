#!/usr/bin/env python3
"""Ends of every kind: closed output, /dev/full, no terminal, signals, a lost connection, a hanging
disk (DESIGN R7). Nothing hangs, nothing spins, the terminal is given back.

    WIREWATCH=target/release/wirewatch tests/faults/signals.py

Tests of the suite hold more of it: a panic in the dashboard (`a_defect_gives_the_terminal_back_and_says_so`),
in a task of the engine (`a_panicking_task_ends_the_engine_and_says_so`), in a document's parser (a
failed poll), Ctrl-Z and fg, a torn line that the next start ends
(`what_could_not_be_printed_is_printed_by_the_next_start_once`).
"""
import os, shutil, signal, socket, subprocess, time
from stage import Home, Report, Screen, Wire, end, program, share, status, wait

report = Report()
BACK = (b"\x1b[?1049l", b"\x1b[?25h")


def polling(home, wire, *arguments, **more):
    home.configure(wire)
    child = home.start("run", "--since", "all", *arguments, **more)
    wait(lambda: wire.all_told() or child.poll() is not None)
    return child


def outputs():
    """A reader that goes away, and a disk that takes no line: both end the run, soon."""
    for name, expected in (("closed", 0), ("/dev/full", 3)):
        wire = Wire(pace=0.3)
        with Home() as home:
            home.configure(wire)
            reading, writing = os.pipe()
            out = os.open("/dev/full", os.O_WRONLY) if name == "/dev/full" else writing
            child = home.start("run", "--since", "all", stdout=out)
            os.close(writing)
            os.close(reading)
            begun = time.monotonic()
            try:
                got = child.wait(15)
            except subprocess.TimeoutExpired:
                got = None
            report.check(f"standard output {name}: ends with {expected}", got == expected, f"{got} after {time.monotonic() - begun:.1f} s")
            # The line stays unprinted and comes with the next start.
            ran = home.run("run", "--once")
            report.check(f"standard output {name}: the alert comes with the next start", "hostilemark" in ran.stdout, f"{len(ran.stdout.splitlines())} lines")


def readers():
    """A reader that stops reading holds the printing up, not the notifiers, nor the end."""
    wire = Wire()
    with Home() as home:
        home.configure(wire)
        wire.publish(300)
        reading, writing = os.pipe()
        child = home.start("run", "--since", "all", stdout=writing)
        os.close(writing)
        told = wait(wire.all_told, 40, 0.1)
        busy = share(child.pid)
        ended, took = end(child)
        report.check("a reader that does not read: the notifiers are told, no busy loop", told and busy < 0.1, f"{wire.count()} told, {100 * busy:.1f} % of a core")
        report.check("a reader that does not read: ends when told", ended == 0 and took < 4, f"{took:.2f} s")
        os.close(reading)


def signals():
    for number, expected in ((signal.SIGTERM, 0), (signal.SIGINT, 0)):
        with Home() as home:
            child = polling(home, Wire(pace=0.5))
            got, took = end(child, number)
            report.check(f"run: {number.name}", got == expected and took < 3, f"status {got} after {took:.2f} s")
    with Home() as home:
        child = polling(home, Wire())
        for _ in range(200):
            child.send_signal(signal.SIGHUP)
        time.sleep(1)
        busy, lives = share(child.pid), child.poll() is None
        got, took = end(child)
        report.check("run: 200 SIGHUPs are reloads", lives and busy < 0.1 and got == 0, f"{100 * busy:.1f} % of a core after them, stopped in {took:.2f} s")


def screens():
    for name, leave in (
        ("SIGTERM", lambda screen: os.kill(screen.pid, signal.SIGTERM)),
        ("SIGINT", lambda screen: os.kill(screen.pid, signal.SIGINT)),
        ("SIGHUP", lambda screen: os.kill(screen.pid, signal.SIGHUP)),
        ("q", lambda screen: screen.keys(b"q")),
        ("a lost connection", lambda screen: screen.hang_up()),
    ):
        wire = Wire(pace=0.5)
        with Home() as home:
            home.configure(wire)
            screen = Screen(home)
            shown = screen.shows("hostilemark")
            begun = time.monotonic()
            leave(screen)
            got = screen.status()
            took = time.monotonic() - begun
            back = name == "a lost connection" or all(order in bytes(screen.raw) for order in BACK)
            report.check(f"dashboard: {name}", shown and got in (0, 3) and back and took < 4, f"status {got} after {took:.2f} s, the terminal is given back")
            screen.kill()
    with Home() as home:
        home.configure(Wire())
        screen = Screen(home)
        screen.shows("hostilemark")
        time.sleep(2)
        busy = share(screen.pid, 5)
        report.check("dashboard: idle", busy < 0.05, f"{100 * busy:.2f} % of a core")
        screen.kill()
    ran = subprocess.run([program()], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
    report.check("dashboard: no terminal", ran.returncode == 2 and len(ran.stderr.splitlines()) == 1, ran.stderr.strip())


def watchdog():
    """The disk hangs (each write into the store takes 30 s): the watchdog hears nothing more."""
    if not shutil.which("strace"):
        return print("skipped: strace is not here")
    wire = Wire()
    with Home() as home:
        home.configure(wire)
        home.start("run", "--once", "--since", "all").wait()
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        manager.bind(str(home.folder / "notify"))
        manager.settimeout(0.2)
        heard = []

        def listen(seconds):
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                try:
                    heard.append((time.monotonic(), manager.recv(500).decode()))
                except TimeoutError:
                    pass

        os.environ["NOTIFY_SOCKET"], os.environ["WATCHDOG_USEC"] = str(home.folder / "notify"), "1500000"
        try:
            child = home.start("run")
        finally:
            del os.environ["NOTIFY_SOCKET"], os.environ["WATCHDOG_USEC"]
        listen(4)
        alive = sum(word == "WATCHDOG=1" for _, word in heard)
        tracer = subprocess.Popen(["strace", "-f", "-qq", "-o", "/dev/null", "-P", f"{home.store}-wal", "-e", "trace=pwrite64",
                                   "-e", "inject=pwrite64:delay_enter=30000000", "-p", str(child.pid)])
        wait(lambda: status(child.pid, "TracerPid"), 5)
        wire.publish(1)
        listen(5)
        heard.clear()
        listen(5)
        report.check("a hanging disk: the watchdog hears nothing more", alive >= 4 and not heard, f"{alive} signs of life in 4 s before, {len(heard)} in the last 5 s")
        child.kill()
        tracer.kill()
        tracer.wait()
        child.wait()


outputs()
readers()
signals()
screens()
watchdog()
report.end()
