#!/usr/bin/env python3
"""Checks what tools/stage.sh built, and packs it for the upload to Maven Central.

    tools/bundle.py --signed|--unsigned STAGE BUNDLE.zip

The exit code is 1 when a module is missing or should not be there, when one has no jar of sources or Javadoc, when a
jar names no module, or when a file has no checksum or no good signature.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

POM = {".pom"}
JARS = {".pom", ".jar", "-sources.jar", "-javadoc.jar"}
PUBLISHED = {
    "sojourn-parent": POM,
    "sojourn-bom": POM,
    "sojourn-core": JARS,
    "sojourn-redis": JARS,
    "sojourn-server": JARS,
    "sojourn-testkit": JARS,
}
BESIDE = (".asc", ".md5", ".sha1")


def artifacts(stage):
    """What is published, without signatures, checksums and the repository's own metadata."""
    for file in sorted(stage.rglob("*")):
        if file.is_file() and file.suffix in (".jar", ".pom"):
            yield file


def kinds(stage):
    """sojourn-core → .pom, .jar, -sources.jar, -javadoc.jar."""
    found = {}
    for file in artifacts(stage):
        module = file.parent.parent.name
        classifier = next((c for c in ("-sources", "-javadoc") if file.stem.endswith(c)), "")
        found.setdefault(module, set()).add(classifier + file.suffix)
    return found


def module_name(jar):
    with zipfile.ZipFile(jar) as opened:
        manifest = opened.read("META-INF/MANIFEST.MF").decode()
    return "Automatic-Module-Name: dev.sojourn." in manifest


def is_plain_jar(file):
    return file.suffix == ".jar" and not file.stem.endswith(("-sources", "-javadoc"))


def is_signed(file):
    command = ["gpg", "--quiet", "--verify", f"{file}.asc", str(file)]
    return subprocess.run(command, capture_output=True).returncode == 0


def faults(stage, signed):
    found = kinds(stage)
    for module in sorted(PUBLISHED.keys() | found.keys()):
        wanted, there = PUBLISHED.get(module, set()), found.get(module, set())
        if wanted != there:
            yield f"{module}: has {sorted(there)}, expected {sorted(wanted)}"
    for file in artifacts(stage):
        if is_plain_jar(file) and not module_name(file):
            yield f"{file.name}: no Automatic-Module-Name"
        for suffix in (".md5", ".sha1"):
            if not Path(f"{file}{suffix}").exists():
                yield f"{file.name}: no {suffix}"
        if signed and not is_signed(file):
            yield f"{file.name}: no good signature"


def pack(stage, bundle):
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as packed:
        for artifact in artifacts(stage):
            for file in [artifact, *(Path(f"{artifact}{suffix}") for suffix in BESIDE)]:
                if file.exists():
                    packed.write(file, file.relative_to(stage))


def main(signed, stage, bundle):
    wrong = list(faults(Path(stage), signed == "--signed"))
    for fault in wrong:
        print(fault)
    if wrong:
        return 1
    pack(Path(stage), bundle)
    print(f"{bundle}: {sum(1 for _ in artifacts(Path(stage)))} artifacts, {signed[2:]}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("--signed", "--unsigned"):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
