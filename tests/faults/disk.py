#!/usr/bin/env python3
"""Lets the disk fail under a running wirewatch: full, failing at every n-th write or fsync, killed
at every n-th write. Everything must be told once, heal by itself and lose nothing. Needs strace;
the real full disk needs root (a small tmpfs in a name space of its own).

    WIREWATCH=target/release/wirewatch tests/faults/disk.py [LARGEST N (24)]
"""
import os, pathlib, shutil, subprocess, sys, tempfile, time, urllib.error, urllib.request
from stage import Home, Report, Wire, end, need, share, status, wait

need("strace")
largest = int(sys.argv[1]) if len(sys.argv) > 1 else 24
if os.geteuid() == 0 and "FAULTS_UNSHARED" not in os.environ and shutil.which("unshare"):
    os.environ["FAULTS_UNSHARED"] = "1"
    os.execvp("unshare", ["unshare", "-m", sys.executable, *sys.argv])
report = Report()


def files(home):
    return ["-P", f"{home.store}", "-P", f"{home.store}-wal"]


def heal(child):
    """Lets go of the tracer: from now on nothing fails."""
    tracer = status(child.pid, "TracerPid")
    if tracer:
        os.kill(tracer, 9)
        wait(lambda: status(child.pid, "TracerPid") == 0, 5)


def counts():
    """Every n at first, where a start has most that can fail, then every fourth."""
    return [n for n in range(1, largest + 1) if n <= 12 or n % 4 == 0]


def sweep(call, error):
    """One run for each n: from the n-th call in each thread on all fail, until the disk heals."""
    name = f"{error} on {call}"
    good, refused, longest, hits = 0, 0, 0, 0
    for n in counts():
        wire = Wire()
        with Home() as home:
            home.configure(wire)
            home.start("run", "--once", "--since", "all").wait()
            wire.publish(3)
            record = home.folder / "strace"
            trace = ["strace", "-D", "-f", "-qq", "-o", record, *files(home), "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={n}+"]
            child = home.start("run", "--since", "all", before=trace)
            wait(lambda: wire.all_told() or child.poll() is not None, 2)
            wire.publish(2)
            wait(lambda: wire.all_told() or child.poll() is not None, 2)
            if child.poll() is None:
                heal(child)
            else:
                # Refused at the start, with its reason; the next start finds everything.
                if child.returncode != 3:
                    report.check(f"{name} {n}: status 3", False, f"{child.returncode}: {home.said()[-300:]}")
                refused += 1
                child = home.start("run", "--since", "all")
            wire.publish(1)
            hits += "INJECTED" in record.read_text(errors="replace")
            told = wait(lambda: wire.all_told() and home.due() == 0, 40, 0.2)
            ended, _ = end(child)
            sound = home.check()
            bodies = {}
            same = all(bodies.setdefault(id, body) == body for id, body in wire.posts())
            lines = [line for line in home.said().splitlines() if "polling" in line]
            longest = max(longest, len(lines))
            if told and same and ended == 0 and sound == "the store is sound":
                good += 1
            else:
                print(f"    n = {n}: told {told}, same bytes {same}, status {ended}, {sound}; {lines[-2:]}")
    runs = len(counts())
    report.check(f"{name} from the n-th call on, n = 1..{largest}", good == runs, f"{good} of {runs} healed, nothing lost; {refused} refused to start with status 3")
    report.check(f"{name}: it did fail", hits > 0, f"in {hits} of {runs} runs; in the others there were fewer calls")
    report.check(f"{name}: said once or twice", longest <= 2, f"at most {longest} lines")


def killed_at_writes():
    """SIGKILL at the n-th write into store or log."""
    sound, wire = 0, Wire(pace=0.4)
    with Home() as home:
        home.configure(wire)
        home.start("run", "--once", "--since", "all").wait()
        for n in counts():
            trace = ["strace", "-f", "-qq", "-o", "/dev/null", *files(home), "-e", "trace=pwrite64", "-e", f"inject=pwrite64:signal=KILL:when={n}"]
            child = home.start("run", "--since", "all", before=trace)
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                report.check(f"killed at write {n}: it came so far", False)
                os.kill(home.holder(), 9)
                child.wait()
            sound += home.check() == "the store is sound"
        wire.stop()
        child = home.start("run", "--since", "all")
        wait(lambda: wire.all_told() and home.due() == 0, 60, 0.3)
        end(child)
        runs = len(counts())
        report.check(f"killed at the n-th write, n = 1..{largest}: the store is sound", sound == runs, f"{sound} of {runs}")
        report.delivered(wire)


