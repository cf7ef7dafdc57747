#!/usr/bin/env bash
# Builds the artifacts of a release in target/stage, checks that they are complete and packs them into
# target/bundle.zip. Publishes nothing.
#
#   tools/stage.sh [--unsigned] [options of mvn]
#
# Needs a key in gpg, except with --unsigned, which is for trying it out.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/machine.sh

profiles=release,compatibility,sign
signed=--signed
if [ "${1:-}" = --unsigned ]; then
  profiles=release,compatibility
  signed=--unsigned
  shift
fi

need_build_tools
rm -rf target/stage target/bundle.zip
mvn -B -ntp -q -Dstyle.color=never -P$profiles -DskipTests "$@" \
  -DaltDeploymentRepository="stage::file://$PWD/target/stage" clean deploy
python3 tools/bundle.py $signed target/stage target/bundle.zip
