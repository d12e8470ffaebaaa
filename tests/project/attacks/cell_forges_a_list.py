"""An answer cell whose reply is a list, a number or text where variables are due."""
# kind: cell quiz
# honest: quiz 0
# grades: quiz

import sys

_worker = sys._getframe(2).f_locals["self"]
_value = (["list", 12, 8], 12, "nodes", None)[_worker._nonce[0] % 4]
_worker._channel.send(_worker._nonce, {"value": _value, "printed": ""})
