#!/usr/bin/env python3
"""Measures the dashboard of the real program in a pseudo-terminal, with a store full of articles and
with news pouring in: python3 benches/desk.py PROGRAM [--stored N] [--feeds N] [--rate N] [--keys N]

1. `run --once` on made-up feeds fills a store with --stored articles.
2. With nothing to poll: the time to the first frame and to the list of alerts (median and worst of
   --starts), the CPU of --idle seconds in which nothing happens, and the memory then.
3. --feeds feeds are polled, each every --every seconds, by a server here that has --rate new articles
   a second to give away. Keys (j and k, at random times) go into the list of alerts; each is timed
   until the cursor has moved on the screen.

Prints what was reached, not only what was asked for, and the load of the machine: on a busy one the
times are those of the busy machine. Needs Linux and python3, nothing else.
"""
import argparse, asyncio, fcntl, multiprocessing, os, pty, random, re, select, signal, statistics
import struct, subprocess, sys, tempfile, termios, time
from email.utils import formatdate

COLUMNS, ROWS = 200, 60
SYLLABLES = "ka lo mi ren ta sol vu der pa no qui sar el mo ti ban ur ge ly fos".split()
EVENTS = ["Rocket hits {} near the embassy, {} hurt", "Gunmen of a militia seize {}, {} dead"]


def word(dice):
    return "".join(dice.choice(SYLLABLES) for _ in range(dice.randint(2, 4)))


def item(number, when, words):
    """An article of some 600 bytes; one in 200 is one to alert of."""
    dice = random.Random(number)
    pick = lambda count: " ".join(dice.choice(words) for _ in range(count))
    if number % 200 == 0:
        title = dice.choice(EVENTS).format(pick(2).title(), dice.randint(1, 9))
    else:
        title = pick(8).capitalize()
    return (f"<item><guid isPermaLink=\"false\">{number}</guid><title>{title}</title>"
            f"<link>http://articles.example/{number}</link><pubDate>{formatdate(when)}</pubDate>"
            f"<description>{pick(55)}</description></item>")


class Server:
    """Answers /stored/N with 30 old articles, /live/N with its share of what is new."""

    def __init__(self, rate):
        self.words = [word(random.Random(n)) for n in range(6000)]
        self.rate, self.given, self.began = rate, 0, None

    def items(self, path):
        kind, number = path.strip("/").split("/")
        now = time.time()
        if kind == "stored":
            first = int(number) * 30
            return [item(n, now - random.Random(n).uniform(0, 3 * 86400), self.words)
                    for n in range(first, first + 30)]
        self.began = self.began or now
        count = min(int((now - self.began) * self.rate) - self.given, 100)
        self.given += max(count, 0)
        return [item(10**9 + self.given - n, now, self.words) for n in range(count)]

    async def serve(self, reader, writer):
        try:
            while line := await reader.readline():
                while (await reader.readline()).strip():
                    pass
                body = ("<rss version=\"2.0\"><channel><title>Made up</title>"
                        + "".join(self.items(line.split()[1].decode())) + "</channel></rss>").encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
                             b"Content-Length: %d\r\n\r\n" % len(body) + body)
                await writer.drain()
        except ConnectionError:
            pass
        writer.close()

    def run(self, ready):
        async def forever():
            server = await asyncio.start_server(self.serve, "0.0.0.0", 0, backlog=512)
            ready.send(server.sockets[0].getsockname()[1])
            await server.serve_forever()
        asyncio.run(forever())


def configure(folder, port, kind, feeds, every):
    """A configuration of its own: these feeds, each on a loopback address of its own."""
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/config.toml", "w") as file:
        file.write("[fetch]\nallow_private = [\"127.0.0.0/8\"]\nspacing = \"0s\"\n[dashboard]\nsound = false\n")
    with open(f"{folder}/feeds.toml", "w") as file:
        file.write("defaults = false\n")
        for n in range(feeds):
            host = f"127.{10 + n // 65025}.{n // 255 % 255}.{1 + n % 255}"
            file.write(f"[[feed]]\nurl = \"http://{host}:{port}/{kind}/{n}\"\ninterval = \"{every}s\"\n")


