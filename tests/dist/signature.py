#!/usr/bin/env python3
"""Whether the signature of each slice is true: signature.py PROGRAM IDENTIFIER. Exit status 1 and a line if it is not.

Written apart from the signer, from the other end: LIEF finds the load commands, and every hash, size and offset that the
signature states is compared with the file. With a certificate's signature in place of the ad hoc one the flags differ;
ENROLKIT_SIGNED=1 says so.
"""
import hashlib
import os
import sys

import lief

HASHES = {1: ("sha1", 20), 2: ("sha256", 32)}


class Wrong(Exception):
    """What does not fit."""


def need(truth, what):
    if not truth:
        raise Wrong(what)


def number(data, at, size=4):
    need(0 <= at and at + size <= len(data), "a number outside the signature")
    return int.from_bytes(data[at : at + size], "big")


def blobs(data):
    need(number(data, 0) == 0xFADE0CC0, "no SuperBlob")
    total, count = number(data, 4), number(data, 8)
    need(total <= len(data), "a SuperBlob longer than its room")
    found = {}
    for i in range(count):
        kind, at = number(data, 12 + 8 * i), number(data, 16 + 8 * i)
        size = number(data, at + 4)
        need(at + size <= total, f"blob {kind:#x} leads out of the signature")
        found[kind] = data[at : at + size]
    return found


def check_slice(binary, slice_bytes, identifier):
    need(binary.has_code_signature, "no LC_CODE_SIGNATURE")
    command = binary.code_signature
    start, end = command.data_offset, command.data_offset + command.data_size
    need(end == len(slice_bytes), "the signature is not the end of the file")
    need(start % 16 == 0, "the signature is not aligned")
    linkedit = binary.get_segment("__LINKEDIT")
    need(linkedit.file_offset + linkedit.file_size == end, "__LINKEDIT does not hold the signature")
    need(linkedit.virtual_size >= linkedit.file_size, "__LINKEDIT is mapped in part only")
    found = blobs(slice_bytes[start:end])
    need(0 in found, "no CodeDirectory")
    directory = found[0]
    need(number(directory, 0) == 0xFADE0C02, "the CodeDirectory's magic")
    flags = number(directory, 12)
    hash_offset, name_offset, special, slots, limit = (number(directory, at) for at in (16, 20, 24, 28, 32))
    size, kind, shift = directory[36], directory[37], directory[39]
    need(kind in HASHES and HASHES[kind][1] == size, "an unknown kind of hash")
    need(limit == start, "the signed part does not end where the signature starts")
    name = directory[name_offset:].split(b"\0")[0].decode()
    need(name == identifier, f"the identifier is {name}, not {identifier}")
    need(flags & 0x10000, "no hardened runtime")
    if not os.environ.get("ENROLKIT_SIGNED"):
        need(flags & 2 and not flags & 0x20000, f"flags {flags:#x} are not those of an ad hoc signature of a tool")
    page = 1 << shift
    need(slots == -(-limit // page), "the number of pages")
    digest = HASHES[kind][0]
    for i in range(slots):
        said = directory[hash_offset + i * size : hash_offset + (i + 1) * size]
        true = hashlib.new(digest, slice_bytes[i * page : min((i + 1) * page, limit)]).digest()
        need(said == true[:size], f"page {i} does not have the hash that is signed")
    for slot, blob in found.items():
        if 0 < slot <= special:
            at = hash_offset - slot * size
            need(directory[at : at + size] == hashlib.new(digest, blob).digest()[:size], f"the hash of blob {slot}")
    text = binary.get_segment("__TEXT")
    need(number(directory, 64, 8) == text.file_offset and number(directory, 72, 8) == text.file_size, "the executable segment")
    need(number(directory, 80, 8) & 1, "not marked as a main program")
    return slots


def main(path, identifier):
    lief.logging.disable()
    with open(path, "rb") as file:
        whole = file.read()
    fat = lief.MachO.parse(path)
    archs = os.environ.get("ENROLKIT_ARCHS", "arm64 x86_64").split()
    need(fat is not None and len(list(fat)) == len(archs), f"not a universal file of {' and '.join(archs)}")
    for binary in fat:
        cpu = binary.header.cpu_type.name
        part = whole[binary.fat_offset : binary.fat_offset + binary.original_size]
        try:
            pages = check_slice(binary, part, identifier)
        except Wrong as wrong:
            raise Wrong(f"{cpu}: {wrong}") from wrong
        print(f"{os.path.basename(path)} {cpu}: signed as {identifier}, {pages} pages match")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except (Wrong, OSError) as trouble:
        sys.exit(print(f"enrolkit: signature of {sys.argv[1]}: {trouble}", file=sys.stderr) or 1)
