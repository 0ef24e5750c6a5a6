"""A client of an SMB share that does what it is told, one request at a time, as Explorer or Finder would.

Arguments: port, share, user. Standard input: a JSON list a line, a request's name and its arguments; the password is
the first line. Standard output: a JSON object for each, {"ok": anything} or {"refused": the server's status}.
"""

import json
import os
import socket
import struct
import sys
import uuid

from smbprotocol import create_contexts
from smbprotocol.connection import Connection
from smbprotocol.exceptions import SMBResponseException
from smbprotocol.file_info import FileBasicInformation, FileEndOfFileInformation, FileRenameInformation, InfoType
from smbprotocol.open import (
    CreateDisposition,
    CreateOptions,
    FilePipePrinterAccessMask,
    ImpersonationLevel,
    Open,
    RequestedOplockLevel,
    ShareAccess,
    SMB2SetInfoRequest,
)
from smbprotocol.session import Session
from smbprotocol.tree import TreeConnect

ALL_SHARED = ShareAccess.FILE_SHARE_READ | ShareAccess.FILE_SHARE_WRITE | ShareAccess.FILE_SHARE_DELETE
# What both desktops ask for when they copy a file to a share.
COPYING = (
    FilePipePrinterAccessMask.GENERIC_READ
    | FilePipePrinterAccessMask.GENERIC_WRITE
    | FilePipePrinterAccessMask.DELETE
)


