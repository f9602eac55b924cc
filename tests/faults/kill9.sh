#!/usr/bin/env bash
# Kills a polling, delivering wirewatch again and again, then checks that every article was
# delivered and nothing twice but under the same id with the same bytes. Loopback only; needs
# python3. Usage: tests/faults/kill9.sh [ROUNDS (200)] [PROGRAM (target/debug/wirewatch)]
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds="${1:-200}"
program="$(realpath "${2:-target/debug/wirewatch}")"
[ -x "$program" ] || { echo "$program is not there: cargo build first" >&2; exit 2; }
home="$(mktemp -d)"
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$home"' EXIT

# Serves a feed that gains a story every 0.3 s, and takes notifications: every third new one is kept
# and then reset before the answer, so that its end is unclear.
cat > "$home/server.py" <<'PY'
import hashlib, http.server, json, socket, struct, sys, threading, time
start, received, lock = time.time(), [], threading.Lock()
stopped = []
def word(n, k): return "".join(chr(97 + b % 26) for b in hashlib.sha256(b"%d.%d" % (n, k)).digest()[:9])
def item(n):
    title = "hostilemark " + " ".join(word(n, k) for k in range(6))
    return "<item><title>%s</title><guid>g%d</guid><link>http://example.org/%d</link></item>" % (title, n, n)
class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_): pass
    def answer(self, body):
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def do_GET(self):
        if self.path == "/stop": stopped.append(time.time())
        top = int(((stopped[0] if stopped else time.time()) - start) / 0.3) + 1
        if self.path == "/count": return self.answer(b"%d" % top)
        if self.path == "/received":
            with lock: return self.answer(json.dumps(received).encode())
        items = "".join(item(n) for n in range(top))
        self.answer(("<rss version=\"2.0\"><channel><title>Wire</title>%s</channel></rss>" % items).encode())
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with lock:
            fresh = all(id != self.headers["webhook-id"] for id, _ in received)
            received.append([self.headers["webhook-id"], body]); turn = len(received)
        if fresh and turn % 3 == 0:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); self.connection.close(); return
        self.answer(b"ok")
s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler); print(s.server_port, flush=True); s.serve_forever()
PY
python3 "$home/server.py" > "$home/port" 2> /dev/null & server=$!
until [ -s "$home/port" ]; do sleep 0.05; done
base="http://127.0.0.1:$(cat "$home/port")"

mkdir "$home/config"
export WIREWATCH_CONFIG="$home/config" WIREWATCH_STORE="$home/wirewatch.db"
cat > "$home/config/feeds.toml" <<TOML
defaults = false
[[feed]]
url = "$base/feed.xml"
outlet = "Wire"
allow_private = true
TOML
cat > "$home/config/watches.toml" <<TOML
defaults = false
[[watch]]
name = "mark"
say = "the mark word"
match = "hostilemark"
weight = 60
TOML
cat > "$home/config/config.toml" <<TOML
[poll]
interval = "1s"
[stories]
group_wait = "0s"
group_interval = "0s"
[limits]
items = 10000
[[notify]]
name = "hook"
kind = "webhook"
url = "$base/hook"
min_severity = "routine"
most = 0
[[notify]]
name = "digest"
kind = "file"
path = "alerts.jsonl"
min_severity = "routine"
TOML

slowest=0
for round in $(seq "$rounds"); do
  begun=$(date +%s%N)
  "$program" run --since all > /dev/null 2>> "$home/log" & pid=$!
  # Started is when the operating system's lock bears this process's number.
  until [ "$(cat "$home/wirewatch.db.lock" 2>/dev/null)" = "$pid" ]; do
    kill -0 "$pid" 2>/dev/null || { echo "round $round: it did not start"; tail -5 "$home/log"; exit 1; }
    sleep 0.01
  done
  took=$(( ($(date +%s%N) - begun) / 1000000 ))
  [ "$took" -le "$slowest" ] || slowest=$took
  sleep "0.$(printf '%03d' $((RANDOM % 950 + 50)))"
  kill -9 "$pid"; wait "$pid" 2>/dev/null || true
done
# The end: no more news, and time for what waits (retries of unclear ends come after 5 s).
curl -s "$base/stop" > /dev/null
"$program" run --since all > /dev/null 2>> "$home/log" & pid=$!
for _ in $(seq 120); do
  sleep 1
  due=$("$program" notify list --format json | python3 -c 'import json,sys; print(sum(n["due"] for n in json.load(sys.stdin)))')
  known=$("$program" notify list --format json | python3 -c 'import json,sys; print(min(n["due"]+n["delivered"] for n in json.load(sys.stdin)))')
  [ "$due" = 0 ] && [ "$known" -ge "$(curl -s "$base/count")" ] && break
done
kill -TERM "$pid"; wait "$pid" || true
"$program" store check > "$home/check"
"$program" notify list

curl -s "$base/received" > "$home/received.json"
python3 - "$home" "$(curl -s "$base/count")" "$rounds" "$slowest" <<'PY'
import collections, json, sys
home, served, rounds, slowest = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
bodies, told, faults = collections.defaultdict(set), set(), []
posts = json.load(open(home + "/received.json"))
for id, body in posts:
    bodies[id].add(body)
    data = json.loads(body)["data"]
    told |= {alert["article"]["id"] for alert in data.get("alerts", [data])}
lines = [json.loads(line) for line in open(home + "/config/alerts.jsonl")]
filed = {line["article"]["id"] for line in lines}
wanted = {"g%d" % n for n in range(served)}
if wanted - told: faults.append("webhook never told of %s" % sorted(wanted - told)[:9])
if wanted - filed: faults.append("file never told of %s" % sorted(wanted - filed)[:9])
if any(len(each) > 1 for each in bodies.values()): faults.append("one id came with different bytes")
if len(lines) != len({line["id"] for line in lines}): faults.append("a line is in the file twice")
ids = collections.Counter(alert["id"] for each in bodies.values() for body in each
                          for data in [json.loads(body)["data"]] for alert in data.get("alerts", [data]))
if any(n > 1 for n in ids.values()): faults.append("a notice came under two ids")
check = open(home + "/check").read().strip()
if check != "the store is sound": faults.append(check)
if slowest > 2000: faults.append("a start took %d ms" % slowest)
print("%d kills, %d articles served, %d told by webhook, %d by file" % (rounds, served, len(told & wanted), len(filed & wanted)))
print("%d requests for %d ids (%d repeated, each with the same bytes)" % (len(posts), len(bodies), len(posts) - len(bodies)))
print("slowest start %d ms; %s" % (slowest, check))
print("\n".join("FAULT: " + fault for fault in faults) or "held")
sys.exit(bool(faults))
PY
