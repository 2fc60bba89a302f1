"""What `enrolkit server publish` made, read back by jamf-pro-sdk, and what the SDK changes, found by enrolkit."""

import hashlib
import json
import subprocess
import xml.etree.ElementTree as ElementTree

from jamf_pro_sdk.clients.pro_api.pagination import FilterField


def objects_of(sim):
    """Names by kind, in enrolkit's words."""
    sdk = sim.sdk
    groups = sdk.classic_api.list_all_computer_groups()
    return {
        "category": {one.name for one in sdk.classic_api.list_all_categories()},
        "package": {one.packageName for one in sdk.pro_api.get_packages_v1()},
        "smart group": {one.name for one in groups if one.is_smart},
        "advanced search": {one.name for one in sdk.classic_api.list_all_advanced_computer_searches()},
        "script": {one["name"] for one in sim.every("v1/scripts")},
        "extension attribute": {one["name"] for one in sim.every("v1/computer-extension-attributes")},
        "configuration profile": {one["name"] for one in sim.classic("osxconfigurationprofiles")},
        "policy": {one["name"] for one in sim.classic("policies")},
    }


def criteria_of(document):
    return [tuple(one.findtext(key) for key in ("name", "search_type", "value")) for one in document.iter("criterion")]


def publish(sim, facts, definitions):
    folder, package = sim.folder / "out/jamf", sim.folder / "out/enrolkit-1.pkg"
    folder.mkdir(parents=True)
    subprocess.run([definitions, "--package", package.name, folder], check=True, capture_output=True)
    package.write_bytes(b"xar!" + bytes(range(256)) * 300)
    before = objects_of(sim)
    ours = json.loads(sim.ours("publish", folder, "--yes", "--json")[0])["objects"]
    after = objects_of(sim)
    facts.same("kinds", set(after), {one["kind"] for one in ours})
    for kind, names in after.items():
        named = {one["name"] for one in ours if one["kind"] == kind}
        facts.same(f"new of kind {kind}", names - before[kind], {one["name"] for one in ours if one["kind"] == kind and one["act"] == "create"})
        facts.same(f"all of kind {kind}", names, before[kind] | named)
    for kind, endpoint in (("scripts", "v1/scripts"), ("extension-attributes", "v1/computer-extension-attributes")):
        contents = {one["name"]: one["scriptContents"] for one in sim.every(endpoint)}
        for path in folder.glob(kind + "/*.json"):
            body = json.loads(path.read_text())
            theirs = (contents.get(body["name"]) or "").rstrip("\n")  # the server takes the end of a text's last line
            facts.same("text of " + body["name"], theirs, body["scriptContents"].rstrip("\n"))
    for one in sim.sdk.pro_api.get_packages_v1(filter_expression=FilterField("fileName").eq(package.name)):
        theirs = (one.size, one.hashValue, one.cloudTransferStatus)
        facts.same("the package's file", theirs, (str(package.stat().st_size), hashlib.sha3_512(package.read_bytes()).hexdigest(), "READY"))
    searches = {one.name: one.id for one in sim.sdk.classic_api.list_all_advanced_computer_searches()}
    for path in folder.glob("searches/*.xml"):
        wanted = ElementTree.parse(path)
        # Not by the SDK's model: "in less than x days" is not in its list.
        got = sim.classic(f"advancedcomputersearches/id/{searches[wanted.findtext('name')]}")
        theirs = [(one["name"], one["search_type"], one["value"]) for one in got["criteria"]]
        facts.same("criteria of " + got["name"], theirs, criteria_of(wanted))
    groups = {one.name: one.id for one in sim.sdk.classic_api.list_all_computer_groups()}
    for path in folder.glob("smart-groups/*.json"):
        body = json.loads(path.read_text())
        got = sim.sdk.classic_api.get_computer_group_by_id(groups[body["name"]])
        theirs = [(one.name, one.priority, one.and_or, one.search_type, one.value) for one in got.criteria]
        wanted = [tuple(one[key] for key in ("name", "priority", "andOr", "searchType", "value")) for one in body["criteria"]]
        facts.same("criteria of " + got.name, theirs, wanted)
    uploaded(sim, facts, package)
    changed(sim, facts, folder)


def uploaded(sim, facts, file):
    """A package by the SDK's own form of an upload."""
    made = next(one for one in sim.sdk.pro_api.get_packages_v1() if one.fileName == file.name).model_dump()
    own = file.with_name("sdk.pkg")
    own.write_bytes(b"xar!of the SDK\r\n--enrolkit-\r\n\r\n")  # what looks like an end is none
    made.update(packageName="by the SDK", fileName=own.name)
    number = sim.sdk.pro_api_request("post", "v1/packages", data=made).json()["id"]
    sim.sdk.pro_api.upload_package_v1(number, own)
    sums = {one.packageName: one.hashValue for one in sim.sdk.pro_api.get_packages_v1()}
    facts.wants("sum of what the SDK sent", sums["by the SDK"], hashlib.sha3_512(own.read_bytes()).hexdigest())


def changed(sim, facts, folder):
    """What the SDK changes, enrolkit finds; and nothing else."""
    script = next(one for one in sim.every("v1/scripts") if one["name"] == "enrolkit: repair")
    sim.sdk.pro_api_request("put", f"v1/scripts/{script['id']}", data={**script, "info": "changed by the SDK"})
    plan = json.loads(sim.ours("publish", folder, "--json", status=1)[0])["objects"]
    facts.same("what is to change", {script["name"]}, {one["name"] for one in plan if one["act"] != "same"})
    sim.ours("publish", folder, "--yes", "--json")
    facts.same("put back", sim.json(f"v1/scripts/{script['id']}")["info"], script["info"])
