"""What the fault scripts share: a growing feed with a recording receiver, a throw-away home, the
program under test, and figures. Loopback only. `WIREWATCH` names the program
(target/debug/wirewatch); it needs a Linux /proc.
"""
import collections, fcntl, hashlib, http.server, json, os, pathlib, pty, re, shutil, signal, socket, struct
import subprocess, sys, tempfile, termios, threading, time, unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
MARK = "hostilemark"
WATCHES = f'defaults = false\n[[watch]]\nname = "mark"\nsay = "the mark word"\nmatch = "{MARK}"\nweight = 60\n'


def program():
    path = pathlib.Path(os.environ.get("WIREWATCH", ROOT / "target/debug/wirewatch")).resolve()
    if not os.access(path, os.X_OK):
        sys.exit(f"{path} is not there: cargo build first, or name it in WIREWATCH")
    return str(path)


def need(*tools):
    """Ends politely where a tool is missing."""
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing:
        print(f"skipped: {', '.join(missing)} is not here")
        sys.exit(0)


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def word(n, k):
    return "".join(chr(97 + b % 26) for b in hashlib.sha256(b"%d.%d" % (n, k)).digest()[:9])


class Wire:
    """A feed that gains articles, each its own story, and a receiver that records what it is sent.
    `pace`: seconds between articles, 0: only by `publish`. `answer(turn, fresh)` says what becomes
    of a notification: "ok", or "reset" (kept, then no answer)."""

    def __init__(self, pace=0.0):
        self.pace, self.start, self.extra, self.stopped = pace, time.time(), 1, None
        self.received, self.lock = [], threading.Lock()
        self.answer = lambda turn, fresh: "ok"
        wire = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def reply(self, body):
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                self.reply(wire.feed())

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                with wire.lock:
                    fresh = all(id != self.headers["webhook-id"] for id, _ in wire.received)
                    wire.received.append((self.headers["webhook-id"], body))
                    what = wire.answer(len(wire.received), fresh)
                if what == "reset":
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return self.connection.close()
                self.reply(b"ok")

        class Quiet(http.server.ThreadingHTTPServer):
            daemon_threads, request_queue_size = True, 128

            def handle_error(self, *_):
                pass

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def count(self):
        grown = ((self.stopped or time.time()) - self.start) / self.pace if self.pace else 0
        return int(grown) + self.extra

    def publish(self, number=1):
        self.extra += number

    def stop(self):
        self.stopped = self.stopped or time.time()

    def feed(self):
        items = []
        for n in range(self.count()):
            title = MARK + " " + " ".join(word(n, k) for k in range(6))
            items.append(f"<item><title>{title}</title><guid>g{n}</guid><link>http://example.org/{n}</link></item>")
        return f'<rss version="2.0"><channel><title>Wire</title>{"".join(items)}</channel></rss>'.encode()

    def posts(self):
        with self.lock:
            return list(self.received)

    def told(self):
        """Guids that a notification named."""
        told = set()
        for _, body in self.posts():
            data = json.loads(body)["data"]
            told |= {alert["article"]["id"] for alert in data.get("alerts", [data])}
        return told

    def wanted(self):
        return {f"g{n}" for n in range(self.count())}

    def all_told(self):
        return self.wanted() <= self.told()


class Home:
    """A throw-away folder with a configuration, and the program run in it."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wirewatch-faults-"))
        self.config, self.store = self.folder / "config", self.folder / "store" / "wirewatch.db"
        self.config.mkdir()
        self.log = self.folder / "log"
        self.children = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for child in self.children:
            if child.poll() is None:
                child.kill()
                child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def configure(self, wire, notify=("webhook",)):
        self.write("feeds.toml", f'defaults = false\n[[feed]]\nurl = "{wire.url}/feed.xml"\noutlet = "Wire"\nallow_private = true\n')
        self.write("watches.toml", WATCHES)
        text = '[poll]\ninterval = "1s"\n[stories]\ngroup_wait = "0s"\ngroup_interval = "0s"\n[limits]\nitems = 10000\n'
        kinds = {"webhook": f'url = "{wire.url}/hook"\nmost = 0\n', "file": 'path = "alerts.jsonl"\n'}
        for kind in notify:
            text += f'[[notify]]\nname = "{kind}"\nkind = "{kind}"\nmin_severity = "routine"\n{kinds[kind]}'
        self.write("config.toml", text)

    def write(self, name, text):
        (self.config / name).write_text(text)

    def environment(self):
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "WIREWATCH")) and "proxy" not in k.lower()}
        return clean | {"HOME": str(self.folder), "WIREWATCH_CONFIG": str(self.config), "WIREWATCH_STORE": str(self.store)}

    def start(self, *arguments, before=(), stdout=subprocess.DEVNULL):
        with open(self.log, "ab") as log:
            child = subprocess.Popen([*before, program(), *arguments], stdin=subprocess.DEVNULL, stdout=stdout, stderr=log, env=self.environment())
        self.children.append(child)
        return child

    def run(self, *arguments):
        return subprocess.run([program(), *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, env=self.environment())

    def holder(self):
        """The process that polls."""
        try:
            return int((self.store.parent / (self.store.name + ".lock")).read_text() or 0)
        except (OSError, ValueError):
            return 0

    def said(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def due(self):
        """Deliveries that wait, of all notifiers; None where the store cannot be asked."""
        ran = self.run("notify", "list", "--format", "json")
        return sum(each["due"] for each in json.loads(ran.stdout)) if ran.returncode == 0 else None

    def check(self):
        ran = self.run("store", "check")
        return (ran.stdout + ran.stderr).strip()


def wait(what, seconds=30.0, every=0.02):
    """Waits for a condition; whether it came."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(every)
    return bool(what())


