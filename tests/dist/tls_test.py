#!/usr/bin/env python3
"""A server's TLS that must be refused, and how it is told: the servers are Python's, their certificates OpenSSL's own program's.

ENROLKIT: the program. ENROLKIT_TRUST: the list of authorities that it trusts by itself, a file that may be written; without
it the list is given by --ca-file. ENROLKIT_TWIN: another build, which must say the same bytes of the same server.
"""
import os
import pathlib
import re
import socket
import ssl
import subprocess
import threading
import unittest

from checks import Case

TRUST = os.environ.get("ENROLKIT_TRUST")


class Server(threading.Thread):
    """Answers every request with 404, by TLS as `context` has it; None: what it says is no TLS. `asked` counts requests."""

    def __init__(self, context):
        super().__init__(daemon=True)
        self.context, self.asked = context, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.start()

    def run(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return  # closed: the test is over
            threading.Thread(target=self.serve, args=(plain,), daemon=True).start()

    def serve(self, plain):
        try:
            plain.settimeout(5)
            peer = self.context.wrap_socket(plain, server_side=True) if self.context else plain
            with peer:
                peer.recv(65536)
                self.asked += 1
                peer.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        except OSError:
            pass  # refused by the client, as it should

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class Tls(Case):
    def setUp(self):
        super().setUp()
        self.need("openssl", "openssl")
        self.need("faketime", "faketime")
        self.authority = self.make_authority("authority")

    def make_authority(self, name):
        self.fine("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", f"/CN=enrolkit {name}",
                  "-keyout", self.folder / f"{name}.key", "-out", self.folder / f"{name}.pem")
        return self.folder / f"{name}.pem"

    def certificate(self, names="IP:127.0.0.1", when="0 days", authority=None, days=30):
        """A certificate's file, with its key in it. `when`: the day of its making, as faketime takes it."""
        signer = authority or self.authority
        request, key, extensions, made = (self.folder / f"server.{end}" for end in ("csr", "key", "ext", "crt"))
        self.fine("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", request)
        extensions.write_text("basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n" + (f"subjectAltName={names}\n" if names else ""))
        self.fine("faketime", when, "openssl", "x509", "-req", "-in", request, "-CA", signer, "-CAkey", signer.with_suffix(".key"),
                  "-CAcreateserial", "-days", str(days), "-extfile", extensions, "-out", made)
        both = self.folder / "server.pem"
        both.write_text(key.read_text() + made.read_text())
        return both

    def context(self, certificate):
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(certificate)
        return made

    def said_to(self, context):
        """What the program says of such a server, and how many requests came through to it."""
        server = Server(context)
        self.addCleanup(server.close)
        trusted = ["--ca-file", str(self.authority)]
        if TRUST:
            pathlib.Path(TRUST).write_text(self.authority.read_text())
        command = ["server", "check", "--url", f"https://127.0.0.1:{server.port}", "--client-id", "x"]
        clean = {name: value for name, value in os.environ.items() if not re.match("(?i).*_proxy$|ENROLKIT_", name)}
        clean["ENROLKIT_CLIENT_SECRET"] = "not told to just anybody"
        ran = subprocess.run([os.environ["ENROLKIT"], *command, *([] if TRUST else trusted)], env=clean,
                             capture_output=True, text=True, check=False)
        asked = server.asked
        if "ENROLKIT_TWIN" in os.environ:
            twin = subprocess.run([os.environ["ENROLKIT_TWIN"], *command, *trusted], env=clean, capture_output=True, text=True, check=False)
            # They run one after the other, so the time that each says it is may be another.
            same, other = (re.sub("(?m)(?<=^hint: this computer says ).*Z$", "NOW", each.stderr) for each in (ran, twin))
            self.assertEqual((ran.returncode, ran.stdout, same), (twin.returncode, twin.stdout, other))
        self.assertEqual(ran.returncode, 2, ran)
        return ran.stderr, asked

    def refuses(self, context, *words):
        said, asked = self.said_to(context)
        self.assertEqual(asked, 0, "no secret may be sent to such a server")
        for word in words:
            self.assertIn(word, said)
        return said

    def test_one_that_is_as_it_should_be_is_asked(self):
        said, asked = self.said_to(self.context(self.certificate()))
        self.assertGreater(asked, 0, said)

    def test_an_authority_that_nobody_knows(self):
        other = self.make_authority("stranger")
        self.refuses(self.context(self.certificate(authority=other)), "not trusted", "enrolkit stranger issued it", "--ca-file")

    def test_another_name(self):
        said = self.refuses(self.context(self.certificate("DNS:jamf.example.com")), "jamf.example.com", "not for 127.0.0.1")
        self.assertNotIn("--ca-file", said)

    def test_a_name_in_the_cn_alone(self):
        self.refuses(self.context(self.certificate(None)), "CN alone")

    def test_one_that_expired(self):
        self.refuses(self.context(self.certificate(when="-90 days")), "expired at")

    def test_one_that_is_not_yet_valid(self):
        self.refuses(self.context(self.certificate(when="+90 days")), "not valid before")

    def test_an_old_protocol(self):
        old = self.context(self.certificate())
        old.set_ciphers("DEFAULT:@SECLEVEL=0")
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        self.refuses(old, "no safe version of TLS")

    def test_no_cipher_in_common(self):
        odd = self.context(self.certificate())
        odd.maximum_version = ssl.TLSVersion.TLSv1_2
        odd.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256")  # its key is an RSA key
        self.refuses(odd, "no agreement on TLS")

    def test_no_tls_at_all(self):
        self.assertIn("does not speak TLS", self.said_to(None)[0])


if __name__ == "__main__":
    unittest.main()
