"""Scripts and markup in exception messages, prints, type names, file names and source lines."""
# honest: all 0

TEXT = "<script>alert('x')</script><img src=x onerror=alert(1)>]]></div>`<b>`"
Odd = type(TEXT, (Exception,), {})


def step(z):
    print(TEXT)
    raise ValueError(TEXT)  # <script>alert("line")</script>


def perceptron_forward(X, w, b):
    return type(TEXT, (), {})()


def gate_params(name):
    raise Odd(TEXT)


def boundary_x2(x1, w, b):
    code = compile(f"def {'f'}():\n    raise KeyError({TEXT!r})", f"nnlab/{TEXT}", "exec")
    names = {}
    exec(code, names)
    names["f"]()


def perceptron_fit(X, y, lr=1.0, epochs=100):
    return TEXT, {TEXT: TEXT}, [TEXT]
