# Starts and stops the service with its private Redis. Sourced after machine.sh.
#
#   start_service    sets url, key and redis (the URI of its Redis); needs the built jar
#   end_service      stops the service; for a trap

service_jar=sojourn-server/target/sojourn-server.jar
service_timeout_seconds=60
service_files=
service=

start_service() {
  [ -f "$service_jar" ] || fail "Missing: $service_jar; build it with mvn package."
  service_files=$(mktemp -d)
  : >"$service_files/out"
  # Without a developer's SOJOURN_… variables, and with a long timeout, because the machine may be busy.
  env -u SOJOURN_REDIS -u SOJOURN_KEYS_FILE -u SOJOURN_MANAGEMENT \
    "$(java_command)" -jar "$service_jar" serve --listen 127.0.0.1:0 --command-timeout 5s >"$service_files/out" 2>"$service_files/err" &
  service=$!
  for _ in $(seq $((service_timeout_seconds * 10))); do
    grep -q 'service key: ' "$service_files/out" && grep -q 'listening on http://' "$service_files/out" && break
    kill -0 "$service" 2>/dev/null || break
    sleep 0.1
  done
  url=$(grep -om 1 'http://[^ ]*' < <(grep -m 1 'listening on ' "$service_files/out") || true)
  key=$(sed -n 's/.*service key: *\([^ ]*\).*/\1/p' "$service_files/out" | head -n 1)
  # From the printed redis-cli lines.
  redis=$(sed -n 's|.*REDISCLI_AUTH=\([^ ]*\) redis-cli -p \([0-9]*\).*|redis://:\1@127.0.0.1:\2|p' "$service_files/out" | head -n 1)
  [ -n "$url" ] && [ -n "$key" ] && [ -n "$redis" ] || {
    cat "$service_files/out" "$service_files/err" >&2
    fail "The service did not print its address, key and Redis."
  }
}

end_service() {
  [ -z "$service" ] || { kill "$service" 2>/dev/null && wait "$service" 2>/dev/null; } || true
  [ -z "$service_files" ] || rm -rf "$service_files"
}