def end(child, number=signal.SIGTERM, seconds=10):
    """Signals a process; its status (None: it did not end) and how long it took."""
    begun = time.monotonic()
    child.send_signal(number)
    try:
        return child.wait(seconds), time.monotonic() - begun
    except subprocess.TimeoutExpired:
        return None, time.monotonic() - begun


def cpu(pid):
    """CPU seconds of a process."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def share(pid, seconds=2.0):
    """Share of a core that a process takes over some seconds."""
    before = cpu(pid)
    time.sleep(seconds)
    return (cpu(pid) - before) / seconds


def status(pid, name):
    """A number of /proc/PID/status."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    return 0


class Report:
    """Lines with figures; what did not hold ends the script with status 1."""

    def __init__(self):
        self.faults, self.held = [], 0

    def check(self, name, held, detail=""):
        self.held += bool(held)
        if not held:
            self.faults.append(name)
        print(f"{'held ' if held else 'FAULT'}  {name}{': ' if detail != '' else ''}{detail}", flush=True)

    def delivered(self, wire):
        """Nothing lost; doubles only with the same id and the same bytes."""
        bodies, ids = collections.defaultdict(set), collections.Counter()
        posts = wire.posts()
        for id, body in posts:
            bodies[id].add(body)
        for body in (body for each in bodies.values() for body in each):
            data = json.loads(body)["data"]
            ids.update(alert["id"] for alert in data.get("alerts", [data]))
        missing = sorted(wire.wanted() - wire.told())
        self.check("nothing lost", not missing, f"{wire.count()} served, {len(wire.told())} told" + (f", missing {missing[:9]}" if missing else ""))
        self.check("the same id, the same bytes", all(len(each) == 1 for each in bodies.values()), f"{len(posts)} requests for {len(bodies)} ids")
        self.check("no notice under two ids", all(n == 1 for n in ids.values()))

    def end(self):
        print(f"{self.held} held, {len(self.faults)} did not" + "".join(f"\n  {fault}" for fault in self.faults))
        sys.exit(bool(self.faults))


ORDER = re.compile(r"\x1b(?:\[([0-9;?<>=]*)[ -/]*([@-~])|\].*?(?:\x07|\x1b\\)|[()].|[=>78])", re.S)


class Screen:
    """The program in a pseudo-terminal: what it writes, and keys for it."""

    def __init__(self, home, *arguments, columns=120, rows=40):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            environment = home.environment() | {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
            os.execve(program(), [program(), *arguments], environment)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.raw, self.ended, self.cells, self.place = bytearray(), None, {}, [0, 0]
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        rest = ""
        try:
            while piece := os.read(self.master, 65536):
                self.raw += piece
                rest = self.draw(rest + piece.decode(errors="ignore"))
        except OSError:
            pass

    def draw(self, text):
        """Puts text into the cells; returns an order that is not whole yet."""
        at = 0
        while at < len(text):
            order = ORDER.match(text, at)
            if text[at] == "\x1b" and not order:
                return text[at:]
            if order:
                numbers = [int(n) for n in re.findall(r"\d+", order[1] or "")]
                if order[2] == "H":
                    self.place = [numbers[0] - 1 if numbers else 0, numbers[1] - 1 if numbers[1:] else 0]
                elif order[2] == "J":
                    self.cells.clear()
                at = order.end()
                continue
            if text[at] >= " ":
                self.cells[tuple(self.place)] = text[at]
                self.place[1] += 1 + (unicodedata.east_asian_width(text[at]) in "WF")
            at += 1
        return ""

    def text(self):
        """What stands on the screen."""
        with_line = collections.defaultdict(dict)
        for (line, column), cell in list(self.cells.items()):
            with_line[line][column] = cell
        return "\n".join("".join(cells.get(n, " ") for n in range(max(cells) + 1)) for _, cells in sorted(with_line.items()))

    def shows(self, words, seconds=20.0):
        return wait(lambda: words in self.text(), seconds)

    def keys(self, keys):
        os.write(self.master, keys)

    def hang_up(self):
        """Closes our side, as a lost connection does."""
        os.close(self.master)

    def status(self, seconds=10.0):
        """Its exit status; None: it did not end; below 0: the signal."""
        def over():
            if self.ended is None:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                self.ended = os.waitstatus_to_exitcode(status) if pid else None
            return self.ended is not None

        wait(over, seconds, 0.01)
        return self.ended

    def kill(self):
        if self.status(0) is None:
            os.kill(self.pid, signal.SIGKILL)
            self.status()
