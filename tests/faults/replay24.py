#!/usr/bin/env python3
"""A recorded day at 360 times its pace (4 minutes), every feed polled every 2 s: memory must be flat
after the first tenth, nothing may leak, and an article must be told soon after it is served.

    WIREWATCH_SHARED=… WIREWATCH=target/release/wirewatch tests/faults/replay24.py [HOURS (24)] [SPEED (360)]

The recording is not part of the project: without `$WIREWATCH_SHARED/replay` it says that it skipped.
"""
import collections, json, os, pathlib, subprocess, sys, threading, time, urllib.request
from stage import Home, Report, cpu, end, free_port, status, wait

hours = float(sys.argv[1]) if len(sys.argv) > 1 else 24
speed = float(sys.argv[2]) if len(sys.argv) > 2 else 360
shared = pathlib.Path(os.environ.get("WIREWATCH_SHARED", "/nowhere")) / "replay"
weeks = sorted(shared.glob("*_week.jsonl.gz"))
if not weeks:
    print("skipped: WIREWATCH_SHARED names no folder with the recording")
    sys.exit(0)
week = weeks[-1]
INTERVAL = 2.0
# The recording's last days are the full ones.
BEGIN = "2023-04-06T00:00" if "2023-04" in week.name else "2023-01-27T00:00"
report = Report()


def fetch(url):
    return urllib.request.urlopen(url, timeout=30).read().decode()


class Lines:
    """Alert lines, each with the moment at which it came."""

    def __init__(self, pipe):
        self.lines = []
        self.thread = threading.Thread(target=self.read, args=(pipe,), daemon=True)
        self.thread.start()

    def read(self, pipe):
        for line in pipe:
            self.lines.append((time.time(), json.loads(line)))


def descriptors(pid):
    return len(list(pathlib.Path(f"/proc/{pid}/fd").iterdir()))


def threads(pid):
    return status(pid, "Threads")


def configure(home, urls):
    feeds = "".join(f'[[feed]]\nurl = "{url}"\noutlet = "Feed {n}"\nallow_private = true\ninterval = "{INTERVAL:.0f}s"\n' for n, url in enumerate(urls))
    home.write("feeds.toml", "defaults = false\n" + feeds)
    # Whatever is in English raises an alert, beside the shipped watches: enough for a p99.
    home.write("watches.toml", '[[watch]]\nname = "any"\nsay = "any"\nmatch = "the OR to OR of OR in OR and OR for"\nweight = 45\n')
    # Every feed is on one host here, which else would be asked four times a second at most.
    home.write("config.toml", '[fetch]\nspacing = "0s"\nper_host = 32\n[stories]\ngroup_wait = "0s"\ngroup_interval = "0s"\n')


def delays(lines, appeared):
    """Seconds from when an article was served to its line, for articles that raised an alert."""
    late = []
    for at, line in lines:
        served = appeared.get(line["article"]["url"])
        if line["change"] == "raised" and served is not None:
            late.append((at - served, line["article"]["title"]))
    return sorted(late)


port = free_port()
server = subprocess.Popen(
    [sys.executable, str(shared / "replay.py"), str(week), "--from", BEGIN, "--hours", str(hours), "--speed", str(speed), "--port", str(port)],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    base = f"http://127.0.0.1:{port}"

    def serves():
        try:
            return fetch(f"{base}/clock")
        except OSError:
            return None

    wait(serves, 30, 0.2)
    urls = fetch(f"{base}/urls").split()
    with Home() as home:
        configure(home, urls)
        child = home.start("run", stdout=subprocess.PIPE)
        lines = Lines(child.stdout)
        samples = []
        while (left := json.loads(fetch(f"{base}/clock"))["left_s"]) > 0 and child.poll() is None:
            # What the allocator and the page cache of the store hold counts too: it is what people see.
            samples.append((time.monotonic(), status(child.pid, "VmRSS") / 1024, descriptors(child.pid), threads(child.pid)))
            time.sleep(min(1.0, max(0.1, left)))
        time.sleep(2 * INTERVAL)
        lives, spent, peak = child.poll() is None, cpu(child.pid), status(child.pid, "VmHWM") / 1024
        truth = [json.loads(line) for line in fetch(f"{base}/truth").splitlines()]
        hits = fetch(f"{base}/hits")
        stats = home.run("store", "stats").stdout
        ended, took = end(child)
        lines.thread.join(5)
        report.check("it ran to the end and stopped when told", lives and ended == 0, f"{len(samples)} s, {spent:.1f} CPU s, stopped in {took:.2f} s")
        tenth = len(samples) // 10
        early, late = [samples[n][1] for n in range(tenth, 2 * tenth)], [each[1] for each in samples[-tenth:]]
        mean = lambda numbers: sum(numbers) / max(1, len(numbers))
        per_tenth = " ".join(f"{mean([each[1] for each in samples[n * tenth:(n + 1) * tenth]]):.0f}" for n in range(10))
        report.check("memory is flat after the first tenth", mean(late) < mean(early) * 1.1 + 2, f"MiB in each tenth: {per_tenth}; peak {peak:.0f}")
        for name, place, slack in (("descriptors", 2, 2), ("threads", 3, 2)):
            before = max(each[place] for each in samples[: 2 * tenth])
            after = max(each[place] for each in samples[-tenth:])
            report.check(f"no more {name} at the end", after <= before + slack, f"{before} in the first fifth, {after} at the end")
        appeared = {}
        for each in truth:
            appeared.setdefault(each["link"], each["appeared"])
        found = delays(lines.lines, appeared)
        p50, p99 = (found[min(len(found) - 1, int(len(found) * share))] if found else (0, "") for share in (0.5, 0.99))
        kinds = collections.Counter(line["change"] for _, line in lines.lines)
        report.check("p99 from served to told is under the interval + 2 s", found and p99[0] < INTERVAL + 2,
                     f"{len(found)} raised of {len(truth)} articles: p50 {p50[0]:.2f} s, p99 {p99[0]:.2f} s, longest {found[-1][0] if found else 0:.2f} s; {dict(kinds)}")
        print("    " + " · ".join(stats.split("\n")[:4]))
        if home.said():
            print("    " + home.said()[-400:])
finally:
    server.kill()
    server.wait()
report.end()
