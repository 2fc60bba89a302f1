"""The simulated Jamf Pro, asked by another people's client (jamf-pro-sdk from PyPI) and by `enrolkit server`: both must get
the same facts. A simulator that is wrong in the way our client is wrong would be found here.

witness_test.py JAMF_SIM ENROLKIT ENROLKIT_DEFINITIONS: the built programs. Exit status 0 when all facts are the same.
"""

import json
import math
import os
import re
import sys
import uuid
import xml.etree.ElementTree as ElementTree

from jamf_pro_sdk.clients.pro_api.pagination import FilterField, SortField, filter_group
from witness_clients import Facts, Sim, until, utc
from witness_publish import publish

MACS, MANY = 60, 1200
PAGE = 500  # of enrolkit's inventory


def check(sim, facts):
    ours = json.loads(sim.ours("check", "--json")[0])
    facts.same("version", sim.json("v1/jamf-pro-version")["version"].split("-")[0], ours["version"])
    facts.same("account", sim.json("v1/auth")["account"]["username"], ours["account"])


def conflict(sim, facts):
    ours = json.loads(sim.ours("conflict", "--json", status=1)[0])
    name, prestages = sim.json("v4/enrollment")["managementUsername"], sim.every("v3/computer-prestages")
    scope = sim.json("v2/computer-prestages/scope")["serialsByPrestageId"]
    striking = [one["id"] for one in prestages if one["accountSettings"]["adminUsername"] == name]
    facts.same("name of the Management Account", name, ours["management_username"])
    facts.same("number of PreStages", len(prestages), ours["prestages"])
    facts.same("PreStages in conflict", striking, [one["prestage_id"] for one in ours["conflicts"]])
    for one in ours["conflicts"]:
        serials = {serial for serial, prestage in scope.items() if prestage == one["prestage_id"]}
        facts.same("serials of " + one["prestage"], serials, set(one["serials"]))
    sim.ours("conflict", "--fix", "rename", "jamfcare", "--yes")
    facts.same("the new name", sim.json("v4/enrollment")["managementUsername"], "jamfcare")
    facts.same("no conflict more", False, json.loads(sim.ours("conflict", "--json")[0])["strikes"])