class Desk:
    """The program in a pseudo-terminal, and where its cursor stands in the list."""

    def __init__(self, program, folder, store):
        self.began = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            env = {"HOME": folder, "PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"}
            time.sleep(0.05)  # the size is set meanwhile
            os.execve(program, [program, "--config", folder, "--store", store], env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.grid, self.at, self.rest = {}, (0, 0), ""
        self.began = time.monotonic() + 0.05

    def read(self, patience):
        """Takes what comes within so many seconds; whether something came."""
        if not select.select([self.fd], [], [], max(patience, 0))[0]:
            return False
        text = self.rest + os.read(self.fd, 1 << 16).decode("utf-8", "replace")
        cut = text.rfind("\x1b", len(text) - 24)  # a sequence may be cut in two
        whole = cut < 0 or re.match(r"\x1b(\[[0-9;?]*[a-zA-Z]|[^\[])", text[cut:])
        self.rest, text = ("", text) if whole else (text[cut:], text[:cut])
        for sequence, letter in re.findall(r"\x1b\[([0-9;?]*[a-zA-Z])|([^\x1b])", text):
            if sequence.endswith("H"):
                y, x = (sequence[:-1].split(";") + ["1", "1"])[:2]
                self.at = (int(y or 1) - 1, int(x or 1) - 1)
            elif sequence.endswith("J"):
                self.grid.clear()
            elif letter:
                self.grid[self.at] = letter
                self.at = (self.at[0], self.at[1] + 1)
        return True

    def text(self):
        return "\n".join("".join(self.grid.get((y, x), " ") for x in range(COLUMNS)) for y in range(ROWS))

    def cursor(self):
        return {y for y in range(ROWS) if self.grid.get((y, 1)) == "▌"}

    def wait(self, wanted, patience=60.0):
        """Seconds until the screen is as wanted."""
        began = time.monotonic()
        while not wanted(self):
            left = began + patience - time.monotonic()
            if left <= 0 or not self.read(left):
                sys.exit("never seen; the screen:\n" + self.text())
        return time.monotonic() - began

    def rest_for(self, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.read(until - time.monotonic())

    def cpu(self):
        fields = open(f"/proc/{self.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, key):
        status = open(f"/proc/{self.pid}/status").read()
        return int(re.search(key + r":\s+(\d+)", status).group(1)) / 1024

    def end(self):
        os.write(self.fd, b"\x03")
        try:
            while True:
                self.read(10)
        except OSError:
            pass  # the terminal is closed: it has ended
        os.waitpid(self.pid, 0)


def stored(program, store, folder):
    out = subprocess.run([program, "--config", folder, "--store", store, "store", "stats", "--format", "json"],
                         capture_output=True, text=True).stdout
    found = re.search(r'"articles":\s*(\d+)', out)
    return int(found.group(1)) if found else 0


def milliseconds(times):
    times = sorted(times)
    at = lambda share: times[min(int(len(times) * share), len(times) - 1)] * 1000
    return f"p50 {at(.5):.1f}, p90 {at(.9):.1f}, p99 {at(.99):.1f}, worst {times[-1] * 1000:.1f} ms"


def quiet(options, folder, store):
    first, listed = [], []
    for _ in range(options.starts):
        desk = Desk(options.program, folder, store)
        desk.wait(lambda d: d.grid)
        first.append(time.monotonic() - desk.began)
        desk.wait(Desk.cursor)
        listed.append(time.monotonic() - desk.began)
        desk.end()
    for name, times in [("first frame", first), ("list of alerts", listed)]:
        print(f"{name:16} median {statistics.median(times) * 1000:.0f}, worst {max(times) * 1000:.0f} ms of {len(times)}")
    desk = Desk(options.program, folder, store)
    desk.wait(Desk.cursor)
    desk.rest_for(5)
    before = desk.cpu()
    desk.rest_for(options.idle)
    used = (desk.cpu() - before) / options.idle * 100
    print(f"idle             {used:.2f} % of a core over {options.idle} s, "
          f"{desk.memory('VmRSS'):.0f} MiB, peak {desk.memory('VmHWM'):.0f} MiB")
    desk.end()


def flood(options, folder, store):
    before = stored(options.program, store, folder)
    desk = Desk(options.program, folder, store)
    desk.wait(Desk.cursor)
    desk.rest_for(options.warm)
    began, cpu, times, dice = time.monotonic(), desk.cpu(), [], random.Random(1)
    first = stored(options.program, store, folder)
    for number in range(options.keys):
        desk.rest_for(dice.uniform(0.05, 0.25))
        was = desk.cursor()
        pressed = time.monotonic()
        os.write(desk.fd, b"j" if number % 2 == 0 else b"k")
        desk.wait(lambda d: d.cursor() and d.cursor() != was)
        times.append(time.monotonic() - pressed)
    took = time.monotonic() - began
    came = stored(options.program, store, folder) - first
    used = (desk.cpu() - cpu) / took * 100
    print(f"key to frame     {milliseconds(times)} of {len(times)} keys")
    print(f"  meanwhile      {options.feeds} feeds, {came / took:.0f} articles/s stored (asked for {options.rate}), "
          f"{used:.0f} % of a core, peak {desk.memory('VmHWM'):.0f} MiB, load {os.getloadavg()[0]:.1f}; "
          f"{first - before} articles came before the first key")
    desk.end()


def main():
    ask = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    ask.add_argument("program")
    for name, value in [("stored", 100_000), ("feeds", 10_000), ("rate", 1_000), ("keys", 500), ("every", 100),
                        ("starts", 7), ("idle", 60), ("warm", 20)]:
        ask.add_argument(f"--{name}", type=int, default=value)
    options = ask.parse_args()
    options.program = os.path.abspath(options.program)
    ready, told = multiprocessing.Pipe(False)
    server = multiprocessing.Process(target=Server(options.rate).run, args=(told,), daemon=True)
    server.start()
    port = ready.recv()
    with tempfile.TemporaryDirectory() as work:
        store = f"{work}/desk.db"
        configure(f"{work}/filled", port, "stored", options.stored // 30, 900)
        subprocess.run([options.program, "--config", f"{work}/filled", "--store", store, "run", "--once"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        configure(f"{work}/still", port, "stored", 0, 900)
        print(f"stored           {stored(options.program, store, f'{work}/still')} articles")
        quiet(options, f"{work}/still", store)
        configure(f"{work}/live", port, "live", options.feeds, options.every)
        flood(options, f"{work}/live", store)
    server.terminate()


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    main()
