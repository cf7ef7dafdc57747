#!/usr/bin/env bash
# Builds and runs the examples against this tree; nothing is published for it:
#
#   tools/examples.sh [more of mvn]
#
# Needs the built jar of the service, whose private Redis the Java example uses too. Node 18 or newer for its example.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/machine.sh
. tools/service.sh

work=$(mktemp -d)
end() {
  end_service
  rm -rf "$work"
}
trap end EXIT

# Its output is the one that its README promises.
java_example() {
  mvn -B -ntp -q -Dstyle.color=never -Pexamples -pl examples/java -am -DskipTests -Dmaven.test.skip -Dspotless.check.skip \
    -Dmdep.outputFile="$work/classpath" "$@" \
    package org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath || fail "examples/java: cannot be built"
  "$(java_command)" -cp "examples/java/target/classes:$(cat "$work/classpath")" shop.Shop "$redis" >"$work/out" 2>"$work/err" ||
    { cat "$work/out" "$work/err" >&2; fail "examples/java: failed"; }
  sed -n '/^```$/,/^```$/p' examples/java/README.md | grep -v '^```' | diff - "$work/out" >&2 ||
    fail "examples/java: the output is not the one in its README"
  say "examples/java: passed"
}

node_example() {
  if new_enough_node; then
    SOJOURN=$url SOJOURN_KEY=$key node examples/node/test.mjs >&2 || fail "examples/node: failed"
  else
    say "   skipped: examples/node, without Node 18 or newer"
  fi
}

start_service
java_example "$@"
node_example
