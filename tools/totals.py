#!/usr/bin/env python3
"""Sums the test reports of all modules, and fails when they do not add up to a proof.

Printed is one line per module and kind of run, in Surefire's words, then the total. The exit code is 1 when a
test failed, when no test ran at all, or when a test that needs a server was skipped.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path

COUNTS = ("tests", "failures", "errors", "skipped")


def kind_of(directory):
    """failsafe-reports → servers; surefire-reports → fast; surefire-reports-jdk25 → fast, jdk25."""
    if directory.startswith("failsafe"):
        return "servers"
    return re.sub(r"surefire-reports-?", "fast, ", directory).rstrip(", ")


def line(counts):
    tests, failures, errors, skipped = (counts[name] for name in COUNTS)
    return f"Tests run: {tests}, Failures: {failures}, Errors: {errors}, Skipped: {skipped}"


def main():
    root = Path(__file__).resolve().parent.parent
    sums = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    skipped_on_servers = []
    for report in sorted(root.glob("sojourn-*/target/*-reports*/TEST-*.xml")):
        suite = ElementTree.parse(report).getroot()
        kind = kind_of(report.parent.name)
        for name in COUNTS:
            count = int(suite.get(name, 0))
            sums[report.relative_to(root).parts[0], kind][name] += count
            sums["total", ""][name] += count
        if kind == "servers":
            skipped_on_servers += [
                f"{case.get('classname')}.{case.get('name')}"
                for case in suite.iter("testcase")
                if case.find("skipped") is not None
            ]

    total = sums.pop(("total", ""), dict.fromkeys(COUNTS, 0))
    for (module, kind), counts in sorted(sums.items()):
        print(f"{module:<16} {kind:<12} {line(counts)}")
    print(f"{'total':<29} {line(total)}")
    for case in skipped_on_servers:
        print(f"skipped, though it needs a server: {case}")
    if not total["tests"]:
        print("no test ran")
    bad = total["failures"] or total["errors"] or skipped_on_servers or not total["tests"]
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
