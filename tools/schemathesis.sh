#!/usr/bin/env bash
# Holds the service to openapi.yaml with generated requests:
#
#   tools/schemathesis.sh [cases per call, 40 unless told] [--seed N, as a failure tells it] [more of schemathesis run]
#
# Needs the built jar, and schemathesis on the PATH; starts the service with its private Redis, and ends it.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/machine.sh

jar=sojourn-server/target/sojourn-server.jar
cases=${1:-40}
more=("${@:2}")
patience_seconds=30

[ -f "$jar" ] || fail "Missing: $jar; build it with mvn package."
has schemathesis || fail "Missing: schemathesis, see tools/requirements.txt."

work=$(mktemp -d)
server=
end() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
  rm -rf "$work"
}
trap end EXIT

# Only of the service's own environment: a developer's SOJOURN_… must not lead elsewhere.
env -u SOJOURN_REDIS -u SOJOURN_KEYS_FILE -u SOJOURN_MANAGEMENT \
  "$(java_command)" -jar "$jar" serve --listen 127.0.0.1:0 >"$work/out" 2>"$work/err" &
server=$!

for _ in $(seq $((patience_seconds * 10))); do
  grep -q 'service key: ' "$work/out" && grep -q 'listening on http://' "$work/out" && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
url=$(grep -om 1 'http://[^ ]*' < <(grep -m 1 'listening on ' "$work/out") || true)
key=$(sed -n 's/.*service key: *\([^ ]*\).*/\1/p' "$work/out" | head -n 1)
[ -n "$url" ] && [ -n "$key" ] || {
  cat "$work/out" "$work/err" >&2
  fail "The service did not say where it listens and with which key."
}

# Two workers crash it. A stream of events does not end, so nobody waits for it; EventsTest and OpenApiTest hold it to
# the description.
tools=$PWD/tools
cd "$work"
SCHEMATHESIS_HOOKS=schemathesis_hooks PYTHONPATH=$tools \
  schemathesis --no-color run "$url/openapi.yaml" --workers 1 --warnings off --exclude-path /v1/events \
  --header "Authorization: Bearer $key" --max-examples "$cases" \
  ${more[@]+"${more[@]}"}
