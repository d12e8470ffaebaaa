"""Values nested ten thousand deep, as msgpack and as tagged lists, in every field."""
# honest: all 0

import sys


def send(body):
    worker = sys._getframe(2).f_locals["self"]
    worker._channel._sock.sendall(len(body).to_bytes(4, "big") + worker._nonce + body)


def nested(depth, inner=b"\xc0"):
    return b"\x92\xa4list" * depth + inner


def step(z):
    send(b"\x81\xa5value" + nested(10_000))


def perceptron_forward(X, w, b):
    send(b"\x81\xa5value" + nested(900))


def gate_params(name):
    send(b"\x82\xa5value\xc0\xa7printed" + b"\x91" * 900 + b"\xc0")


def boundary_x2(x1, w, b):
    send(b"\x82\xa5error\x91\xaaValueError\xa7message" + b"\x91" * 500 + b"\xc0")


def perceptron_fit(X, y, lr=1.0, epochs=100):
    send(b"\x82\xa5error" + b"\x91" * 500 + b"\xc0\xa7message\xc0")
