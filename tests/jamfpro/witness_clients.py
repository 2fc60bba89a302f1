"""A running simulator with two clients before it: jamf-pro-sdk, and `enrolkit server`; and the facts that both gave."""

import json
import logging
import os
import pathlib
import re
import subprocess
import tempfile
import time
import warnings
from urllib.parse import urlparse

import requests
from jamf_pro_sdk import ApiClientCredentialsProvider, JamfProClient, SessionConfig
from jamf_pro_sdk.clients.pro_api.pagination import Paginator

logging.getLogger("jamf_pro_sdk").setLevel(logging.CRITICAL)  # refusals are asked for, and compared
warnings.simplefilter("ignore", DeprecationWarning)  # the SDK's own, of Classic computers


class Facts:
    """What both say of the same thing."""

    def __init__(self):
        self.compared, self.faults = 0, []

    def same(self, what, sdk, ours):
        self.compared += 1
        if sdk != ours:
            self.faults.append(f"{what}: the SDK has {short(sdk)}, enrolkit {short(ours)}")

    def wants(self, what, got, wanted):
        """Of what enrolkit does not ask: what a real server answers."""
        self.compared += 1
        if got != wanted:
            self.faults.append(f"{what}: {short(got)}, not {short(wanted)}")


def short(value):
    text = repr(sorted(value) if isinstance(value, set) else value)
    return text if len(text) < 400 else text[:400] + "..."


class Sim:
    """A running simulator, with both clients before it."""

    def __init__(self, program, enrolkit, macs, *words):
        self.program, self.enrolkit, self.arguments = program, enrolkit, [str(macs), *words]
        self.requests = {}

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)
        self.process = subprocess.Popen(
            [self.program, self.temporary.name, *self.arguments], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        until(lambda: (self.folder / "env").exists() or self.process.poll() is not None, 30)
        if self.process.poll() is not None:
            raise SystemExit(f"{self.program} {' '.join(self.arguments)}: {self.process.stderr.read()}")
        given = dict(re.findall(r"(ENROLKIT_\w+)=(\S+)", (self.folder / "env").read_text()))
        self.environment = {"PATH": os.environ["PATH"], "XDG_STATE_HOME": self.temporary.name, **given}
        self.sdk = self.client(given["ENROLKIT_CLIENT_ID"], given["ENROLKIT_CLIENT_SECRET"])
        return self

    def client(self, name, secret):
        url = urlparse(self.environment["ENROLKIT_URL"])
        sdk = JamfProClient(
            server=url.hostname,
            port=url.port,
            credentials=ApiClientCredentialsProvider(name, secret),
            session_config=SessionConfig(ca_cert_bundle=self.environment["ENROLKIT_CA_FILE"]),
        )
        sdk.session.trust_env = False  # neither a proxy nor authorities of this computer
        return sdk

    def __exit__(self, *_):
        """The simulator says at its end what it was asked, and how often."""
        _, told = self.process.communicate(timeout=30)
        for line in told.splitlines():
            count, request = line.split(None, 1)
            self.requests[request] = int(count)
        self.temporary.cleanup()

    def ours(self, *arguments, status=0):
        """What a command writes, and says."""
        ran = subprocess.run(
            [self.enrolkit, "server", *map(str, arguments)], env=self.environment, capture_output=True, text=True, check=False
        )
        if ran.returncode != status:
            raise SystemExit(f"FAULT   enrolkit server {arguments[0]}: exit status {ran.returncode}, not {status}\n{ran.stderr}")
        return ran.stdout, ran.stderr

    def lines(self, *arguments, status=0):
        return [json.loads(line) for line in self.ours(*arguments, status=status)[0].splitlines()]

    def json(self, path, **query):
        return self.sdk.pro_api_request("get", path, query_params=query).json()

    def classic(self, path):
        """The only thing below the root of a Classic document in JSON."""
        document = self.sdk.classic_api_request("get", path).json()
        return next(iter(document.values()))

    def every(self, path):
        return Paginator(api_client=self.sdk.pro_api, resource_path=path, return_model=None, page_size=5)(return_generator=False)

    def status_of(self, method, path, data=None, by=None, **query):
        try:
            return (by or self.sdk).pro_api_request(method, path, query_params=query, data=data).status_code
        except requests.HTTPError as error:
            return error.response.status_code

    def macs(self, **more):
        return self.sdk.pro_api.get_computer_inventory_v3(sections=["ALL"], page_size=7, **more)


def until(holds, seconds):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def utc(moment):
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
