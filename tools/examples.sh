#!/usr/bin/env bash
# Builds and runs the examples against this source tree:
#
#   tools/examples.sh [options of mvn]
#
# Needs the built jar of the service, whose private Redis the Java example uses too, and Node 18 for examples/node.
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

# Compares the output with the one in its README.
java_example() {
  mvn -B -ntp -q -Dstyle.color=never -Pexamples -pl examples/java -am -DskipTests -Dmaven.test.skip -Dspotless.check.skip \
    -Dmdep.outputFile="$work/classpath" "$@" \
    package org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath || fail "examples/java: the build failed"
  "$(java_command)" -cp "examples/java/target/classes:$(cat "$work/classpath")" shop.Shop "$redis" >"$work/out" 2>"$work/err" ||
    { cat "$work/out" "$work/err" >&2; fail "examples/java: failed"; }
  sed -n '/^```$/,/^```$/p' examples/java/README.md | grep -v '^```' | diff - "$work/out" >&2 ||
    fail "examples/java: the output differs from its README"
  say "examples/java: passed"
}

node_example() {
  if new_enough_node; then
    SOJOURN=$url SOJOURN_KEY=$key node examples/node/test.mjs >&2 || fail "examples/node: failed"
  else
    say "   skipped: examples/node: Node 18 or newer is missing"
  fi
}

start_service
java_example "$@"
node_example
