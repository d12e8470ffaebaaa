"""Prints, raises and returns text that has no UTF-8 form. The values are right."""
# base: right
# honest: gate_params 1, step 1
# grades: step, gate_params

_step, _gate = step, gate_params


def step(z):
    print("\ud800 and \udfff")
    return _step(z)


def gate_params(name):
    try:
        return _gate(name)
    except ValueError:
        raise ValueError("\ud800") from None
