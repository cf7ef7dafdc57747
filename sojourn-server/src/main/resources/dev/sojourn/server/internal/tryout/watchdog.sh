# Keeps the private Redis alive for as long as standard input stays open, and no longer. The service holds
# the other end, and the kernel closes it however the service ends, by SIGKILL too.
# Runs in the private directory. Standard input: the program, its configuration, a line with a dot.

# A terminal sends Ctrl-C to all its processes: the service is to drain first, while Redis still answers.
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

# By its title, which has the port: the number alone may be another process's by now.
is_ours() {
  { tr '\0' ' ' <"/proc/$1/cmdline" || ps -o args= -p "$1"; } 2>/dev/null | grep -q "127\.0\.0\.1:$port *$"
}

has_failed() { grep -q 'Failed listening on port' redis.log; }

# Waits for the pid file, ten seconds at most, and remembers what it says: somebody may clean up /tmp.
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