def fill(ballast):
    with open(ballast, "ab", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


def health(port):
    try:
        return str(urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10).status)
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read().decode().strip()}"


def full_tmpfs():
    """A real file system without room, filled and freed while wirewatch runs."""
    if "FAULTS_UNSHARED" not in os.environ:
        return print("skipped: a full tmpfs needs root and unshare")
    mount = pathlib.Path(tempfile.mkdtemp(prefix="wirewatch-full-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "none", mount], check=True)
    ballast = mount / "ballast"
    try:
        wire = Wire()
        with Home() as home:
            home.store = mount / "wirewatch.db"
            home.configure(wire)
            fill(ballast)
            ran = home.run("run", "--once", "--since", "all")
            report.check("no room for a new store: status 3", ran.returncode == 3 and "full" in ran.stderr, ran.stderr.splitlines()[-1:])
            left = sorted(each.name for each in mount.iterdir() if each.stat().st_size)
            report.check("no half store is left", left == ["ballast"], left)
            child = home.start("run", "--since", "all")
            room = "as soon as there is room"
            waits = wait(lambda: room in home.said(), 10, 0.1) and not wait(lambda: child.poll() is not None, 2, 0.1)
            ballast.unlink()
            told = wait(wire.all_told)
            said = [line for line in home.said().splitlines() if room in line]
            report.check("no room for a new store: `run` waits, says so once, starts when there is", waits and told and len(said) == 1, said[:1])
            end(child)
            port = 20000 + os.getpid() % 20000
            child = home.start("run", "--since", "all", "--listen", f"127.0.0.1:{port}")
            wait(wire.all_told)
            good = 0
            for turn in range(5):
                fill(ballast)
                wire.publish(60)
                noticed = wait(lambda: health(port).startswith("503"), 15, 0.2)
                if turn == 0:
                    why, busy = health(port), share(child.pid)
                    report.check("a full disk: /healthz says 503 and why", noticed and "disk is full" in why, why)
                    report.check("a full disk: no busy loop", busy < 0.1, f"{100 * busy:.1f} % of a core")
                ballast.unlink()
                good += bool(noticed and wait(lambda: wire.all_told() and health(port) == "200", 40, 0.2))
            report.check("filled and freed: heals by itself", good == 5, f"{good} of 5, {wire.count()} articles")
            lines = [line for line in home.said().splitlines() if "polling waits" in line]
            report.check("said once each time", len(lines) == 5, f"{len(lines)} lines in 5 times")
            end(child)
            report.delivered(wire)
            report.check("the store is sound", home.check() == "the store is sound")
            fill(ballast)
            ran = home.run("alert", "list", "--format", "json")
            # Without a running poller there is no log, and SQLite needs room for its index to read.
            held = ran.returncode == 0 or ran.returncode == 3 and "full" in ran.stderr
            report.check("a full disk: the list is read, or refused with status 3", held, ran.stderr.strip())
            ran = home.run("alert", "ack", "1")
            report.check("a full disk: a mark is refused with status 3", ran.returncode == 3 and "full" in ran.stderr, ran.stderr.strip())
            child = home.start("run", "--since", "all")
            time.sleep(2)
            lives = child.poll() is None
            report.check("started on a full disk: it waits for room", lives, home.said().splitlines()[-1:])
    finally:
        subprocess.run(["umount", "-l", mount], check=False)
        mount.rmdir()


full_tmpfs()
killed_at_writes()
sweep("pwrite64", "ENOSPC")
# Which of the two SQLite was built with is its own affair.
sweep("fsync,fdatasync", "EIO")
sweep("pwrite64", "EIO")
report.end()
