#!/usr/bin/env python3
"""Breaks every line of every Lua script, one at a time, and reports the mutants that no test detects.

    tools/mutate_scripts.py [--only update_hash.lua:40,touch.lua] [--contract] [--sample 0.2]
    tools/mutate_scripts.py --json [--only update_json.lua]

Compiles the test classes first. Works on copies: no source is changed. The tests run on the one server that comes
with the build, each mutant until its first failure; --contract also runs the store's whole contract, which takes long:
use it for survivors. --json breaks the scripts of layout json instead, and runs the tests of that layout alone, on the
server of SOJOURN_REDIS_SERVER with SOJOURN_REJSON_MODULE. EQUIVALENT names the mutants that behave as the original.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REDIS = ROOT / "sojourn-redis"
SCRIPTS = "dev/sojourn/redis/internal/script"
TESTS = """ScriptTextTest LiteralFormIT TypedReadIT FleetMessagesIT MessagesIT TtlIT IndexTtlIT RevokeIT RotateIT VersionIT TouchIT RevokeAllIT
    MoveAcrossSlotsIT LimitIT ExactTextIT PttlIT MixedFleetIT""".split()
CONTRACT = ["RedisHashStoreIT", "RedisStringStoreIT"]
JSON_SCRIPTS = {"json.lua", "json_write.lua", "update_json.lua"}
JSON_TESTS = """NestedJsonIT OverLimitIT TypedReadIT RedisJsonStoreIT ShortNamesIT MixedFleetIT MoveAcrossSlotsIT TouchIT TtlIT""".split()
JSON_SERVER = {"SOJOURN_REDIS_SERVER", "SOJOURN_REJSON_MODULE"}

# (file, a part of the line, a part of the mutation); the comment says why no test can detect it.
EQUIVALENT = [
    # JSON.SET overwrites the key; a server out of memory refuses to create the new session before the old one is left.
    ("json.lua", "redis.call('DEL', key)", "deleted"),
    # At exactly this bound the client makes the change, or counts, with the same result.
    ("update_json.lua", "#number <= 18", "<= -> <"),
    ("update_json.lua", "#number <= 18", "< -> <="),
    ("update_json.lua", "if bytes > most and", "> -> >="),
]

FLIPS = [("==", "~="), ("~=", "=="), ("<=", "<"), (">=", ">"), (" < ", " <= "), (" > ", " >= "),
         (" and ", " or "), (" or ", " and "), (" + 1", " + 0"), (" - 1", " - 0"), ("'NX'", "'XX'"), ("'GT'", "'XX'"),
         ("not ", ""), ("math.min", "math.max")]


def code(line):
    """The line without its comment."""
    return re.sub(r"\s*--.*$", "", line)


def mutations(line):
    """The mutations of a line: (what was done, the new line)."""
    text = code(line)
    bare = text.strip()
    if not bare or re.fullmatch(r"(end|else|until.*|[{})\s]+|local function .*|for .* do|function\(.*)[,)]*", bare):
        return
    condition = re.match(r"(\s*(?:else)?if )(.*)( then)$", text)
    if condition:
        for value in ("true", "false"):
            yield value, condition.expand(rf"\g<1>{value}\3")
    elif not re.search(r"\b(then|do|function\(.*\))$|^local HEAD", text):
        yield "deleted", ""
    for old, new in FLIPS:
        if condition and old in ("==", "~=", "not "):
            continue  # covered by true and false
        for at in [found.start() for found in re.finditer(re.escape(old), text)]:
            yield f"{old.strip()} -> {new.strip()}", text[:at] + new + text[at + len(old):]


def mutants(only):
    for file in sorted((REDIS / "src/main/resources" / SCRIPTS).glob("*.lua")):
        lines = file.read_text().split("\n")
        for number, line in enumerate(lines):
            if only and not only & {file.name, f"{file.name}:{number + 1}"}:
                continue
            for what, mutated in mutations(line):
                text = "\n".join(lines[:number] + [mutated] + lines[number + 1:])
                yield file.name, number + 1, line.strip(), what, text


def class_path():
    out = Path(tempfile.mkdtemp()) / "classpath"
    subprocess.run(
        ["mvn", "-B", "-ntp", "-q", "-o", "-pl", "sojourn-redis", "-am", "test-compile", "dependency:build-classpath",
         "-Dspotless.check.skip", "-Dmdep.includeScope=test", f"-Dmdep.outputFile={out}"], cwd=ROOT, check=True)
    found = out.read_text().split(":")
    engine = next(path for path in found if "junit-platform-engine" in path)
    return ":".join(found + [engine.replace("junit-platform-engine", "junit-platform-launcher")])


def class_name(test):
    """The full name of a test class, whose package is where its file is."""
    folder = REDIS / "src/test/java"
    files = list(folder.rglob(f"{test}.java"))
    if len(files) != 1:
        sys.exit(f"{len(files)} test classes are named {test}")
    return ".".join(files[0].relative_to(folder).with_suffix("").parts)


def run(directory, tests, servers):
    """Returns the fate of each mutant by its name."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SOJOURN_") or key in servers}
    environment["PATH"] = str(Path(shutil.which("java")).parent)  # so that only the build's own server is found
    names = [class_name(test) for test in tests]
    process = subprocess.Popen(
        ["java", "-XX:+UseSerialGC", "-Dsojourn.rounds=20", "-cp", class_path(), "tools/MutantRunner.java", directory,
         REDIS / "target/classes", REDIS / "target/test-classes", *names],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    fates = {}
    for line in process.stdout:
        if line.count("\t") == 2:
            name, fate, took = line.rstrip("\n").split("\t")
            fates[name] = fate
            print(f"  {name}: {fate} ({took})", file=sys.stderr)
    return fates


def equivalent(file, line, what):
    return any(file == f and part in line and change in what for f, part, change in EQUIVALENT)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", help="files, or files and lines",
                           type=lambda text: set(text.split(",")))
    arguments.add_argument("--contract", action="store_true", help="run the whole contract too")
    arguments.add_argument("--sample", type=float, default=1.0, help="the share of mutants to run")
    arguments.add_argument("--json", action="store_true", help="the scripts of layout json, on a server with the type")
    chosen = arguments.parse_args()
    only = chosen.only or (JSON_SCRIPTS if chosen.json else None)
    directory = Path(tempfile.mkdtemp(prefix="mutants-"))
    all_of_them = {}
    (directory / "0000" / SCRIPTS).mkdir(parents=True)  # the original
    for file, number, line, what, text in mutants(only):
        if random.random() < chosen.sample and not equivalent(file, line, what):
            name = f"{len(all_of_them) + 1:04}"
            all_of_them[name] = f"{file}:{number} {what}: {line}"
            target = directory / name / SCRIPTS
            target.mkdir(parents=True)
            (target / file).write_text(text)
    print(f"{len(all_of_them)} mutants", file=sys.stderr)
    fates = (run(directory, JSON_TESTS, JSON_SERVER) if chosen.json
             else run(directory, TESTS + CONTRACT * chosen.contract, set()))
    shutil.rmtree(directory)
    if fates.pop("0000", None) != "SURVIVED":
        sys.exit("the tests fail without any mutation")
    survivors = [name for name, fate in fates.items() if fate == "SURVIVED"]
    for name in survivors:
        print(all_of_them[name])
    print(f"{len(fates) - len(survivors)} of {len(fates)} mutants were detected")
    sys.exit(1 if survivors or len(fates) < len(all_of_them) else 0)


if __name__ == "__main__":
    main()
