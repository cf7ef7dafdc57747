#!/usr/bin/env bash
# Holds the service to openapi.yaml with generated requests:
#
#   tools/schemathesis.sh [cases per call, 40 unless told] [--seed N, as a failure tells it] [more of schemathesis run]
#
# Needs the built jar, and schemathesis on the PATH; starts the service with its private Redis, and ends it.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/machine.sh
. tools/service.sh

cases=${1:-40}
more=("${@:2}")

has schemathesis || fail "Missing: schemathesis, see tools/requirements.txt."

work=$(mktemp -d)
end() {
  end_service
  rm -rf "$work"
}
trap end EXIT
start_service

# Two workers crash it. A stream of events does not end, so it is left out; EventsTest and OpenApiAnswersTest check it against
# the description.
tools=$PWD/tools
cd "$work"
SCHEMATHESIS_HOOKS=schemathesis_hooks PYTHONPATH=$tools \
  schemathesis --no-color run "$url/openapi.yaml" --workers 1 --warnings off --exclude-path /v1/events \
  --header "Authorization: Bearer $key" --max-examples "$cases" \
  ${more[@]+"${more[@]}"}
