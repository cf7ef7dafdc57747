#!/usr/bin/env bash
# Checks every schedule of the near cache's protocol, model/near-cache.pml, with Spin:
#
#   tools/model.sh              verifies the protocol, refutes each wrong variant and finds each witness
#   tools/model.sh show NAME    prints the shortest schedule that refutes a variant (by its define) or is a witness (by its number)
#
# Needs spin and gcc.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/machine.sh

has spin || fail "Missing: spin. Debian, Ubuntu: apt install spin."
has gcc || fail "Missing: gcc. Debian, Ubuntu: apt install gcc libc6-dev."

model=$PWD/model/near-cache.pml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# search OPTIMIZATION DEFINE…: builds the search in $work and runs it; its output is in $work/out.
search() {
  local options=$1
  shift
  (
    cd "$work"
    rm -f ./*
    spin "${@/#/-D}" -a "$model" >spin.log 2>&1 && gcc -w $options -DSAFETY -DVECTORSZ=256 -DMEMLIM=6000 -o pan pan.c || {
      cat spin.log >&2
      exit 1
    }
    ./pan -m1000000 >out 2>&1
  ) || fail "the search cannot be built or run: $*"
}

errors() { sed -n 's/.*errors: \([0-9]*\)$/\1/p' "$work/out"; }
states() { sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' "$work/out" | head -n 1; }
nominal() { sed -n 's/^ *\([0-9.e+]*\) nominal states.*/\1/p' "$work/out" | head -n 1; }
claim() { sed -n 's/.*assertion violated \(.*\) (at depth \([0-9]*\))/\1, at depth \2/p' "$work/out"; }
complete() { [ "$(errors)" = 0 ] && ! grep -qE 'Search not completed|max search depth too small|out of memory' "$work/out"; }

report() { printf '   %-8s %s\n' "$1" "$2"; }
wrong() {
  report FAILED "$1"
  tail -n 30 "$work/out"
  failed=1
}

# right NAME DEFINE…
right() {
  local name=$1 start=$SECONDS
  shift
  search -O2 "$@"
  if complete; then report passed "$name: $(states) states, $((SECONDS - start)) s"; else wrong "$name"; fi
}

# refuted DEFINE CLAIM WITHOUT…: breadth first, so that the schedule is short; with few actors, which makes the claim stronger.
refuted() {
  local variant=$1 law=$2
  shift 2
  search "-O1 -DBFS" "$variant" "${@/#/WITHOUT_}"
  if [[ "$(claim)" == "$law, "* ]]; then report refuted "$variant: $(claim)"; else wrong "$variant is not refuted by $law"; fi
}

# found NUMBER NAME WITHOUT…: a schedule that must exist.
found() {
  local number=$1 name=$2
  shift 2
  search "-O1 -DBFS" "WITNESS=$number" "${@/#/WITHOUT_}"
  if grep -q 'assertion violated.*witness_found' "$work/out"; then report found "$name"; else wrong "no schedule: $name"; fi
}

variants() {
  $1 LEASE_FROM_ARRIVAL law_5_elsewhere DATA_READS FAILOVER OWN_WRITES CHANGES
  $1 PROVED_BY_PING law_5_elsewhere DATA_READS OWN_WRITES CHANGES
  $1 KEPT_OVER_RESUBSCRIPTION law_5_elsewhere DATA_READS FAILOVER OWN_WRITES CHANGES
  $1 READ_ELSEWHERE law_1_in_cache DATA_READS FAILOVER OWN_WRITES CHANGES
  $1 OFF_LOOP law_1_in_cache DATA_READS FAILOVER OWN_WRITES CHANGES
  $1 NO_MARK law_5_here DATA_READS FAILOVER CHANGES
  $1 WRITE_CREATES law_1_in_redis DATA_READS FAILOVER OWN_WRITES
  $1 LEASE_APART law_5_elsewhere DATA_READS FAILOVER OWN_WRITES CHANGES
  $1 ANSWERED_WITHOUT_LEASE law_5_elsewhere DATA_READS OWN_WRITES CHANGES
  $1 EXISTS_WHEN_KEPT law_5_elsewhere DATA_READS OWN_WRITES CHANGES
}

witnesses() {
  $1 1 "a revocation while a read's answer is under way" DATA_READS FAILOVER OWN_WRITES CHANGES
  $1 3 "an answer that a mark refuses" DATA_READS FAILOVER CHANGES
  $1 4 "an answer of the data connection" FAILOVER OWN_WRITES CHANGES
  $1 5 "a hit" DATA_READS FAILOVER OWN_WRITES CHANGES
  $1 6 "a hit later than one lease after it was kept: the lease was renewed" DATA_READS FAILOVER OWN_WRITES CHANGES
  $1 7 "a hit on the wire of the node that took over" DATA_READS OWN_WRITES CHANGES
  $1 8 "a hit after a change" DATA_READS FAILOVER OWN_WRITES
}

# Prints the schedule with the texts in the model.
show() {
  [ "$1" = "$wanted" ] || return 0
  local defines=("${@:3}")
  defines=("${defines[@]/#/WITHOUT_}")
  if [[ $1 == [0-9]* ]]; then defines+=("WITNESS=$1"); else defines+=("$1"); fi
  search "-O1 -DBFS" "${defines[@]}"
  (cd "$work" && spin "${defines[@]/#/-D}" -t -k ./*.trail "$model") | sed -n '/trail ends/q; /^spin: warning/d; s/^ *//; p'
}

if [ "${1:-}" = show ]; then
  wanted=${2:?name a define or a number in tools/model.sh}
  variants show
  witnesses show
  exit
fi

# In pieces, because everything at once takes too long; no piece combines own changes with a failover.
pieces() {
  $1 "ends, own and elsewhere, and a failover" LEASE=1 WITHOUT_CHANGES
  $1 "ends and changes elsewhere, and a failover" LEASE=1 WITHOUT_OWN_WRITES
  $1 "ends, with a lease of two ticks" LEASE=2 WITHOUT_FAILOVER WITHOUT_CHANGES
  $1 "ends and changes, own and elsewhere" LEASE=1 WITHOUT_FAILOVER
}

# half 0|1: runs every second search, so that two run in parallel, each in its own folder.
half() {
  local mine=$1 number=0
  work=$work/$mine
  mkdir "$work"
  pieces "turn right"
  variants "turn refuted"
  witnesses "turn found"
  exit $failed
}

turn() {
  number=$((number + 1))
  if [ $((number % 2)) = "$mine" ]; then "$@"; fi
}

half 1 &
one=$!
half 0 &
other=$!
wait $one || failed=1
wait $other || failed=1
exit $failed