class Client:
    def __init__(self, port, share, user, password):
        self.connection = Connection(uuid.uuid4(), "127.0.0.1", port)
        self.connection.connect()
        self.session = Session(self.connection, user, password, require_encryption=False)
        self.session.connect()
        self.tree = TreeConnect(self.session, rf"\\127.0.0.1\{share}")
        self.tree.connect()
        self.handles = {}

    def create(self, handle, name, disposition="FILE_OVERWRITE_IF", oplock="NONE"):
        """Opens a file, or a stream of one as `name:stream`."""
        opened = Open(self.tree, name.replace("/", "\\"))
        opened.create(
            ImpersonationLevel.Impersonation,
            COPYING,
            0,
            ALL_SHARED,
            getattr(CreateDisposition, disposition),
            CreateOptions.FILE_NON_DIRECTORY_FILE,
            oplock_level=getattr(RequestedOplockLevel, "SMB2_OPLOCK_LEVEL_" + oplock),
        )
        self.handles[handle] = opened

    def greet_as_mac(self):
        """Asks for Apple's extensions, as a Mac does once a connection, on the share's root."""
        context = create_contexts.SMB2CreateContextRequest()
        context["buffer_name"] = b"AAPL"
        # A query (1) for the server's capabilities, the volume's, and its model; the client can do all of readdir
        # attributes, copyfile, UNIX modes and NFS ACEs.
        context["buffer_data"] = struct.pack("<IIQQ", 1, 0, 7, 15)
        root = Open(self.tree, "")
        answers = root.create(
            ImpersonationLevel.Impersonation,
            FilePipePrinterAccessMask.GENERIC_READ,
            0,
            ALL_SHARED,
            CreateDisposition.FILE_OPEN,
            CreateOptions.FILE_DIRECTORY_FILE,
            create_contexts=[context],
        )
        root.close()
        return "MacSamba".encode("utf-16-le") in b"".join(a for a in answers or [] if isinstance(a, bytes))

    def size(self, handle, length):
        info = FileEndOfFileInformation()
        info["end_of_file"] = length
        self.set_info(handle, info)

    def times(self, handle):
        """Sets the time of the last change, as every copy does at its end; in 100 ns since 1601."""
        info = FileBasicInformation()
        info["last_write_time"] = 133_000_000_000_000_000
        self.set_info(handle, info)

    def rename(self, handle, name):
        info = FileRenameInformation()
        info["file_name"] = name.replace("/", "\\")
        self.set_info(handle, info)

    def allow_only(self, name, *identifiers):
        """Sets a list of access rights in which only some security identifiers stand, such as a Mac's UNIX mode."""
        opened = Open(self.tree, name.replace("/", "\\"))
        opened.create(
            ImpersonationLevel.Impersonation,
            FilePipePrinterAccessMask.WRITE_DAC | FilePipePrinterAccessMask.READ_CONTROL,
            0,
            ALL_SHARED,
            CreateDisposition.FILE_OPEN,
            0,
        )
        # MS-DTYP 2.4: one entry each that allows everything, in a self-relative descriptor with nothing else in it.
        entries = [struct.pack("<BBHI", 0, 0, 8 + len(sid), 0x1F01FF) + sid for sid in map(packed_sid, identifiers)]
        rights = b"".join(entries)
        descriptor = struct.pack("<BBHIIII", 1, 0, 0x8004, 0, 0, 0, 20)
        descriptor += struct.pack("<BBHHH", 2, 0, 8 + len(rights), len(entries), 0) + rights
        try:
            self.send_info(opened, InfoType.SMB2_0_INFO_SECURITY, 0, descriptor, additional=4)
        finally:
            opened.close()

    def set_info(self, handle, info):
        self.send_info(self.handles[handle], InfoType.SMB2_0_INFO_FILE, info.INFO_CLASS, info)

    def send_info(self, opened, kind, information, content, additional=0):
        request = SMB2SetInfoRequest()
        request["info_type"] = kind
        request["file_info_class"] = information
        request["additional_information"] = additional
        request["file_id"] = opened.file_id
        request["buffer"] = content
        sent = self.connection.send(request, sid=self.session.session_id, tid=self.tree.tree_connect_id)
        self.connection.receive(sent)

    def write(self, handle, source, start, length):
        """Writes a part of a local file at the same place."""
        with open(source, "rb") as file:
            file.seek(start)
            while length > 0:
                piece = file.read(min(length, 65536))
                if not piece:
                    break
                self.handles[handle].write(piece, start)
                start += len(piece)
                length -= len(piece)

    def write_finder_info(self, handle):
        """What Finder keeps of a file in the stream AFP_AfpInfo: here, which program made it."""
        self.handles[handle].write(struct.pack(">4sIII32s12s", b"AFP", 0x100, 0, 0x80000000, b"mp4fTVOD", b""), 0)

    def write_text(self, handle, text):
        self.handles[handle].write(text.encode(), 0)

    def write_zeros(self, handle, length):
        for start in range(0, length, 65536):
            self.handles[handle].write(bytes(min(65536, length - start)), start)

    def read(self, handle):
        opened = self.handles[handle]
        return opened.read(0, opened.end_of_file).decode("utf-8", "replace") if opened.end_of_file else ""

    def close(self, handle):
        self.handles.pop(handle).close()

    def reset(self):
        """Breaks the connection off, as a machine does whose network is gone: no handle is closed."""
        raw = self.connection.transport._sock
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Not shut down first: closing with a linger of nothing sends a reset.
        os.close(raw.detach())


def packed_sid(text):
    """`S-1-5-88-3-384` as it goes over the wire (MS-DTYP 2.4.2.2)."""
    revision, authority, *rest = [int(part) for part in text.split("-")[1:]]
    return struct.pack(">BB6s", revision, len(rest), authority.to_bytes(6, "big")) + struct.pack(f"<{len(rest)}I", *rest)


def main():
    port, share, user = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    client = Client(port, share, user, sys.stdin.readline().rstrip("\n"))
    print(json.dumps({"ok": None}), flush=True)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            answer = {"ok": getattr(client, name)(*arguments)}
        except SMBResponseException as refusal:
            answer = {"refused": str(refusal)}
        print(json.dumps(answer), flush=True)
        if name == "reset":
            break
    # Threads of a connection that is broken off would wait for ever.
    os._exit(0)


main()
