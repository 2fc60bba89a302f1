"""Reads a flat package with nothing of ours: the formats' descriptions in Python's own library. Every rule that a reader
could trip over is an assertion."""
import gzip
import hashlib
import struct
import xml.etree.ElementTree as ElementTree
import zlib
from dataclasses import dataclass


@dataclass
class Entry:
    mode: int
    uid: int
    gid: int
    mtime: int
    data: bytes = b""
    size: int = 0
    crc: int = 0


def xar(data):
    """{member: bytes}, and the time of creation."""
    magic, header, version, packed, plain, checksum = struct.unpack_from(">4sHHQQI", data)
    assert (magic, header, version, checksum) == (b"xar!", 28, 1, 1)
    toc = data[header : header + packed]
    heap = data[header + packed :]
    text = zlib.decompress(toc)
    assert len(text) == plain
    assert heap[:20] == hashlib.sha1(toc).digest()
    root = ElementTree.fromstring(text)
    assert root.tag == "xar" and root[0].tag == "toc"
    members, end, ids = {}, 20, set()
    files = []
    for file in root[0].findall("file"):
        if file.findtext("type") != "directory":
            files.append((file.findtext("name"), file))
            continue
        assert file.find("data") is None and file.findtext("mode") == "0755"
        ids.add(file.get("id"))
        files += [(f"{file.findtext('name')}/{inner.findtext('name')}", inner) for inner in file.findall("file")]
    folders = len(ids)
    for name_in_archive, file in files:
        part = file.find("data")
        offset, length, size = (int(part.findtext(name)) for name in ("offset", "length", "size"))
        assert offset == end and length == size, "members lie one behind the other, stored"
        assert part.find("encoding").get("style") == "application/octet-stream"
        body = heap[offset : offset + length]
        for name in ("archived-checksum", "extracted-checksum"):
            assert part.find(name).get("style") == "sha1"
            assert part.findtext(name) == hashlib.sha1(body).hexdigest()
        end = offset + length
        ids.add(file.get("id"))
        members[name_in_archive] = body
    assert end == len(heap) and len(ids) == len(members) + folders
    return members, root[0].findtext("creation-time")


def cpio(packed):
    """{path: Entry}, in the archive's order."""
    assert packed[:2] == b"\x1f\x8b" and packed[3] == 0 and packed[4:8] == bytes(4), "gzip without name and time"
    data = gzip.decompress(packed)
    assert len(data) % 512 == 0
    at, found, inodes = 0, {}, set()
    while True:
        assert data[at : at + 6] == b"070707"
        fields = [int(data[at + i : at + i + 6], 8) for i in range(6, 48, 6)]
        _, inode, mode, uid, gid, _, _ = fields
        mtime, name_size, size = int(data[at + 48 : at + 59], 8), int(data[at + 59 : at + 65], 8), int(data[at + 65 : at + 76], 8)
        name = data[at + 76 : at + 76 + name_size]
        assert name[-1:] == b"\0"
        at += 76 + name_size + size
        if name == b"TRAILER!!!\0":
            assert not data[at:].strip(b"\0")
            return found
        assert inode not in inodes, "two files would be one"
        inodes.add(inode)
        path = name[:-1].decode()
        assert path == "." or path.rsplit("/", 1)[0] in found, "a parent comes before its children"
        found[path] = Entry(mode, uid, gid, mtime, data[at - size : at], size)


def bom(data):
    """{path: Entry} of the variable Paths, in the order of its leaf."""
    magic, version, count, index_at, index_size, vars_at, vars_size = struct.unpack_from(">8s6I", data)
    assert (magic, version) == (b"BOMStore", 1) and index_at + index_size == len(data)
    (pointers,) = struct.unpack_from(">I", data, index_at)
    blocks = [struct.unpack_from(">2I", data, index_at + 4 + 8 * i) for i in range(pointers)]
    assert blocks[0] == (0, 0) and count == sum(1 for block in blocks if block != (0, 0))
    assert data[index_at + 4 + 8 * pointers :] == bytes(20), "no free block, and two empty pointers"
    spans = sorted((at, at + size) for at, size in blocks[1:])
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:])) and spans[0][0] >= 32 and spans[-1][1] <= vars_at

    def block(number):
        at, size = blocks[number]
        return data[at : at + size]

    at, variables = vars_at + 4, {}
    for _ in range(struct.unpack_from(">I", data, vars_at)[0]):
        number, size = struct.unpack_from(">IB", data, at)
        variables[data[at + 5 : at + 5 + size].decode()] = number
        at += 5 + size
    assert at == vars_at + vars_size and set(variables) == {"BomInfo", "Paths", "HLIndex", "VIndex", "Size64"}

    def leaf_of(number, paths):
        name, version, child, _, found = struct.unpack(">4s4IB", block(number))[:5]
        assert (name, version, found) == (b"tree", 1, paths)
        leaf = block(child)
        is_leaf, size, forward, backward = struct.unpack_from(">2H2I", leaf)
        assert (is_leaf, size, forward, backward, len(leaf)) == (1, paths, 0, 0, 12 + 8 * paths)
        return [struct.unpack_from(">2I", leaf, 12 + 8 * i) for i in range(paths)]

    version, known, entries = struct.unpack(">3I", block(variables["BomInfo"]))
    assert (version, entries) == (1, 0)
    views = struct.unpack(">3IB", block(variables["VIndex"]))
    leaf_of(views[1], 0), leaf_of(variables["HLIndex"], 0), leaf_of(variables["Size64"], 0)
    names, found, order = {0: None}, {}, []
    for pointer, file in leaf_of(variables["Paths"], known - 1):
        (number, record), name = struct.unpack(">2I", block(pointer)), block(file)
        parent, name = struct.unpack_from(">I", name)[0], name[4:]
        assert name.endswith(b"\0") and b"/" not in name and number not in names
        order.append((parent, name))
        path = name[:-1].decode() if not parent else names[parent] + "/" + name[:-1].decode()
        names[number] = path
        kind, one, _, mode, uid, gid, mtime, size, two, crc, link = struct.unpack_from(">BBHHIIIIBII", block(record))
        assert (one, two, link) == (1, 1, 0)
        assert kind == (2 if mode >> 12 == 4 else 1) and len(block(record)) == (31 if kind == 2 else 35)
        found[path] = Entry(mode, uid, gid, mtime, b"", size, crc)
    assert order == sorted(order), "the leaf is sorted by parent, then name"
    return found