def stuck(sim, facts):
    macs = sim.macs()
    dead = [mac for mac in macs if mac.general.remoteManagement.managed and mac.general.jamfBinaryVersion is None]
    lines, said = sim.lines("stuck", "--all", "--format", "jsonl", status=1), sim.ours("stuck", "--quick", status=1)[1]
    stuck_ones = {line["serial"]: line for line in lines if line["state"] == "stuck"}
    facts.same("all Macs", len(macs), MACS)
    facts.same("stuck Macs", {mac.hardware.serialNumber for mac in dead}, set(stuck_ones))
    facts.same("how many are stuck", str(len(dead)), re.search(r"(\d+) stuck", said).group(1))
    for mac in dead:
        line = stuck_ones.get(mac.hardware.serialNumber, {})
        theirs = (mac.id, mac.general.name, utc(mac.general.lastEnrolledDate), utc(mac.general.reportDate), None)
        facts.same(mac.hardware.serialNumber, theirs, tuple(line.get(key) for key in ("id", "name", "enrolled", "report", "binary")))
        facts.same(mac.id + ": check-in", utc(mac.general.lastContactTime), line.get("check_in"))
    failed = sim.sdk.pro_api.get_mdm_commands_v2(filter_expression=FilterField("status").eq("Error"))
    by_management_id = {mac.general.managementId.lower(): mac.hardware.serialNumber for mac in macs}
    facts.same(
        "Macs whose command failed",
        {by_management_id[str(command.client.managementId)] for command in failed},
        {serial for serial, line in stuck_ones.items() if "command-failed" in line["reasons"]},
    )
    for group in sim.sdk.classic_api.list_all_computer_groups():
        members = {one.serial_number for one in sim.sdk.classic_api.get_computer_group_by_id(group.id).computers}
        in_inventory = {mac.hardware.serialNumber for mac in macs if group.name in [one.groupName for one in mac.groupMemberships]}
        ours = sim.lines("stuck", "--group", group.name, "--format", "jsonl", status=1)
        facts.wants(f"members of {group.name}", members, in_inventory)
        facts.same(f"stuck Macs of {group.name}", members & set(stuck_ones), {line["serial"] for line in ours})
    newest = sorted(mac.general.lastEnrolledDate for mac in dead)[len(dead) // 2]
    field = FilterField("general.lastEnrolledDate")
    since = {mac.hardware.serialNumber for mac in sim.macs(filter_expression=field.gte(utc(newest)))}
    ours = sim.lines("stuck", "--since", utc(newest), "--format", "jsonl", status=1)
    facts.same("stuck Macs since " + utc(newest), since & set(stuck_ones), {line["serial"] for line in ours})


def filters(sim, facts):
    """Each filter as the server applies it, and as it reads, applied here."""
    macs, field = sim.macs(), FilterField
    day = macs[0].general.lastEnrolledDate
    serials = [mac.hardware.serialNumber for mac in macs]
    managed = field("general.remoteManagement.managed")
    cases = [
        (managed.eq("true"), lambda mac: mac.general.remoteManagement.managed),
        (managed.ne("true"), lambda mac: not mac.general.remoteManagement.managed),
        (field("id").is_in(["1", "2", "30"]), lambda mac: mac.id in ("1", "2", "30")),
        (field("id").not_in(["1", "2", "30"]), lambda mac: mac.id not in ("1", "2", "30")),
        (field("id").lt("11"), lambda mac: int(mac.id) < 11),
        (field("udid").eq(macs[4].udid), lambda mac: mac.udid == macs[4].udid),
        (field("general.name").eq("mac-00*5"), lambda mac: re.fullmatch("mac-00.*5", mac.general.name)),
        (field("hardware.serialNumber").eq('"' + serials[7] + '"'), lambda mac: mac.hardware.serialNumber == serials[7]),
        (field("hardware.model").eq('"MacBook*"'), lambda mac: mac.hardware.model.startswith("MacBook")),
        (field("operatingSystem.version").gte("15"), lambda mac: mac.operatingSystem.version >= "15"),
        (field("userAndLocation.username").eq("user3*"), lambda mac: (mac.userAndLocation.username or "").startswith("user3")),
        (field("general.lastEnrolledDate").lte(utc(day)), lambda mac: mac.general.lastEnrolledDate <= day),
        (field("general.lastContactTime").gte("2020-01-01T00:00:00.000Z"), lambda mac: mac.general.lastContactTime),
        (
            filter_group(field("id").eq("1") | field("id").eq("10") | field("id").eq("20")) & managed.eq("false"),
            lambda mac: mac.id in ("10", "20"),
        ),
        (field("id").eq("1") | field("id").gt("50") & managed.eq("false"), lambda mac: mac.id in ("1", "60")),
    ]
    for expression, holds in cases:
        got = {mac.id for mac in sim.macs(filter_expression=expression)}
        facts.wants(f"filter {expression}", got, {mac.id for mac in macs if holds(mac)})
    orders = [
        (SortField("id").desc(), lambda mac: -int(mac.id)),
        (SortField("general.name").asc(), lambda mac: mac.general.name),
        (
            SortField("general.lastEnrolledDate").asc() & SortField("id").desc(),
            lambda mac: (mac.general.lastEnrolledDate, -int(mac.id)),
        ),
    ]
    for expression, key in orders:
        facts.wants(f"sort {expression}", [mac.id for mac in sim.macs(sort_expression=expression)], [mac.id for mac in sorted(macs, key=key)])


def refusals(sim, facts):
    inventory = "v3/computers-inventory"
    for wanted, method, path, query in [
        (400, "get", inventory, {"page-size": "x"}),
        (400, "get", inventory, {"filter": "nonsense=="}),
        (400, "get", inventory, {"filter": "general.colour==red"}),
        (400, "get", inventory, {"sort": "general.colour:asc"}),
        (400, "get", "v1/categories", {"page-size": "x"}),
        (400, "get", "v2/mdm/commands", {}),
        (404, "get", inventory + "/99999", {}),
        (404, "get", "v3/computers-inventory-detail/99999", {}),
        (405, "delete", "v1/jamf-pro-version", {}),
        (405, "put", inventory, {}),
        (405, "patch", "v1/jamf-pro-version", {}),
    ]:
        facts.wants(f"{method} {path} {query}", sim.status_of(method, path, **query), wanted)


def classic(sim, facts):
    """Both APIs of the server tell of the same Macs."""
    by_id = {mac.id: mac for mac in sim.macs()}
    listed = sim.sdk.classic_api.list_all_computers(subsets=["basic"])
    facts.wants(
        "computers of the Classic API",
        {(str(one.id), one.name, one.serial_number, one.udid, one.managed) for one in listed},
        {(key, mac.general.name, mac.hardware.serialNumber, mac.udid, mac.general.remoteManagement.managed) for key, mac in by_id.items()},
    )
    for number in ("3", "10", "12"):
        one, mac = sim.sdk.classic_api.get_computer_by_id(int(number)), by_id[number]
        detail = sim.sdk.pro_api.get_computer_inventory_detail_v3(number)
        facts.wants(f"detail of {number}", (detail.udid, detail.hardware), (mac.udid, mac.hardware))
        facts.wants(
            f"Classic record of {number}",
            (one.general.udid, one.general.last_enrolled_date_epoch, one.general.jamf_version or None, one.location.email_address or None),
            (mac.udid, int(mac.general.lastEnrolledDate.timestamp()) * 1000, mac.general.jamfBinaryVersion, mac.userAndLocation.email),
        )
    root = ElementTree.fromstring(
        sim.sdk.classic_api_request("get", "computers/id/3", override_headers={"Accept": "application/xml"}).text
    )
    facts.wants("Classic record of 3 as XML", root.findtext("general/udid"), by_id["3"].udid)


def commands_of(sim, mac):
    """State by UUID. Not by the SDK's model: it has no command that is still pending."""
    found = sim.json("v2/mdm/commands", filter=f"clientManagementId=={mac.general.managementId}")["results"]
    return {one["uuid"]: one["commandState"] for one in found}


def repair(sim, facts):
    serials = {mac.hardware.serialNumber: mac for mac in sim.macs()}
    alone = "C02SIM000043"  # whose MDM profile the SDK shall renew
    chosen = [line["serial"] for line in sim.lines("stuck", "--format", "jsonl", status=1) if line["serial"] != alone]
    quick = ["--yes", "--poll", "1s", "--settle", "0", "--per-minute", "600", "--json"]
    lines = sim.lines("repair", *chosen, *quick, "--count", len(chosen), "--wait", "15s", "--renew-mdm", status=3)
    facts.same("Macs that were sent something", set(chosen), {line["serial"] for line in lines})
    states, after = set(), {mac.hardware.serialNumber: mac for mac in sim.macs()}
    for line in lines:
        mac, state = after[line["serial"]], line["state"]
        command = commands_of(sim, mac).get(line["command"])
        states.add(state)
        if state == "Repaired":
            enrolled = re.search(r"enrolled (\S+?),", line["why"]).group(1)
            facts.same(line["serial"] + ": enrolled", utc(mac.general.lastEnrolledDate), enrolled)
            facts.same(line["serial"] + ": its command", command, "ACKNOWLEDGED")
        facts.same(line["serial"] + ": has an agent", mac.general.jamfBinaryVersion is not None, state == "Repaired")
        if state == "Pending":
            facts.same(line["serial"] + ": its command", command, "PENDING")
    facts.wants("states of a mixed fleet", states, {"Repaired", "NotRepaired", "Pending"})
    history = {"ACKNOWLEDGED": "completed", "PENDING": "pending", "ERROR": "failed"}
    for serial in chosen[:8]:
        told = sim.classic(f"computerhistory/id/{after[serial].id}/subset/Commands")["commands"]
        states = list(commands_of(sim, after[serial]).values())
        facts.wants(
            f"history of {serial}", {name: len(told[name]) for name in told}, {name: states.count(state) for state, name in history.items()}
        )
    # Only a renewed profile lets this Mac fetch the command: what enrolkit sent and the SDK renewed is one Mac.
    line = sim.lines("repair", alone, *quick, "--wait", "5s", status=1)[0]
    facts.same(alone + ": its command", commands_of(sim, serials[alone]), {line["command"]: "PENDING"})
    stranger = uuid.uuid4()
    answer = sim.sdk.pro_api.renew_mdm_profile_v1([serials[alone].udid, stranger])
    facts.wants("UDIDs that are not known", answer.udidsNotProcessed, [stranger])
    by_serial = FilterField("hardware.serialNumber").eq(alone)
    repaired = until(lambda: sim.macs(filter_expression=by_serial)[0].general.lastContactTime is not None, 30)
    states = {line["state"] for line in sim.lines("stuck", alone, "--all", "--format", "jsonl")}
    facts.same(alone + ": repaired", repaired, "stuck" not in states)


def setup(sim, facts):
    """What the SDK makes of the role and the client that enrolkit made, and what that client may do."""
    file = sim.folder / "made.secret"
    out = sim.ours("setup", "--for", "stuck", "--yes", "--store", f"file:{file}")[0]
    told = dict(line.removeprefix("export ").split("=", 1) for line in out.splitlines())
    wanted = set(sim.ours("check", "stuck", "--print-role")[0].splitlines())
    [role], [client] = sim.every("v1/api-roles"), sim.every("v1/api-integrations")
    facts.same("privileges of the role", set(role["privileges"]), wanted)
    facts.same("known privileges", wanted <= set(sim.json("v1/api-role-privileges")["privileges"]), True)
    facts.same("id of the client", client["clientId"], told["ENROLKIT_CLIENT_ID"])
    facts.same("roles of the client", client["authorizationScopes"], [role["displayName"]])
    made = sim.client(client["clientId"], file.read_text().strip())
    account = made.pro_api_request("get", "v1/auth").json()["account"]
    facts.same("whose token it is", account["username"], client["clientId"])
    facts.same("what it may do", set(account["privilegesBySite"]["-1"]), wanted)
    facts.wants("Macs that it sees", len(made.pro_api.get_computer_inventory_v3()), MACS)
    for path, body in {
        "v1/api-roles": {"displayName": role["displayName"], "privileges": []},
        "v1/api-integrations": {"displayName": client["displayName"], "authorizationScopes": [role["displayName"]]},
    }.items():
        facts.wants(f"the same name twice at {path}", sim.status_of("post", path, data=body), 400)
        facts.wants(f"the client itself at {path}", sim.status_of("post", path, data=body, by=made), 403)
    again = sim.sdk.pro_api_request("post", f"v1/api-integrations/{client['id']}/client-credentials").json()
    facts.wants("a new secret is another", again["clientSecret"] == file.read_text().strip(), False)
    for path, one in ((f"v1/api-roles/{role['id']}", role), (f"v1/api-integrations/{client['id']}", client)):
        facts.same(f"by its id at {path}", sim.json(path), one)
        facts.wants(f"the client itself deletes {path}", sim.status_of("delete", path, by=made), 403)
    removal = [sim.status_of("delete", f"v1/{path}") for path in (
        f"api-roles/{role['id']}", f"api-integrations/{client['id']}", f"api-roles/{role['id']}", f"api-roles/{role['id']}")]
    facts.wants("a role that is in use goes after its client", removal, [409, 204, 204, 404])


def pages(program, enrolkit, facts):
    with Sim(program, enrolkit, MANY) as sim:
        theirs = list(sim.sdk.pro_api.get_computer_inventory_v3(page_size=PAGE, return_generator=True))
        said = sim.ours("stuck", "--quick", status=1)[1]
    stuck_ones, well = map(int, re.search(r"(\d+) stuck, (\d+) well", said).groups())
    facts.same("Macs in all pages", sum(len(page.results) for page in theirs), stuck_ones + well)
    facts.same("pages", sim.requests["GET /api/v3/computers-inventory"], sim.requests["GET /api/v4/computers-inventory"])
    facts.wants("pages of the SDK", len(theirs), math.ceil(MANY / PAGE))


def main(program, enrolkit, definitions):
    facts = Facts()
    with Sim(program, enrolkit, MACS, "mixed") as sim:
        for ask in (check, filters, refusals, classic, stuck, conflict, setup, repair):
            ask(sim, facts)
        publish(sim, facts, definitions)
    pages(program, enrolkit, facts)
    for fault in facts.faults:
        print("FAULT   " + fault)
    print(f"{facts.compared} facts compared, {len(facts.faults)} differ")
    return 1 if facts.faults else 0


if __name__ == "__main__":
    sys.exit(main(*map(os.path.abspath, sys.argv[1:])))
