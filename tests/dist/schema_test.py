#!/usr/bin/env python3
"""The JSON of `enrolkit explain` against its schema, tools/cli/explain/explain.schema.json: every fixture Mac, logs alone, and what
cannot be read. A field that the schema does not describe is a fault here, though readers must bear it."""
import copy
import json
import os
import re
import subprocess
import sys
import unittest

from checks import PROJECT, Case

sys.path.insert(0, str(PROJECT / "tests"))
from lay_out import lay_out  # noqa: E402

try:
    import jsonschema
except ImportError:
    jsonschema = None

SCHEMA = json.loads((PROJECT / "tools/cli/explain/explain.schema.json").read_text())
MACS = sorted(path for path in (PROJECT / "tests/fixtures/macs").iterdir() if (path / "root").is_dir())


def closed(schema):
    """The same schema, which refuses what it does not describe."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: closed(value) for key, value in schema.items()}
    if "properties" in out and isinstance(out.get("required"), list):
        out["additionalProperties"] = False
    return out


@unittest.skipIf(jsonschema is None, "jsonschema is not here (Debian: python3-jsonschema)")
class Schema(Case):
    def setUp(self):
        super().setUp()
        self.reader = jsonschema.Draft202012Validator(closed(SCHEMA))

    def explained(self, *arguments, **more):
        ran = subprocess.run([os.environ["ENROLKIT"], "explain", *arguments], capture_output=True, text=True, check=False, **more)
        self.assertIn(ran.returncode, (0, 1, 2), ran.stderr)
        return [json.loads(line) for line in ran.stdout.splitlines()]

    def fleet(self):
        for mac in MACS:
            lay_out(mac.name, self.folder / mac.name)
        return self.explained("--format", "jsonl", *(word for mac in MACS for word in ("--root", str(self.folder / mac.name))))

    def test_the_schema_itself(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_every_fixture(self):
        records = self.fleet()
        self.assertEqual(len(records), len(MACS))
        for record in records:
            self.assertEqual([error.message for error in self.reader.iter_errors(record)], [], record["source"])
        for part in ("attempts", "gaps", "elsewhere", "contact", "cause", "remedies", "to_do"):
            self.assertTrue(any(record[part] for record in records), f"no fixture has {part}: nothing of it was checked")

    def test_logs_alone_and_what_cannot_be_read(self):
        (self.folder / "empty.log").write_text("")
        (self.folder / "odd\n.log").write_bytes(b"\xff\x00\x1b[2J\n" * 40)
        paths = [str(self.folder / name) for name in ("empty.log", "odd\n.log", "missing.log")]
        paths += [str(PROJECT / "tests/fixtures/macs/published-conflict/root/private/var/log/jamf.log")]
        records = self.explained("--files-from", "-", "--format", "jsonl", input="\0".join(paths))
        self.assertEqual(len(records), len(paths))
        for record in records:
            self.assertEqual([error.message for error in self.reader.iter_errors(record)], [], record["source"])

    def test_what_is_wrong_is_found(self):
        good = self.explained("--format", "jsonl", "--root", str(MACS[0] / "root"))[0]
        self.assertEqual(list(self.reader.iter_errors(good)), [])
        for change in (lambda d: d.pop("headline"), lambda d: d.update(cause="Witchcraft"), lambda d: d.update(at="yesterday"),
                       lambda d: d.update(new_field=1), lambda d: d["findings"][0].update(health="fine"), lambda d: d.update(findings=[])):
            bad = copy.deepcopy(good)
            change(bad)
            self.assertTrue(list(self.reader.iter_errors(bad)), bad)

    def test_its_causes_are_those_of_the_page_of_causes(self):
        page = re.findall(r"^## ([A-Z]\w+)$", (PROJECT / "ea/CAUSES.md").read_text(), re.M)
        self.assertEqual(sorted(SCHEMA["$defs"]["cause"]["enum"]), sorted(page))


if __name__ == "__main__":
    unittest.main()
