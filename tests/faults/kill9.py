#!/usr/bin/env python3
"""Kills a polling, delivering wirewatch again and again, first at random moments, then exactly
between a send and its mark, and checks that every article was delivered and nothing twice but
under the same id with the same bytes.

    WIREWATCH=target/release/wirewatch tests/faults/kill9.py [ROUNDS (200)]
"""
import json, os, random, signal, sys, time
from stage import Home, Report, Wire, end, wait

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
report = Report()


def start(home):
    """A started program, and the seconds until it holds the poller's lock."""
    begun = time.monotonic()
    child = home.start("run", "--since", "all")
    wait(lambda: home.holder() == child.pid or child.poll() is not None, 20, 0.005)
    if home.holder() != child.pid:
        sys.exit(f"it did not start: {home.said()[-500:]}")
    return child, time.monotonic() - begun


def finish(home, wire):
    """No more news; time for what waits (a try with an unclear end comes again after 5 s)."""
    wire.answer = lambda turn, fresh: "ok"
    wire.stop()
    child, _ = start(home)
    wait(lambda: wire.all_told() and home.due() == 0, 120, 0.5)
    ended, took = end(child)
    report.check("it ends when told", ended == 0, f"{took:.2f} s")
    report.delivered(wire)
    sound = home.check()
    report.check("the store is sound", sound == "the store is sound", sound)


def at_random():
    wire = Wire(pace=0.3)
    # Every third new notification is kept and then reset before the answer: its end is unclear.
    wire.answer = lambda turn, fresh: "reset" if fresh and turn % 3 == 0 else "ok"
    with Home() as home:
        home.configure(wire, ("webhook", "file"))
        slowest = 0.0
        for _ in range(rounds):
            child, took = start(home)
            slowest = max(slowest, took)
            time.sleep(random.uniform(0.05, 1.0))
            child.kill()
            child.wait()
        finish(home, wire)
        report.check("a start takes less than 2 s", slowest < 2, f"{rounds} kills, slowest start {slowest * 1e3:.0f} ms")
        lines = [json.loads(line) for line in (home.config / "alerts.jsonl").read_text().splitlines()]
        filed = {line["article"]["id"] for line in lines}
        once = len({line["id"] for line in lines}) == len(lines)
        report.check("the file has every article, once", wire.wanted() <= filed and once, f"{len(filed)} articles, {len(lines)} lines")


def between(name, number):
    """Killed, or first stopped, in the moment when the receiver has the notification and the store
    has no mark. Stopped, it gets the answer and dies with it unread."""
    wire = Wire(pace=0.5)
    turns = max(10, rounds // 10)
    with Home() as home:
        home.configure(wire)
        for _ in range(turns):
            child, _ = start(home)
            hit = []

            def answer(turn, fresh, child=child, hit=hit):
                if fresh and not hit:
                    os.kill(child.pid, number)
                    hit.append(turn)
                return "ok"

            wire.answer = answer
            if not wait(lambda: hit, 60, 0.005):
                report.check(f"killed {name}: it sent", False)
            time.sleep(0.05)
            child.kill()
            child.wait()
        sent = len(wire.posts())
        finish(home, wire)
        report.check(f"killed {name}", True, f"{turns} kills, {sent} sends before the last start")


at_random()
between("after the send, before the answer", signal.SIGKILL)
between("after the answer, before the mark", signal.SIGSTOP)
report.end()
