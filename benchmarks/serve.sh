#!/bin/sh
# Serves the generated base of 57,000 rows with one and two processes and loads it with events of 20 lines.
# Needs wrk. Prints requests per second and the time of answers: one client, eight clients as fast as they can, and
# sixteen clients that together ask half as often as that. FOLDER is where the ledger lies, SECONDS_EACH how long.
set -eu
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
port=${PORT:-8399}
seconds=${SECONDS_EACH:-10}
work=$(mktemp -d)
ledger=${FOLDER:-$work}
trap 'rm -rf "$work" "$ledger"/bench-ledger*' EXIT
PYTHONPATH=$PWD "$bin/python" - "$work" <<'PY'
import sys
from pathlib import Path

from benchmarks.knowledge import write_base
from benchmarks.ours import message, workload

work = Path(sys.argv[1])
rows, _, claims = workload(57_000, 400)
write_base(work / "base", rows)
(work / "events.jsonl").write_bytes(b"\n".join(map(message, claims)))
PY
"$bin/kb" build "$work/base" -o "$work/base.kbe" >/dev/null
cat >"$work/post.lua" <<LUA
local bodies = {}
for line in io.lines("$work/events.jsonl") do bodies[#bodies + 1] = line end
local turn, pause = os.time() * 1000000, tonumber(os.getenv("PAUSE_MS") or "0")
request = function()
  turn = turn + 1
  -- an id of its own for each request: every one is recorded
  local body = bodies[turn % #bodies + 1]:gsub('"id":"', '"id":"' .. turn .. '-', 1)
  return wrk.format("POST", "/v1/decide", {["Content-Type"] = "application/json"}, body)
end
if pause > 0 then
  -- clients that do not wait for each other
  delay = function() return math.random(0, math.floor(2 * pause)) end
end
LUA
cpu() { for one in "$1" $(pgrep -P "$1"); do cut -d' ' -f14,15 "/proc/$one/stat"; done | awk '{s += $1 + $2} END {print s * 10}'; }
run() { # clients, pause in milliseconds
  before=$(cpu "$server")
  PAUSE_MS=$2 wrk -t 1 -c "$1" -d "${seconds}s" --latency -s "$work/post.lua" "http://127.0.0.1:$port" >"$work/out"
  after=$(cpu "$server")
  awk -v cpu="$((after - before))" -v clients="$1" '
    /Requests\/sec/ {rate = $2} /requests in/ {count = $1} $1 == "50%" {half = $2} $1 == "99%" {most = $2} /Non-2xx/ {bad = $0}
    END {printf "%2d clients: %7.1f requests a second, p50 %s, p99 %s, %.2f ms of processor each %s\n", clients, rate, half, most, cpu / count, bad}
  ' "$work/out"
}
for workers in 1 2; do
  "$bin/kb" serve --kb "$work/base.kbe" --ledger "sqlite:///$ledger/bench-ledger$workers.db" \
    --port "$port" --workers "$workers" --no-watch 2>"$work/log" &
  server=$!
  until [ "$(grep -c '"event": "serving"' "$work/log")" = "$workers" ]; do sleep 1; done
  echo "== $workers processes; load $(cut -d' ' -f1 /proc/loadavg)"
  run 1 0
  run 8 0
  pause=$(awk '/Requests\/sec/ {printf "%d", 2 * 16 * 1000 / $2}' "$work/out")
  run 16 "$pause"
  kill "$server"
  wait "$server" || true
done
