#!/usr/bin/env python3
"""enrolkit-definitions: every attribute and every setting is there, and each file is what its reader takes."""
import json
import os
import plistlib
import re
import struct
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree
import zlib

from checks import CONTRACT, PROJECT, Case, bytes_of

TOOL, EA, REPAIR = (os.environ["ENROLKIT_" + name] for name in ("DEFINITIONS", "EA", "REPAIR"))
ATTRIBUTES = json.loads(subprocess.run([EA, "list", "--json"], capture_output=True, check=True).stdout)
NAMES = [attribute["name"] for attribute in ATTRIBUTES]


class Definitions(Case):
    def run_tool(self, folder, *options):
        command = [TOOL, "--package", "enrolkit-1.2.3.pkg", *options, folder]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def generate(self, *options):
        folder = self.folder / f"out{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        ran = self.run_tool(folder, *options)
        self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (0, "", ""))
        return folder

    def everything(self):
        return self.generate("--team-id", "A1B2C3D4E5")

    def test_every_attribute_is_there_in_every_form(self):
        out = self.everything()
        for kind, ending in [("extension-attributes", "json"), ("extension-attributes", "xml"), ("attribute-templates", "xml")]:
            self.assertEqual({path.stem for path in (out / kind).glob(f"*.{ending}")}, set(NAMES))
        self.assertEqual({path.stem for path in (out / "scripts").glob("*.sh")}, {*NAMES, "enrolkit-collect", "enrolkit-repair", "enrolkit-watchdog"})
        for attribute in ATTRIBUTES:
            name, date = attribute["name"], attribute["type"] == "Date"
            script = (out / f"scripts/{name}.sh").read_text()
            body = json.loads((out / f"extension-attributes/{name}.json").read_text())
            tree = ElementTree.parse(out / f"extension-attributes/{name}.xml")
            template = ElementTree.parse(out / f"attribute-templates/{name}.xml")
            self.assertEqual([body["name"], tree.findtext("name"), template.findtext("displayName")], ["enrolkit: " + name] * 3)
            self.assertEqual([body["scriptContents"], tree.findtext("input_type/script"), template.findtext("scriptContentsMac")], [script] * 3)
            self.assertEqual([body["dataType"], tree.findtext("data_type"), template.findtext("dataType")],
                             ["DATE", "Date", "date"] if date else ["STRING", "String", "string"])
            self.assertEqual([tree.findtext("description"), template.findtext("description")], [body["description"]] * 2)
            self.assertLessEqual(len(body["description"]), 255)
            self.assertIn(attribute["question"], body["description"])
            self.assertEqual(len(attribute["meanings"]), len(attribute["codes"]))
            short = all(f"{code}: " in body["description"] for code in attribute["codes"])
            self.assertTrue(short or "The script says what each means." in body["description"], body["description"])
            for code, meaning in zip(attribute["codes"], attribute["meanings"]):
                self.assertRegex(body["description"], rf"\b{code}\b")
                self.assertIn(f"#   {code}: {meaning}\n", script)
            self.assertIn("sends no inventory", script)

    def test_the_same_list_gives_the_same_bytes(self):
        self.assertEqual(bytes_of(self.everything()), bytes_of(self.everything()))

    def test_the_readme_names_each_file_and_each_setting(self):
        for out in [self.everything(), self.generate()]:
            readme = (out / "README.md").read_text()
            listed = re.findall(r"^\| `([^`]+/[^`]+)` \| \S", readme, re.MULTILINE)
            self.assertEqual(sorted(listed), sorted(set(bytes_of(out)) - {"README.md"}))
            schema = json.loads((out / "settings/io.github.enrolkit.schema.json").read_text())
            for path in self.paths(schema["properties"]):
                self.assertIn(f"| `{path}` |", readme)

    def paths(self, properties, above=""):
        for key, value in properties.items():
            if value["type"] == "object":
                yield from self.paths(value["properties"], above + key + ".")
            else:
                yield above + key

    def test_without_a_team_there_is_no_privacy_profile_and_the_readme_says_why(self):
        out = self.generate()
        self.assertEqual([path.name for path in (out / "watchdog").iterdir()], ["enrolkit-background.mobileconfig"])
        self.assertIn("There is no privacy profile", (out / "README.md").read_text())
        self.assertNotIn("There is no privacy profile", (self.everything() / "README.md").read_text())

    def test_self_service_says_that_somebody_is_there(self):
        said = {path.stem: [element.text for element in ElementTree.parse(path).iterfind("scripts/script/parameter4")]
                for path in (self.everything() / "policies").iterdir()}
        self.assertEqual(said, {"collect": [], "install": [], "repair": [], "repair-self-service": ["--self-service"], "watchdog": []})

    def test_every_object_is_named_alike(self):
        out = self.everything()
        names = [json.loads(path.read_text()).get("name") or json.loads(path.read_text())["packageName"] for kind in
                 ("scripts", "extension-attributes", "smart-groups", "report-groups") for path in (out / kind).glob("*.json")]
        names += [ElementTree.parse(path).findtext("general/name") for path in (out / "policies").glob("*.xml")]
        names += [ElementTree.parse(path).findtext("name") for path in (out / "searches").glob("*.xml")]
        names += [plistlib.loads(path.read_bytes())["PayloadDisplayName"] for path in out.rglob("*.mobileconfig")]
        for name in names:
            self.assertRegex(name, r"^enrolkit: \S")

    def test_a_policy_is_scoped_to_a_group_and_what_only_reports_is_a_search(self):
        out = self.everything()
        groups = {json.loads(path.read_text())["name"] for path in (out / "smart-groups").glob("*.json")}
        used = {element.text for path in (out / "policies").glob("*.xml")
                for element in ElementTree.parse(path).iterfind("scope/computer_groups/computer_group/name")}
        self.assertEqual(groups, used, "a group that no policy asks for is a search")
        self.assertFalse([path for path in (out / "policies").glob("*.xml")
                          if ElementTree.parse(path).findtext("scope/all_computers") != "false"])
        searches = {path.stem for path in (out / "searches").glob("*.xml")}
        self.assertEqual(len(searches), 7)
        self.assertEqual(searches, {path.stem for path in (out / "report-groups").glob("*.json")})
        for path in (out / "searches").glob("*.xml"):
            search = ElementTree.parse(path)
            as_group = json.loads((out / f"report-groups/{path.stem}.json").read_text())
            self.assertEqual(search.findtext("name"), as_group["name"])
            for criterion, same in zip(search.iterfind("criteria/criterion"), as_group["criteria"], strict=True):
                self.assertEqual([criterion.findtext(key) for key in ("name", "and_or", "search_type", "value")],
                                 [same[key] for key in ("name", "andOr", "searchType", "value")])
            self.assertIn("enrolkit: summary", [element.text for element in search.iterfind("display_fields/display_field/name")])

    def test_the_watchdogs_script_ends_well_where_the_package_is_missing(self):
        script = json.loads((self.everything() / "scripts/watchdog.json").read_text())["scriptContents"]
        ran = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        self.assertIn("not installed", ran.stdout)

    def test_evidence_is_collected_by_the_program_alone_and_sent_nowhere(self):
        script = json.loads((self.everything() / "scripts/collect.json").read_text())["scriptContents"]
        ran = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
        self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (2, "", "enrolkit is not installed\n"))
        self.assertTrue(script.endswith('exec "$ea" collect\n'))
        text = ElementTree.parse(self.everything() / "policies/collect.xml").findtext("self_service/self_service_description")
        self.assertIn("Nothing is sent anywhere", text)
        self.assertNotIn("enrolkit", text)

    def test_the_icon_is_what_its_script_draws(self):
        def pixels(data):
            self.assertEqual(data[:8], b"\x89PNG\r\n\x1a\n")
            size, parts = data.index(b"IDAT"), data[16:24]
            self.assertEqual(struct.unpack(">II", parts), (512, 512))
            return zlib.decompress(data[size + 4 : size + 4 + struct.unpack(">I", data[size - 4 : size])[0]])

        drawn = self.folder / "icon.png"
        subprocess.run(["python3", PROJECT / "dist/jamf/icon.py", drawn], check=True)
        self.assertEqual(pixels((self.everything() / "self-service/icon.png").read_bytes()), pixels(drawn.read_bytes()))

    def test_people_read_plain_words_in_self_service(self):
        policy = ElementTree.parse(self.everything() / "policies/repair-self-service.xml")
        self.assertEqual(policy.findtext("self_service/self_service_display_name"), "Repair the management of this Mac")
        self.assertEqual(policy.findtext("self_service/self_service_categories/category/name"), "Maintenance")
        text = policy.findtext("self_service/self_service_description")
        self.assertNotIn("enrolkit", text)
        self.assertIn("You are asked before anything is changed.", text)

    def test_the_forms_drop_downs_have_titles_and_its_sections_are_folded(self):
        schema = json.loads((self.everything() / "settings/io.github.enrolkit.schema.json").read_text())
        highest = schema["properties"]["Repair"]["properties"]["HighestStep"]
        self.assertEqual(len(highest["options"]["enum_titles"]), len(highest["enum"]))
        for value, title in zip(highest["enum"], highest["options"]["enum_titles"]):
            self.assertTrue(title.startswith(value + ": "), title)
        self.assertIs(schema["properties"]["Repair"]["options"]["collapsed"], True)
        self.assertIs(schema["properties"]["Watchdog"]["options"]["collapsed"], False)
        self.assertTrue(schema["properties"]["ManagementAccount"]["links"][0]["href"].startswith("https://"))

    def test_the_labels_name_options_that_there_are(self):
        script = json.loads((self.everything() / "scripts/enrolkit-repair.json").read_text())
        labels = [script[f"parameter{number}"] for number in range(4, 12) if f"parameter{number}" in script]
        options = [re.match(r"--[a-z-]+", label)[0] for label in labels]
        self.assertEqual(options, ["--self-service", "--unattended", "--highest", "--dry-run"])
        usage = subprocess.run([REPAIR, "--help"], capture_output=True, text=True, check=True).stdout
        for option in options:
            self.assertRegex(usage, rf"(?m)^ +{option}\b")

    def test_the_classic_xml_has_the_right_shape(self):
        self.need("xmllint", "libxml2-utils")
        files = sorted(self.everything().rglob("*.xml"))
        self.assertGreater(len(files), len(NAMES))
        self.fine("xmllint", "--noout", "--relaxng", PROJECT / "tests/dist/classic.rng", *files)

    def test_the_scripts_are_clean(self):
        self.need("shellcheck", "shellcheck")
        self.fine("shellcheck", *sorted(self.everything().rglob("*.sh")))

    def test_the_bodies_are_what_the_api_describes(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("jsonschema is not here (Debian: python3-jsonschema)")
        if not CONTRACT.is_file():
            self.skipTest("no API description beside the project (../shared/contract)")
        schemas = json.loads(CONTRACT.read_text())["components"]["schemas"]

        def strict(name):  # with every field that the description does not know refused
            schema = schemas[name]
            parts = [schemas[part["$ref"].split("/")[-1]] if "$ref" in part else part for part in schema.get("allOf", [schema])]
            known = {key: value for part in parts for key, value in part["properties"].items()}
            required = [key for part in parts for key in part.get("required", [])]
            return {"type": "object", "properties": known, "required": required, "additionalProperties": False,
                    "components": {"schemas": schemas}}

        out, checked = self.everything(), 0
        for pattern, name in [("extension-attributes/*", "ComputerExtensionAttributes"), ("smart-groups/*", "SmartComputerGroupV3"), ("report-groups/*", "SmartComputerGroupV3"),
                              ("scripts/*", "Script"), ("category/*", "Category"), ("package/*", "Package")]:
            for path in out.glob(pattern + ".json"):
                body = json.loads(path.read_text())
                jsonschema.Draft4Validator(strict(name)).validate(body)
                for criterion in body.get("criteria", []):
                    self.assertLessEqual(set(criterion), set(schemas["ComputerSmartGroupCriteriaV2"]["properties"]))
                checked += 1
        self.assertEqual(checked, len(list(out.rglob("*.json"))) - 1, "all but the settings' schema")

    def test_the_form_holds_its_own_presets_and_the_profile(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("jsonschema is not here (Debian: python3-jsonschema)")
        out = self.everything()
        schema = json.loads((out / "settings/io.github.enrolkit.schema.json").read_text())
        jsonschema.Draft4Validator.check_schema(schema)

        def presets(properties):
            return {key: presets(value["properties"]) if value["type"] == "object" else value["default"]
                    for key, value in properties.items() if value["type"] == "object" or value.get("default", "") != ""}

        jsonschema.Draft4Validator(schema).validate(presets(schema["properties"]))
        settings = plistlib.loads((out / "settings/enrolkit-settings.mobileconfig").read_bytes())["PayloadContent"][0]
        values = settings["PayloadContent"]["io.github.enrolkit"]["Forced"][0]["mcx_preference_settings"]
        for section, keys in values.items():
            for key, value in keys.items():
                self.assertEqual(schema["properties"][section]["properties"][key]["default"], value, key)
        self.assertIs(values["Watchdog"]["Enabled"], False)

    def test_the_profiles_are_profiles(self):
        self.need("plistutil", "libplist-utils")
        seen = set()
        profiles = sorted(self.everything().rglob("*.mobileconfig"))
        self.assertEqual(len(profiles), 3)
        for path in profiles:
            self.fine("plistutil", "-i", path, "-o", self.folder / "binary.plist")
            profile = plistlib.loads(path.read_bytes())
            self.assertEqual(profile, plistlib.loads((self.folder / "binary.plist").read_bytes()))
            self.assertEqual((profile["PayloadType"], profile["PayloadScope"]), ("Configuration", "System"))
            for part in [profile, *profile["PayloadContent"]]:
                self.assertEqual(part["PayloadVersion"], 1)
                self.assertRegex(part["PayloadUUID"], r"^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$")
                seen |= {part["PayloadUUID"], part["PayloadIdentifier"]}
        self.assertEqual(len(seen), 4 * len(profiles), "every identifier and every UUID is its own")

    def test_privacy_asks_for_one_program_by_its_signer(self):
        services = plistlib.loads((self.everything() / "watchdog/enrolkit-privacy.mobileconfig").read_bytes())["PayloadContent"][0]["Services"]
        self.assertEqual(list(services), ["SystemPolicyAllFiles"])
        (entry,) = services["SystemPolicyAllFiles"]
        self.assertEqual((entry["Identifier"], entry["IdentifierType"], entry["Authorization"], entry["StaticCode"]),
                         ("/Library/Enrolkit/bin/enrolkit-repair", "path", "Allow", False))
        self.assertIn('certificate leaf[subject.OU] = "A1B2C3D4E5"', entry["CodeRequirement"])
        self.assertIn('identifier "io.github.enrolkit.repair"', entry["CodeRequirement"])

    def test_the_reference_lists_causes_and_settings(self):
        reference = json.loads(self.fine(TOOL, "--reference"))
        self.assertEqual(reference["schema"], "enrolkit.reference/1")

    def test_it_refuses(self):
        out = self.folder / "out"
        self.refused(self.run_tool(out), "out", "not a folder")
        out.mkdir()
        self.refused(self.run_tool(out, "--team-id", "a1b2c3d4e5"), "--team-id", "ten capital letters")
        self.assertEqual(list(out.iterdir()), [])
        (out / "old.json").write_text("{}")
        self.refused(self.run_tool(out), "not empty")
        self.refused(subprocess.run([TOOL, out], capture_output=True, text=True, check=False), "--package", "hint: ")


if __name__ == "__main__":
    unittest.main()
