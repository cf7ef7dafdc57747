#!/usr/bin/env python3
"""Sums the test reports of all modules, and fails when they do not add up to a proof.

Printed is one line per module and kind of run, in Surefire's words, then the total, then the tests that failed, the
first of them first. The exit code is 1 when a test failed, when no test ran at all, or when a test that needs a server
was skipped. An argument names the folder of a module that has its reports; without one it is target.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path

COUNTS = ("tests", "failures", "errors", "skipped")
MOST_TOLD = 12  # one failure can bring hundreds
MOST_LINES = 80  # of what a failure says
MOST_LOGGED = 15  # of what was logged before it, the last ones
NO_XML = re.compile("[^\\t\\n\\r -\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")  # a failure may quote anything


def kind_of(directory):
    """failsafe-reports → servers; surefire-reports → fast; surefire-reports-jdk25 → fast, jdk25."""
    return re.sub(r"failsafe-reports-?", "servers, ", re.sub(r"surefire-reports-?", "fast, ", directory)).rstrip(", ")


def line(counts):
    tests, failures, errors, skipped = (counts[name] for name in COUNTS)
    return f"Tests run: {tests}, Failures: {failures}, Errors: {errors}, Skipped: {skipped}"


def name_of(case):
    return f"{case.get('classname')}.{case.get('name')}"


def failures(suite):
    """(test, the lines that it said)."""
    for case in suite.iter("testcase"):
        for kind in ("failure", "error"):
            for found in case.findall(kind):
                said = (found.text or found.get("message") or "").strip()
                yield name_of(case), said.splitlines()[:MOST_LINES] + logged(case)


def logged(case):
    """What the test wrote, its last lines."""
    written = "".join(case.findtext(kind) or "" for kind in ("system-out", "system-err"))
    return written.strip().splitlines()[-MOST_LOGGED:]


def tell(failed):
    for test, said in failed[:MOST_TOLD]:
        print(f"failed: {test}")
        for told in said:
            print(f"    {told[:300]}")
    if len(failed) > MOST_TOLD:
        print(f"… and {len(failed) - MOST_TOLD} more, in target/*-reports")


def main():
    root = Path(__file__).resolve().parent.parent
    sums = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    skipped_on_servers = []
    failed = []
    folder = sys.argv[1] if len(sys.argv) > 1 else "target"
    reports = root.glob(f"sojourn-*/{folder}/*-reports*/TEST-*.xml")
    for report in sorted(reports, key=lambda path: path.stat().st_mtime):  # as the classes ended
        suite = ElementTree.fromstring(NO_XML.sub("?", report.read_text(errors="replace")))
        failed += failures(suite)
        kind = kind_of(report.parent.name)
        for name in COUNTS:
            count = int(suite.get(name, 0))
            sums[report.relative_to(root).parts[0], kind][name] += count
            sums["total", ""][name] += count
        if kind.startswith("servers"):
            skipped_on_servers += [
                name_of(case)
                for case in suite.iter("testcase")
                if case.find("skipped") is not None
            ]

    total = sums.pop(("total", ""), dict.fromkeys(COUNTS, 0))
    for (module, kind), counts in sorted(sums.items()):
        print(f"{module:<16} {kind:<20} {line(counts)}")
    print(f"{'total':<37} {line(total)}")
    tell(failed)
    for case in skipped_on_servers:
        print(f"skipped, though it needs a server: {case}")
    ran = total["tests"] - total["skipped"]
    if not ran:
        print("no test ran")
    bad = total["failures"] or total["errors"] or skipped_on_servers or not ran
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
