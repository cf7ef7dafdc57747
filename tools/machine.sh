# Functions that check and install prerequisites. Sourced by ./check, ./sojourn and the tools.

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

# not_tested WHAT: prints what is not tested for lack of a program. Fails if SOJOURN_COMPLETE is set, as .ci/run does.
not_tested() {
  say "   not tested: $1"
  [ -z "${SOJOURN_COMPLETE:-}" ] || fail "SOJOURN_COMPLETE is set, so this is a failure: install it and run again."
}

has() { command -v "$1" >/dev/null 2>&1; }

# at_least 17 21.0.2: whether the second version is at least the first.
at_least() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

java_command() { if [ -n "${JAVA_HOME:-}" ]; then echo "$JAVA_HOME/bin/java"; else echo java; fi; }

new_enough_node() { has node && at_least 18 "$(node --version | tr -d v)"; }

# Prints 17 for 17.0.15, and 1 for 1.8.
java_major() { "$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1; }

need_java() {
  has "$(java_command)" || fail "Missing: Java 17 or newer. Debian, Ubuntu: apt install default-jdk-headless. macOS: brew install openjdk. Set JAVA_HOME to choose one."
  local major
  major=$(java_major "$(java_command)")
  at_least 17 "${major:-0}" || fail "Too old: Java ${major:-of unknown version}, 17 or newer is required. Set JAVA_HOME to choose another."
}

# Asks Maven itself, because it may run on another Java than the one on the PATH.
need_build_tools() {
  need_java
  has mvn || fail "Missing: Maven 3.8 or newer. Debian, Ubuntu: apt install maven. macOS: brew install maven."
  local version maven java home
  version=$(mvn -v 2>&1)
  maven=$(sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' <<<"$version")
  java=$(sed -n 's/.*Java version: \([0-9]*\).*/\1/p' <<<"$version")
  home=$(sed -n 's/.*runtime: //p' <<<"$version")
  at_least 3.8 "${maven:-0}" || fail "Too old: Maven ${maven:-of unknown version}, 3.8 or newer is required."
  at_least 17 "${java:-0}" || fail "Maven runs on Java ${java:-of unknown version}, 17 or newer is required: set JAVA_HOME."
  [ -x "$home/bin/javac" ] || fail "Missing: a JDK; $home is a Java runtime without a compiler. Debian, Ubuntu: apt install default-jdk-headless."
}

can_apt() { [ "$(id -u)" = 0 ] && has apt-get; }

apt_install() {
  apt-get -qq update >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "$@" >/dev/null
}
