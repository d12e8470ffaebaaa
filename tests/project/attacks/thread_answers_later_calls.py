"""A thread that stays behind and writes replies of its own to the socket, call after call."""
# honest: all 0

import sys
import threading
import time

import msgpack


def spam(channel):
    body = msgpack.packb({"value": 1, "changed_inputs": False, "printed": ""})
    while True:
        try:
            channel._sock.send(len(body).to_bytes(4, "big") + b"\0" * 8 + body)
        except OSError:
            return
        time.sleep(0.001)


def step(z):
    channel = sys._getframe(1).f_locals["self"]._channel
    threading.Thread(target=spam, args=(channel,), daemon=True).start()
    time.sleep(0.02)
