#!/usr/bin/env python3
"""Runs a command with standard error on a terminal of its own, and makes it slow.

    terminal.py --input BEGIN PIECE END COMMAND...
    terminal.py --output COMMAND...
    terminal.py COMMAND...

The first writes BEGIN to its input, then PIECE again and again until something stands on the terminal,
then END. The second reads its output a little at a time until then. The third does neither. Standard
output goes to the file `out`, what stood on the terminal to the file `seen`; the status is the
command's.
"""
import os
import pty
import select
import subprocess
import sys
import time

PAUSE = 0.05  # seconds between two pieces
PATIENCE = 60  # seconds until it is taken that nothing will come
seen = b""


def look(terminal, pause):
    global seen
    try:
        while select.select([terminal], [], [], pause)[0]:
            piece = os.read(terminal, 65536)
            seen += piece
            if piece:
                return
    except OSError:
        pass  # nobody has the terminal any more


def write_slowly(stdin, begin, piece, end, terminal):
    deadline = time.monotonic() + PATIENCE
    stdin.write(begin.encode())
    while not seen and time.monotonic() < deadline:
        stdin.write(piece.encode())
        stdin.flush()
        look(terminal, PAUSE)
    stdin.write(end.encode())
    stdin.close()


def read_slowly(stdout, terminal):
    deadline = time.monotonic() + PATIENCE
    out = b""
    while not seen and time.monotonic() < deadline:
        piece = os.read(stdout.fileno(), 4096)
        if not piece:
            break
        out += piece
        look(terminal, PAUSE)
    return out


def main():
    how, *command = sys.argv[1:]
    if how == "--input":
        begin, piece, end, *command = command
    elif how != "--output":
        command = sys.argv[1:]
    terminal, slave = pty.openpty()
    with subprocess.Popen(command, stderr=slave, stdout=subprocess.PIPE if how == "--output" else open("out", "wb"),
                          stdin=subprocess.PIPE if how == "--input" else subprocess.DEVNULL) as process:
        os.close(slave)
        if how == "--input":
            write_slowly(process.stdin, begin, piece, end, terminal)
        if how == "--output":
            out = read_slowly(process.stdout, terminal)
            with open("out", "wb") as file:
                file.write(out + process.stdout.read())
        process.wait()
    before = None
    while before != seen:
        before = seen
        look(terminal, PAUSE)
    with open("seen", "wb") as file:
        file.write(seen)
    sys.exit(process.returncode)


main()
