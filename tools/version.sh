#!/usr/bin/env bash
# Sets the version of Sojourn in every POM, including the BOM and the examples:
#
#   tools/version.sh 0.1.0
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/machine.sh

new=${1:-}
[[ $new =~ ^[0-9]+\.[0-9]+\.[0-9]+(-SNAPSHOT)?$ ]] || fail "usage: tools/version.sh 0.1.0 | 0.2.0-SNAPSHOT"
old=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' pom.xml)
for pom in pom.xml sojourn-*/pom.xml examples/*/pom.xml; do
  sed "s|<version>${old//./\\.}</version>|<version>$new</version>|" "$pom" >"$pom.new"
  mv "$pom.new" "$pom"
done
say "$old → $new"
