#!/usr/bin/env python3
"""The notices of what is linked into the programs, and the bill of materials, from the list of sources.

notices.py SOURCES LICENCES VERSION FOLDER: writes FOLDER/NOTICES.txt and FOLDER/enrolkit-VERSION.cdx.json (CycloneDX 1.5).
SOURCES is cross/sources.json; LICENCES has a folder for each component, named after it up to the first comma, with its
licence's text as it came. SOURCE_DATE_EPOCH is the time in the bill. Exit status 2 and one line on trouble.
"""
import json
import os
import pathlib
import sys
import time
import uuid


class Trouble(Exception):
    """One line: what, where, what to do."""


def read(path):
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        components = [*listed["libraries"], *listed["brought_along"]]
        for component in components:
            for key in ("name", "version", "licence", "homepage", "purl"):
                if not isinstance(component[key], str):
                    raise KeyError(key)
        return components
    except (OSError, ValueError) as error:
        raise Trouble(f"{path}: {error}") from error
    except (KeyError, TypeError) as error:
        raise Trouble(f"{path}: a component without {error}") from error


def texts(component, licences):
    folder = licences / component["name"].split(",")[0]
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    if not files:
        raise Trouble(f"{folder}: the licence of {component['name']} is missing; copy it from its source")
    return [file.read_text(encoding="utf-8") for file in files]


HEAD = """Third-party notices of enrolkit {version}

enrolkit itself is under the MIT licence (LICENSE). Its programs contain the following, linked statically. libplist is
under the LGPL: with enrolkit's sources, which build everything from pinned sources, a program with a changed libplist can
be built (`make dist`).
"""


def notices(components, licences, version):
    parts = [HEAD.format(version=version)]
    for component in components:
        line = f"{component['name']} {component['version']}, {component['licence']}, {component['homepage']}"
        parts.append("\n".join(["=" * 100, line, "=" * 100, ""]))
        parts.extend(text.strip("\n") + "\n" for text in texts(component, licences))
    return "\n".join(parts)


def licence(text):
    return [{"expression": text}] if " " in text else [{"license": {"id": text}}]


def entry(component):
    references = [{"type": "website", "url": component["homepage"]}]
    for archive in component.get("archives", []):
        hashes = [{"alg": "SHA-256", "content": archive["sha256"]}]
        references += [{"type": "distribution", "url": address, "hashes": hashes} for address in archive["addresses"]]
    return {"type": "library", "bom-ref": component["name"], "name": component["name"], "version": component["version"],
            "licenses": licence(component["licence"]), "purl": component["purl"], "externalReferences": references}


def bill(components, version, when):
    ours = {"type": "application", "bom-ref": "enrolkit", "name": "enrolkit", "version": version, "licenses": licence("MIT")}
    body = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when)), "component": ours},
        "components": [entry(component) for component in components],
        "dependencies": [{"ref": "enrolkit", "dependsOn": [component["name"] for component in components]}],
    }
    name = uuid.uuid5(uuid.NAMESPACE_URL, "https://io.github.enrolkit/" + json.dumps(body))
    return {**body, "serialNumber": f"urn:uuid:{name}"}


def main(sources, licences, version, folder):
    components, folder = read(pathlib.Path(sources)), pathlib.Path(folder)
    when = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    (folder / "NOTICES.txt").write_text(notices(components, pathlib.Path(licences), version), encoding="utf-8")
    text = json.dumps(bill(components, version, when), indent=2)
    (folder / f"enrolkit-{version}.cdx.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:5])
    except (Trouble, OSError) as trouble:
        sys.exit(print(f"enrolkit: notices: {trouble}", file=sys.stderr) or 2)
