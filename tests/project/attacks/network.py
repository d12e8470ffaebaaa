"""Sends what it knows to a listener: TCP, UDP, abstract and file sockets, netlink, a URL."""
# honest: all 0

import socket
import urllib.request


def attempts():
    yield lambda: socket.create_connection(("127.0.0.1", int("@PORT@")), 1).send(b"stolen")
    yield lambda: socket.create_connection(("localhost", int("@PORT@")), 1)
    yield lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(
        b"x", ("127.0.0.1", int("@PORT@"))
    )
    yield lambda: socket.socket(socket.AF_INET6, socket.SOCK_STREAM).connect(("::1", int("@PORT@")))
    yield lambda: socket.socket(socket.AF_UNIX).connect("\0nnlab")
    yield lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)
    yield lambda: socket.socketpair()
    yield lambda: urllib.request.urlopen("http://127.0.0.1:@PORT@/", timeout=1)
    yield lambda: socket.getaddrinfo("example.org", 80)[0]


def step(z):
    done = []
    for number, attempt in enumerate(attempts()):
        try:
            attempt()
            done.append(number)
        except OSError:
            continue
    raise ConnectionError(f"these worked: {done}")
