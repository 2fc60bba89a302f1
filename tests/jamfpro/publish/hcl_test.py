"""The export for Terraform, read by a parser that is not ours (python-hcl2 from PyPI).

hcl_test.py ENROLKIT ENROLKIT_DEFINITIONS: the built programs. Exit status 0 when the file parses, every text in it is the
one that the definitions have, and every reference is to something in it.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import hcl2


def text_of(token):
    """What HCL makes of a quoted string or a heredoc, by its specification."""
    body = token[1:-1]
    heredoc = re.fullmatch(r"<<(\w+)\n(.*)\1", body, re.DOTALL)
    if heredoc:
        return re.sub(r"([$%])\1\{", r"\1{", heredoc.group(2))
    plain = re.sub(r"([$%])\1\{", lambda match: match.group(1) + "\\u007b", body)
    return json.loads('"' + plain + '"')


def name_of(token):
    return token.strip('"')


def references(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, str) and value.startswith("${jamfpro_"):
        yield value[2:-1].rsplit(".", 1)[0]


def main(enrolkit, generator):
    faults = []
    with tempfile.TemporaryDirectory() as work:
        folder, out = pathlib.Path(work, "jamf"), pathlib.Path(work, "tf")
        folder.mkdir()
        out.mkdir()
        subprocess.run([generator, "--package", "enrolkit-1.pkg", "--team-id", "A1B2C3D4E5", folder], check=True)
        subprocess.run([enrolkit, "server", "publish", folder, "--export", "terraform", out], check=True, stdout=subprocess.DEVNULL)
        with open(out / "enrolkit.tf", encoding="utf-8") as file:
            parsed = hcl2.load(file)
        texts = {}
        for kind, field in [("scripts", "scriptContents"), ("extension-attributes", "scriptContents"), ("smart-groups", "description")]:
            for path in folder.glob(f"{kind}/*.json"):
                body = json.loads(path.read_text())
                texts[body["name"]] = body[field]
        for path in folder.glob("*/*.mobileconfig"):
            text = path.read_text()
            texts[re.search("<key>PayloadDisplayName</key>\\s*<string>(.*?)</string>", text).group(1)] = text
        policies = len(list(folder.glob("policies/*.xml")))
    defined, found, named = set(), {}, []
    for resource in parsed["resource"]:
        for kind, labels in resource.items():
            for label, block in labels.items():
                defined.add(f"{name_of(kind)}.{name_of(label)}")
                named.extend(references(block))
                for field in ["script_contents", "payloads", "description"]:
                    if isinstance(block.get(field), str):
                        found[text_of(block["name"])] = text_of(block[field])
                        break
    for name, text in texts.items():
        if found.get(name) != text:
            faults.append(f"{name}: another text, or none")
    faults += [f"{one}: not defined" for one in named if one not in defined]
    if sum(one.startswith("jamfpro_policy.") for one in defined) != policies:
        faults.append("not every policy is there")
    for fault in faults:
        print("FAULT   " + fault)
    print(f"{len(defined)} resources, {len(named)} references, {len(texts)} texts compared")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
