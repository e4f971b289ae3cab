#!/bin/sh
# Serves the generated base of 57,000 rows with one and two processes and loads it with an event of 20 lines.
# Needs wrk. Prints requests per second and the time of answers, first at the highest rate it reaches.
set -eu
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
port=${PORT:-8399}
seconds=${SECONDS_EACH:-10}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bin/python" - "$work" <<'PY'
import json
import sys
from pathlib import Path

from benchmarks.claims import event
from benchmarks.knowledge import write_base
from benchmarks.ours import workload

work = Path(sys.argv[1])
rows, _, claims = workload(57_000, 200)
write_base(work / "base", rows)
events = [json.dumps(event(claim)) for claim in claims]
(work / "events.jsonl").write_text("\n".join(events), encoding="utf-8")
PY
"$bin/kb" build "$work/base" -o "$work/base.edition" >/dev/null
cat >"$work/post.lua" <<LUA
local bodies = {}
for line in io.lines("$work/events.jsonl") do bodies[#bodies + 1] = line end
local turn = 0
request = function()
  turn = turn + 1
  -- an id of its own for each request: every one is recorded
  local body = bodies[turn % #bodies + 1]:gsub('"id": "', '"id": "' .. turn .. '-', 1)
  return wrk.format("POST", "/v1/decide", {["Content-Type"] = "application/json"}, body)
end
LUA
for workers in 1 2; do
  "$bin/kb" serve --kb "$work/base.edition" --ledger "sqlite:///$work/ledger$workers.db" \
    --port "$port" --workers "$workers" --no-watch 2>"$work/log" &
  server=$!
  until curl -sf "http://127.0.0.1:$port/readyz" >/dev/null; do sleep 1; done
  for clients in 1 8; do
    echo "== $workers workers, $clients clients"
    wrk -t 1 -c "$clients" -d "${seconds}s" --latency -s "$work/post.lua" "http://127.0.0.1:$port" |
      grep -E '50%|99%|Requests/sec|Non-2xx' || true
  done
  kill "$server"
  wait "$server" || true
done
