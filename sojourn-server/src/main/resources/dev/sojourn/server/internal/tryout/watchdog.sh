# Runs the private Redis as long as standard input is open. The service holds the other end of the pipe, and the
# kernel closes it however the service ends, even by SIGKILL.
# Runs in the private directory. Standard input: the program, its configuration, a line with a dot.

# A terminal sends Ctrl-C to all its processes, but Redis must stay up until the service has drained.
# For the same reason Redis is a daemon, in a session of its own.
trap '' HUP INT QUIT TERM TSTP
umask 077
directory=$PWD

IFS= read -r program
configuration=
while IFS= read -r line && [ "$line" != . ]; do
  configuration="$configuration$line
"
done
port=$(printf '%s' "$configuration" | sed -n 's/^port //p')

# Checks the title, which contains the port: the process id alone may have been reused.
is_ours() {
  { tr '\0' ' ' <"/proc/$1/cmdline" || ps -o args= -p "$1"; } 2>/dev/null | grep -q "127\.0\.0\.1:$port *$"
}

has_failed() { grep -q 'Failed listening on port' redis.log; }

# Waits up to ten seconds for the pid file and keeps its content, because /tmp may be cleaned up.
find_redis() {
  tries=100
  redis=
  until [ -s redis.pid ] && redis=$(cat redis.pid) && is_ours "$redis"; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] && ! has_failed || return
    sleep 0.1
  done
}

if [ "$line" = . ] && printf '%s' "$configuration" | "$program" - >>redis.log 2>&1; then
  find_redis
  cat >/dev/null
  is_ours "$redis" && kill -KILL "$redis"
fi
cd / && rm -rf -- "$directory"
