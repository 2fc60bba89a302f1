"""The export for Terraform, read by a parser that is not ours (python-hcl2 from PyPI).

hcl_test.py ENROLKIT ENROLKIT_DEFINITIONS [SCHEMA]: the built programs. Exit status 0 when the file parses, every text in it
is the one that the definitions have, and every reference is to something in it; with the provider's SCHEMA also when it
knows every argument, none that it requires is missing, and `terraform fmt`, where it is here, would change nothing.
"""

import json
import pathlib
import plistlib
import re
import shutil
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


def items(block):
    """The arguments and blocks of one block, as the provider sees them."""
    return {name_of(key): value for key, value in block.items() if not key.startswith("__")}


def fits(value, wanted):
    """Whether a value has the provider's type, as far as it is no reference."""
    if isinstance(value, str) and value.startswith("${"):
        return True
    if isinstance(wanted, list):
        return isinstance(value, list)
    is_text = isinstance(value, str) and value[:1] in ('"', "<")
    return {"string": is_text, "bool": isinstance(value, bool), "number": isinstance(value, int) and not isinstance(value, bool)}.get(wanted, True)


def against(schema, block, where):
    """What the provider would refuse in a block."""
    attributes, blocks, given = schema.get("attributes", {}), schema.get("blocks", {}), items(block)
    for name, value in given.items():
        if name in attributes:
            if not fits(value, attributes[name].get("type")):
                yield f"{where}: {name} is no {attributes[name]['type']}: {value!r}"
        elif name in blocks:
            for one in value if isinstance(value, list) else [value]:
                yield from against(blocks[name], one, f"{where}.{name}")
        else:
            yield f"{where}: the provider knows no {name}"
    for name, attribute in attributes.items():
        if attribute.get("required") and name not in given:
            yield f"{where}: {name} is required"
    for name, inner in blocks.items():
        if inner.get("min") and name not in given:
            yield f"{where}: a block {name} is required"


def of_the_provider(parsed, path):
    resources = json.loads(pathlib.Path(path).read_text())["resources"]
    for resource in parsed["resource"]:
        for kind, labels in resource.items():
            for label, block in labels.items():
                name = f"{name_of(kind)}.{name_of(label)}"
                if name_of(kind) not in resources:
                    yield f"{name}: the provider has no such resource"
                else:
                    yield from against(resources[name_of(kind)], block, name)


def main(enrolkit, generator, schema=None):
    faults = []
    with tempfile.TemporaryDirectory() as work:
        folder, out = pathlib.Path(work, "jamf"), pathlib.Path(work, "tf")
        folder.mkdir()
        out.mkdir()
        subprocess.run([generator, "--package", "enrolkit-1.pkg", "--team-id", "A1B2C3D4E5", folder], check=True)
        subprocess.run([enrolkit, "server", "publish", folder, "--export", "terraform", out], check=True, stdout=subprocess.DEVNULL)
        with open(out / "enrolkit.tf", encoding="utf-8") as file:
            parsed = hcl2.load(file)
        if schema:
            faults += of_the_provider(parsed, schema)
        if shutil.which("terraform"):
            shown = subprocess.run(["terraform", "fmt", "-check", "-diff", out], capture_output=True, text=True, check=False)
            if shown.returncode:
                faults.append("terraform fmt would change it: " + shown.stdout)
        else:
            print("SKIPPED: no terraform here to check the form of the file")
        texts = {}
        for kind, field in [("scripts", "scriptContents"), ("extension-attributes", "scriptContents"), ("smart-groups", "description")]:
            for path in folder.glob(f"{kind}/*.json"):
                body = json.loads(path.read_text())
                texts[body["name"]] = body[field]
        for path in folder.glob("watchdog/*.mobileconfig"):
            text = path.read_text()
            uuid, identifier = (plistlib.loads(text.encode())[key] for key in ("PayloadUUID", "PayloadIdentifier"))
            name = re.search("<key>PayloadDisplayName</key>\\s*<string>(.*?)</string>", text).group(1)
            # While it checks payloads, the provider wants the two to be equal.
            texts[name] = text.replace(f"<string>{identifier}</string>", f"<string>{uuid}</string>", 1)
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
    sys.exit(main(*sys.argv[1:]))
