"""Wrong answers to lesson 06 that people really give, each with the sentence that helps."""

import numpy as np


def _floats(z):
    """An array of floats; float32 stays float32."""
    z = np.asarray(z)
    return z if z.dtype.kind == "f" else z.astype(float)


def _quiet(f, *arrays):
    with np.errstate(all="ignore"):
        return f(*arrays)


def _sigmoid(z):
    return _quiet(lambda z: 1 / (1 + np.exp(-z)), _floats(z))


# sigmoid_grad


def sigmoid_grad__from_z(a):
    """You apply the sigmoid to what you are given. It is an activation already, so the sigmoid
    runs twice: what is left of a(1 - a)?"""
    a = _sigmoid(a)
    return a * (1 - a)


def sigmoid_grad__activation_itself(a):
    """You return the activation, not its slope. Which factor is missing?"""
    return _floats(a) * 1.0


def sigmoid_grad__other_half(a):
    """You return 1 - a, which is only one of the two factors. Which is the other?"""
    return 1 - _floats(a)


def sigmoid_grad__tanh(a):
    """1 - a squared is the slope of tanh. What is the slope of the sigmoid at a = 1, and at
    a = 0?"""
    return 1 - _floats(a) ** 2


def sigmoid_grad__brackets(a):
    """`a * 1 - a` multiplies first, and a - a is 0. Which part belongs into brackets?"""
    a = _floats(a)
    return a * 1 - a


def sigmoid_grad__sign(a):
    """Your slopes are negative, but the sigmoid rises everywhere. Which of the two terms is the
    larger one, a or a squared?"""
    a = _floats(a)
    return a * (a - 1)


def sigmoid_grad__plus(a):
    """You multiply by 1 + a. At a = 1 the sigmoid is flat: which factor is 0 there?"""
    a = _floats(a)
    return a * (1 + a)


def sigmoid_grad__squared(a):
    """Your slope at a = 1/2 is 1/8 instead of 1/4: one of the factors appears twice."""
    a = _floats(a)
    return a**2 * (1 - a)


def sigmoid_grad__doubled(a):
    """Your slopes are twice as large as they should be. At a = 1/2 the slope is 1/2 times 1/2."""
    a = _floats(a)
    return 2 * a * (1 - a)


def sigmoid_grad__normalised(a):
    """Your largest slope is 1. The slope of the sigmoid is a(1 - a), which is 1/4 at most."""
    a = _floats(a)
    return 4 * a * (1 - a)


def sigmoid_grad__exponential(a):
    """exp(-a) / (1 + exp(-a)) squared is right for a pre-activation. You are given the activation,
    and need no exponential at all."""
    a = _floats(a)
    return np.exp(-a) / (1 + np.exp(-a)) ** 2


def sigmoid_grad__logarithm(a):
    """1 / (a(1 - a)) is the slope of the inverse function, from a back to z. The way from z to a
    has the reciprocal of it."""
    a = _floats(a)
    return _quiet(lambda a: 1 / (a * (1 - a)), a)


def sigmoid_grad__floor(a):
    """You keep the slope from falling to 0. A saturated unit does have slope 0, and an invented
    slope is no derivative."""
    a = _floats(a)
    return np.maximum(a * (1 - a), 1e-3).astype(a.dtype)


def sigmoid_grad__mean(a):
    """You return a single slope for all activations. Each entry has a slope of its own."""
    a = _floats(a)
    return float(np.mean(a * (1 - a)))


def sigmoid_grad__matrix_product(a):
    """Your product mixes rows and columns. Slopes are multiplied entry by entry, with *."""
    a = _floats(a)
    return np.dot(a, 1 - a)


def sigmoid_grad__rounded(a):
    """You round the slopes, and small ones become 0. Round what you print, and compute with all
    figures."""
    a = _floats(a)
    return np.round(a * (1 - a), 3)


def sigmoid_grad__flat(a):
    """Your slopes are right but stand in one long row. Keep the shape of a."""
    a = _floats(a).ravel()
    return a * (1 - a)


def sigmoid_grad__double_precision(a):
    """You turn everything into float64. A network that is trained in float32 would be slowed
    down by it: leave the kind of float as it is."""
    a = np.asarray(a, dtype=np.float64)
    return a * (1 - a)


# tanh_grad


def tanh_grad__from_z(a):
    """You apply tanh to what you are given. It is an activation already, so tanh runs twice:
    what is left of 1 - a squared?"""
    return 1 - np.tanh(_floats(a)) ** 2


def tanh_grad__sigmoid(a):
    """a(1 - a) is the slope of the sigmoid. At a = 0 tanh is steepest: what does your formula
    give there?"""
    a = _floats(a)
    return a * (1 - a)


def tanh_grad__not_squared(a):
    """You forget the square. At a = -1 tanh is flat: what does 1 - a give there?"""
    return 1 - _floats(a)


def tanh_grad__absolute(a):
    """You take 1 - |a|, which is a tent, not a parabola. Which power of a belongs there?"""
    return 1 - np.abs(_floats(a))


def tanh_grad__square_of_the_difference(a):
    """You square the whole difference. Which part of 1 - a squared carries the square?"""
    return (1 - _floats(a)) ** 2


def tanh_grad__square(a):
    """You return the square of the activation. That is 0 where tanh is steepest: what must it be
    taken off?"""
    return _floats(a) ** 2


def tanh_grad__sign(a):
    """Your slopes are negative, but tanh rises everywhere. Turn the difference round."""
    return _floats(a) ** 2 - 1


def tanh_grad__plus(a):
    """You add the square, so that your slope grows where tanh levels off. Look at the sign."""
    return 1 + _floats(a) ** 2


def tanh_grad__half(a):
    """Your largest slope is 1/2, which belongs to tanh(z/2). What is the slope of tanh at 0?"""
    return (1 - _floats(a) ** 2) / 2


def tanh_grad__stretched_sigmoid(a):
    """Your slope is a quarter of the right one. tanh is 2 sigma(2z) - 1: what do the 2 in front and
    the 2 inside do to its slope?"""
    s = (_floats(a) + 1) / 2
    return s * (1 - s)


def tanh_grad__root(a):
    """You take a square root at the end, which belongs to sine and cosine. The slope of tanh is
    1 - a squared itself."""
    a = _floats(a)
    return np.sqrt(np.maximum(1 - a**2, 0))


def tanh_grad__cube(a):
    """You use the third power. Derive it again: which power comes from the quotient rule?"""
    return 1 - _floats(a) ** 3


def tanh_grad__mean(a):
    """You return a single slope for all activations. Each entry has a slope of its own."""
    return float(np.mean(1 - _floats(a) ** 2))


def tanh_grad__rounded(a):
    """You round the slopes, and small ones become 0. Round what you print, and compute with all
    figures."""
    return np.round(1 - _floats(a) ** 2, 3)


def tanh_grad__flat(a):
    """Your slopes are right but stand in one long row. Keep the shape of a."""
    return 1 - _floats(a).ravel() ** 2


def tanh_grad__integers(a):
    """Whole numbers give you whole numbers. Slopes are floats: where could a 1.0 help?"""
    a = np.asarray(a)
    return 1 - a * a


def tanh_grad__double_precision(a):
    """You turn everything into float64. A network that is trained in float32 would be slowed
    down by it: leave the kind of float as it is."""
    return 1 - np.asarray(a, dtype=np.float64) ** 2


# vanishing_curve


def vanishing_curve__from_the_start(slopes):
    """You multiply from layer 1 onwards. The signal of the loss comes from the other end: which
    layers has it passed when it reaches layer 1?"""
    return np.cumprod(np.asarray(slopes, dtype=float))


def vanishing_curve__not_turned_back(slopes):
    """Your products are right and stand in the wrong order: the factor of the last layer comes
    first. Turn them round once more."""
    return np.cumprod(np.asarray(slopes, dtype=float)[::-1])


def vanishing_curve__order_of_layers(slopes):
    """You turn the products round, but not the slopes before them. The running product has to
    start at the last layer."""
    return np.cumprod(np.asarray(slopes, dtype=float))[::-1]


def vanishing_curve__own_slope_left_out(slopes):
    """You leave the layer's own slope out, so the last factor is 1. The product runs over the
    layers l to L, l included."""
    slopes = np.asarray(slopes, dtype=float)
    return np.append(np.cumprod(slopes[::-1])[::-1][1:], 1.0)


def vanishing_curve__layers_before(slopes):
    """You multiply the slopes of the layers before l. The signal has not been there yet: it comes
    from the end."""
    return np.append(1.0, np.cumprod(np.asarray(slopes, dtype=float))[:-1])


def vanishing_curve__one_more_factor(slopes):
    """You use the layer's own slope twice. It counts once."""
    slopes = np.asarray(slopes, dtype=float)
    return slopes * np.cumprod(slopes[::-1])[::-1]


def vanishing_curve__sum(slopes):
    """You add the slopes up. What does the chain rule do with slopes that follow one another?"""
    return np.cumsum(np.asarray(slopes, dtype=float)[::-1])[::-1]


def vanishing_curve__total(slopes):
    """You return the product of all slopes, one number. A factor for each layer is wanted."""
    return float(np.prod(np.asarray(slopes, dtype=float)))


def vanishing_curve__total_everywhere(slopes):
    """You give every layer the product of all slopes. Close to the end the signal has passed
    fewer layers."""
    slopes = np.asarray(slopes, dtype=float)
    return np.full(len(slopes), np.prod(slopes))


def vanishing_curve__unchanged(slopes):
    """You return the slopes as they are. A signal that reaches layer 1 has passed all the others
    as well."""
    return np.array(slopes, dtype=float)


def vanishing_curve__neighbours(slopes):
    """You multiply each slope with the next one only. The product goes on to the last layer."""
    slopes = np.asarray(slopes, dtype=float)
    return slopes * np.append(slopes[1:], 1.0)


def vanishing_curve__sorted(slopes):
    """You sort the result, so that it always grows towards the end. With slopes above 1 it need
    not: keep the layers in their order."""
    return np.sort(np.cumprod(np.asarray(slopes, dtype=float)[::-1]))


def vanishing_curve__power(slopes):
    """You raise the layer's own slope to a power, as if all layers had the same one. Each layer
    has a slope of its own."""
    slopes = np.asarray(slopes, dtype=float)
    return slopes ** np.arange(len(slopes), 0, -1)


def vanishing_curve__mean_power(slopes):
    """You replace all slopes by their mean. The product of different slopes is not a power of
    their mean."""
    slopes = np.asarray(slopes, dtype=float)
    return np.full(len(slopes), slopes.mean()) ** np.arange(len(slopes), 0, -1)


def vanishing_curve__logarithms(slopes):
    """You return logarithms. They are handy for a plot, but the factors themselves are wanted."""
    slopes = np.asarray(slopes, dtype=float)
    return _quiet(lambda s: np.log(np.abs(np.cumprod(s[::-1])[::-1])), slopes)


def vanishing_curve__through_logarithms(slopes):
    """You add logarithms, which a negative slope does not have. Multiply the slopes
    themselves."""
    slopes = np.asarray(slopes, dtype=float)
    return _quiet(lambda s: np.exp(np.cumsum(np.log(s)[::-1])[::-1]), slopes)


def vanishing_curve__relative(slopes):
    """You divide by the largest factor. The factors themselves are wanted, however small."""
    factors = np.cumprod(np.asarray(slopes, dtype=float)[::-1])[::-1]
    return factors / factors.max()


def vanishing_curve__relative_to_the_end(slopes):
    """You divide by the last slope, so the last factor is 1. The last layer's own slope counts as
    well."""
    factors = np.cumprod(np.asarray(slopes, dtype=float)[::-1])[::-1]
    return _quiet(lambda f: f / f[-1], factors)


def vanishing_curve__rounded(slopes):
    """You round, and small factors become 0. They are what this is about: keep all figures."""
    return np.round(np.cumprod(np.asarray(slopes, dtype=float)[::-1])[::-1], 6)


def vanishing_curve__integers(slopes):
    """Whole numbers stay whole numbers in your version, and a long product of them overflows.
    Turn the slopes into floats first."""
    return np.cumprod(np.asarray(slopes)[::-1])[::-1]


# relu


def relu__times_mask(z):
    """z * (z > 0) gives NaN for minus infinity, because infinity times 0 is not a number. Which
    function picks the larger of two numbers without multiplying?"""
    z = _floats(z)
    return _quiet(lambda z: z * (z > 0), z)


def relu__half_sum(z):
    """(z + |z|) / 2 is right on paper, but for minus infinity it subtracts infinity from
    infinity. Which function picks the larger of two numbers without adding?"""
    z = _floats(z)
    return _quiet(lambda z: (z + np.abs(z)) / 2, z)


def relu__hides_nan(z):
    """A NaN becomes 0 in your version, and nobody notices that something went wrong earlier. As a
    comparison with NaN is always false, ask which numbers to replace, not which to keep."""
    z = _floats(z)
    return np.where(z > 0, z, 0)


def relu__integers(z):
    """Whole numbers give you whole numbers. Activations are floats: what if the 0 were 0.0?"""
    return np.maximum(z, 0)


def relu__integer_array(z):
    """You fill an array made like z. If z holds whole numbers, so does that array: ask for
    floats."""
    z = np.asarray(z)
    result = np.zeros_like(z)
    result[z > 0] = z[z > 0]
    result[np.isnan(z)] = z[np.isnan(z)]
    return result


def relu__minimum(z):
    """You keep the negative numbers and cut off the positive ones. Which of 0 and z should
    win?"""
    return np.minimum(z, 0.0)


def relu__absolute(z):
    """You fold the negative numbers up. They become 0."""
    return np.abs(_floats(z))


def relu__ceiling(z):
    """You cut the numbers off at 1. ReLU has no ceiling: max(0, z) is z for every positive z."""
    return np.clip(_floats(z), 0, 1)


def relu__ceiling_of_six(z):
    """You cut the numbers off at 6. That is another function, ReLU6; here there is no ceiling."""
    return np.clip(_floats(z), 0, 6)


def relu__step(z):
    """You return 1 for every positive number, which is the slope. ReLU passes the number on as it
    is."""
    return np.heaviside(_floats(z), 0)


def relu__identity(z):
    """You return z as it is. What becomes of negative numbers?"""
    return _floats(z) * 1


def relu__negated(z):
    """You pass the negative numbers on with their sign turned round. Which half should live?"""
    return np.maximum(-_floats(z), 0)


def relu__leaks(z):
    """You let a hundredth of the negative numbers through. That is the leaky ReLU; here they
    become 0."""
    z = _floats(z)
    return np.maximum(z, 0.01 * z)


def relu__softplus(z):
    """You round the corner off: ln(1 + exp(z)) is the softplus. ReLU is exactly 0 on the left and
    exactly z on the right."""
    z = _floats(z)
    return np.logaddexp(0, z).astype(z.dtype)


def relu__largest(z):
    """np.max looks for the one largest number of the array. np.maximum compares entry by
    entry."""
    return max(float(np.max(z)), 0.0)


def relu__drops_entries(z):
    """You keep only the positive entries, so the shape is lost. Each entry needs an answer, the
    negative ones a 0."""
    z = _floats(z)
    return z[~(z <= 0)]


def relu__threshold_one(z):
    """You switch on at 1 instead of 0. A small positive number passes as it is."""
    z = _floats(z)
    return np.where(z < 1, 0, z)


def relu__flat(z):
    """Your numbers are right but stand in one long row. Keep the shape of z."""
    return np.maximum(np.ravel(z), 0.0)


def relu__double_precision(z):
    """You turn everything into float64. A network that is trained in float32 would be slowed
    down by it: leave the kind of float as it is."""
    return np.maximum(np.asarray(z, dtype=np.float64), 0)


# relu_grad


def relu_grad__one_at_zero(z):
    """You take the slope 1 at z = 0. That is a possible choice; this course takes 0, as the large
    libraries do. Which comparison leaves the 0 out?"""
    z = _floats(z)
    return (z >= 0).astype(z.dtype)


def relu_grad__half_at_zero(z):
    """You take the slope 1/2 at z = 0, half way between both sides. That is a possible choice;
    this course takes 0."""
    return np.heaviside(_floats(z), 0.5)


def relu_grad__activation(z):
    """You return the ReLU itself. Its slope says how fast it grows: by how much does max(0, z)
    grow when z grows from 3 to 4?"""
    return np.maximum(z, 0.0)


def relu_grad__of_the_activation(z):
    """You take the ReLU first and then ask whether it is at least 0, which it always is. Which
    comparison tells the two halves apart?"""
    z = _floats(z)
    return (np.maximum(z, 0) >= 0).astype(z.dtype)


def relu_grad__booleans(z):
    """You return True and False. Turn the comparison into the numbers 1.0 and 0.0."""
    return np.asarray(z) > 0


def relu_grad__integers(z):
    """Your slopes are whole numbers. They are going to be multiplied with floats: ask NumPy for
    floats."""
    return (np.asarray(z) > 0).astype(int)


def relu_grad__like_z(z):
    """You give the slopes the kind of number that z has. If z holds whole numbers, so do they:
    which kind would z plus a float have?"""
    z = np.asarray(z)
    return (z > 0).astype(z.dtype)


def relu_grad__sign(z):
    """Your slope is -1 for negative z. There ReLU is constant: what is the slope of a
    constant?"""
    return np.sign(_floats(z))


def relu_grad__inverted(z):
    """Your slope is 1 on the left and 0 on the right. On which side does ReLU rise?"""
    z = _floats(z)
    return (z <= 0).astype(z.dtype)


def relu_grad__always_one(z):
    """You return the slope 1 everywhere. To the left of 0 ReLU is constant."""
    return np.ones_like(_floats(z))


def relu_grad__leaks(z):
    """You return a slope of 0.01 on the left. That is the leaky ReLU; here the slope is 0."""
    z = _floats(z)
    return np.where(z > 0, 1, 0.01).astype(z.dtype)


def relu_grad__levels_off(z):
    """Your slope falls to 0 again for large z, as if ReLU levelled off. max(0, z) is z there:
    what is the slope of z?"""
    z = _floats(z)
    return ((z > 0) & (z <= 1)).astype(z.dtype)


def relu_grad__threshold_one(z):
    """Your slope starts at z = 1. ReLU rises from 0 on."""
    z = _floats(z)
    return (z >= 1).astype(z.dtype)


def relu_grad__sigmoid(z):
    """You return a sigmoid, which is the slope of the softplus. The slope of ReLU jumps from 0 to
    1."""
    z = _floats(z)
    return _sigmoid(z).astype(z.dtype)


def relu_grad__quotient(z):
    """You divide max(0, z) by z, which is 0/0 at z = 0 and no number at infinity. A comparison
    needs no division."""
    z = _floats(z)
    return _quiet(lambda z: np.maximum(z, 0) / z, z)


def relu_grad__quotient_patched(z):
    """You divide by z plus something tiny, so that the slope for tiny z is off. A comparison
    needs no division."""
    z = _floats(z)
    return _quiet(lambda z: np.maximum(z, 0) / (z + 1e-8), z)


def relu_grad__measured(z):
    """You measure the slope with a step to either side. Near 0 the step reaches over the kink and
    the result is neither 0 nor 1: the formula is simpler and exact."""
    z = _floats(z)
    return _quiet(lambda z: (np.maximum(z + 1e-5, 0) - np.maximum(z - 1e-5, 0)) / 2e-5, z)


def relu_grad__one_for_all(z):
    """You return a single slope for all entries. Each entry has a slope of its own."""
    return float(np.any(np.asarray(z) > 0))


def relu_grad__flat(z):
    """Your slopes are right but stand in one long row. Keep the shape of z."""
    z = _floats(z).ravel()
    return (z > 0).astype(z.dtype)


def relu_grad__double_precision(z):
    """You return float64 for float32. A network that is trained in float32 would be slowed down
    by it: leave the kind of float as it is."""
    return (np.asarray(z) > 0).astype(float)


# dead_units


def dead_units__some_example(Z):
    """You count units that are off for at least one example. That is normal; a dead unit is off
    for every one."""
    return int((np.asarray(Z) <= 0).any(axis=0).sum())


def dead_units__silent_examples(Z):
    """You count the examples for which every unit is off. Units are columns: along which axis
    must "all" look?"""
    return int((np.asarray(Z) <= 0).all(axis=1).sum())


def dead_units__strictly_negative(Z):
    """You count z < 0 only. At z = 0 nothing is passed on and the slope is 0, so 0 belongs to the
    dead side."""
    return int((np.asarray(Z) < 0).all(axis=0).sum())


def dead_units__exactly_zero(Z):
    """You ask where z is 0. That fits the activations; the pre-activations of a dead unit are 0 or
    negative."""
    return int((np.asarray(Z) == 0).all(axis=0).sum())


def dead_units__entries(Z):
    """You count all entries that are off. How many *units* are off for every example?"""
    return int((np.asarray(Z) <= 0).sum())


def dead_units__alive(Z):
    """You count the units that are alive. The dead ones are wanted."""
    return int((np.asarray(Z) > 0).any(axis=0).sum())


def dead_units__never_off(Z):
    """You count the units that are on for every example. A dead unit is off for every one."""
    return int((np.asarray(Z) > 0).all(axis=0).sum())


def dead_units__fraction(Z):
    """You return the share of dead units. Their number is wanted."""
    return float((np.asarray(Z) <= 0).all(axis=0).mean())


def dead_units__mask(Z):
    """You return one answer for each unit. How many of them are True?"""
    return (np.asarray(Z) <= 0).all(axis=0)


def dead_units__which(Z):
    """You return the numbers of the dead units. How many are they?"""
    return np.flatnonzero((np.asarray(Z) <= 0).all(axis=0))


def dead_units__mean(Z):
    """You look at the mean of z. A unit that is far below 0 for most examples and above 0 for a
    few is alive."""
    return int((np.asarray(Z).mean(axis=0) <= 0).sum())


def dead_units__first_example(Z):
    """You look at the first example only. A unit may be off for that one and on for another."""
    return int((np.asarray(Z)[0] <= 0).sum())


def dead_units__half(Z):
    """You count units that are off for at least half of the examples. A dead unit is off for all
    of them."""
    return int(((np.asarray(Z) <= 0).mean(axis=0) >= 0.5).sum())


def dead_units__whole_layer(Z):
    """all() without an axis asks one question about the whole table. Each unit needs an answer of
    its own."""
    return int((np.asarray(Z) <= 0).all())


def dead_units__smallest(Z):
    """You look at the smallest z of each unit. Which one decides whether the unit is ever on?"""
    return int((np.asarray(Z).min(axis=0) <= 0).sum())


def dead_units__below_one(Z):
    """You call a unit dead if its z never reaches 1. A small positive z is enough to be alive."""
    return int((np.asarray(Z) < 1).all(axis=0).sum())


# leaky_relu


def _checked(alpha):
    if not 0 <= alpha < 1:
        raise ValueError(f"alpha is {alpha}")
    return float(alpha)


def leaky_relu__minimum(z, alpha=0.01):
    """You take the smaller of z and alpha z. For z = 2 that is the leaky one: which of the two
    should win there?"""
    z = _floats(z)
    return np.minimum(z, _checked(alpha) * z)


def leaky_relu__wrong_side(z, alpha=0.01):
    """Your leak is on the right: positive numbers shrink and negative ones pass. Which side
    belongs to alpha?"""
    z = _floats(z)
    return np.where(z < 0, z, _checked(alpha) * z)


def leaky_relu__hard_coded(z, alpha=0.01):
    """You always use 0.01. The second argument says how much leaks through."""
    _checked(alpha)
    z = _floats(z)
    return np.maximum(z, 0.01 * z)


def leaky_relu__other_default(z, alpha=0.1):
    """Without alpha your leak is 0.1. The signature says 0.01."""
    z = _floats(z)
    return np.maximum(z, _checked(alpha) * z)


def leaky_relu__sign_lost(z, alpha=0.01):
    """Your leak comes out positive. A negative number stays negative, only smaller."""
    z = _floats(z)
    return np.maximum(z, -_checked(alpha) * z)


def leaky_relu__threshold_alpha(z, alpha=0.01):
    """You switch at z = alpha. The bend lies at 0: alpha is a slope, not a place."""
    alpha, z = _checked(alpha), _floats(z)
    return np.where(z > alpha, z, alpha * z)


def leaky_relu__no_leak(z, alpha=0.01):
    """Nothing leaks: negative numbers become 0, as in the plain ReLU. Where does alpha come
    in?"""
    _checked(alpha)
    return np.maximum(z, 0.0)


def leaky_relu__constant(z, alpha=0.01):
    """You replace every negative number by alpha itself. alpha is the slope: what does it
    multiply?"""
    z = _floats(z)
    return np.where(z > 0, z, _checked(alpha)).astype(z.dtype)


def leaky_relu__floor(z, alpha=0.01):
    """You cut the numbers off at -alpha. alpha is a slope: the further left, the lower the
    result."""
    return np.maximum(_floats(z), -_checked(alpha))


def leaky_relu__maximum_of_alpha(z, alpha=0.01):
    """You compare z with alpha. Compare it with alpha times z."""
    return np.maximum(_floats(z), _checked(alpha))


def leaky_relu__slope(z, alpha=0.01):
    """You return the slope, 1 or alpha. The function itself is wanted."""
    z = _floats(z)
    return np.where(z > 0, 1, _checked(alpha)).astype(z.dtype)


def leaky_relu__divided(z, alpha=0.01):
    """You divide by alpha instead of multiplying, and negative numbers grow. A leak lets *less*
    through."""
    alpha = _checked(alpha)
    z = _floats(z)
    return _quiet(lambda z: np.where(z > 0, z, z / alpha), z) if alpha else np.maximum(z, 0)


def leaky_relu__complement(z, alpha=0.01):
    """You let 1 - alpha through on the left. alpha itself is the slope there."""
    z = _floats(z)
    return np.where(z > 0, z, (1 - _checked(alpha)) * z)


def leaky_relu__both_sides(z, alpha=0.01):
    """You add alpha z on both sides, so that the slope on the right is 1 + alpha. It should be
    exactly 1."""
    z = _floats(z)
    return np.maximum(z, 0) + _checked(alpha) * z


def leaky_relu__exponential(z, alpha=0.01):
    """You bend the left half with an exponential: that is the ELU. The leaky ReLU is a straight
    line there."""
    z = _floats(z)
    return np.maximum(z, 0) + _checked(alpha) * np.expm1(np.minimum(z, 0))


def leaky_relu__no_check(z, alpha=0.01):
    """You accept every alpha. With alpha = 2 the larger of z and 2z is 2z on the *right*, and
    the function is turned inside out: refuse it with a ValueError."""
    z = _floats(z)
    return np.maximum(z, float(alpha) * z)


def leaky_relu__one_accepted(z, alpha=0.01):
    """You accept alpha = 1, which is the identity: two layers would collapse into one. Less than
    1 is asked for."""
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha is {alpha}")
    z = _floats(z)
    return np.maximum(z, float(alpha) * z)


def leaky_relu__zero_refused(z, alpha=0.01):
    """You refuse alpha = 0. That is the plain ReLU, and welcome."""
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is {alpha}")
    z = _floats(z)
    return np.maximum(z, float(alpha) * z)


def leaky_relu__only_the_top_checked(z, alpha=0.01):
    """You refuse an alpha that is too large and let -0.01 pass. Check both ends."""
    if alpha >= 1:
        raise ValueError(f"alpha is {alpha}")
    z = _floats(z)
    return np.where(z > 0, z, float(alpha) * z)


def leaky_relu__only_the_bottom_checked(z, alpha=0.01):
    """You refuse a negative alpha and let 1 and 2 pass. Check both ends."""
    if alpha < 0:
        raise ValueError(f"alpha is {alpha}")
    z = _floats(z)
    return np.where(z > 0, z, float(alpha) * z)


def leaky_relu__clips_alpha(z, alpha=0.01):
    """You move an alpha that is out of range to the nearest one inside. That is a guess about
    somebody's intention; raise a ValueError."""
    z = _floats(z)
    return np.maximum(z, float(np.clip(alpha, 0, 0.999)) * z)


def leaky_relu__integer_array(z, alpha=0.01):
    """You change the entries of a copy of z. If z holds whole numbers, so does the copy, and the
    leak is cut off: ask for floats."""
    alpha = _checked(alpha)
    z = np.array(z)
    z[z < 0] = (alpha * z[z < 0]).astype(z.dtype)
    return z


def leaky_relu__changes_z(z, alpha=0.01):
    """You write into the array of whoever called you. Make a new one."""
    alpha = _checked(alpha)
    z = np.asarray(z)
    z[z < 0] *= alpha
    return z


def leaky_relu__double_precision(z, alpha=0.01):
    """You turn everything into float64. A network that is trained in float32 would be slowed
    down by it: leave the kind of float as it is."""
    z = np.asarray(z, dtype=np.float64)
    return np.maximum(z, _checked(alpha) * z)


# elu


def elu__minus_one_outside(z, alpha=1.0):
    """You take 1 off alpha exp(z). For alpha = 2 the function then jumps at 0: what must the
    bracket hold, so that it is 0 there?"""
    z = _floats(z)
    return np.where(z > 0, z, float(alpha) * np.exp(np.minimum(z, 0)) - 1)


def elu__minus_one_inside(z, alpha=1.0):
    """You take the 1 off inside the exponent. exp(z - 1) is something else than exp(z) - 1: which
    of them is 0 at z = 0?"""
    z = _floats(z)
    return np.where(z > 0, z, float(alpha) * np.exp(np.minimum(z, 0) - 1))


def elu__no_minus_one(z, alpha=1.0):
    """You forget to take 1 off the exponential, so the function jumps to 1 at 0. What must be
    taken off to make it 0 there?"""
    z = _floats(z)
    return np.where(z > 0, z, float(alpha) * np.exp(np.minimum(z, 0)))


def elu__no_alpha(z, alpha=1.0):
    """You never use alpha. It says at which level the function flattens out."""
    return np.maximum(z, 0.0) + np.expm1(np.minimum(z, 0.0))


def elu__alpha_on_both_sides(z, alpha=1.0):
    """You multiply the positive half by alpha as well. It stays as it is."""
    return float(alpha) * (np.maximum(z, 0.0) + np.expm1(np.minimum(z, 0.0)))


def elu__alpha_in_the_exponent(z, alpha=1.0):
    """You put alpha into the exponent. It multiplies the whole bracket, exp(z) - 1."""
    return np.maximum(z, 0.0) + np.expm1(float(alpha) * np.minimum(z, 0.0))


def elu__sign(z, alpha=1.0):
    """Your left half is positive. exp(z) is below 1 there: which of the two is taken off which?"""
    return np.maximum(z, 0.0) - float(alpha) * np.expm1(np.minimum(z, 0.0))


def elu__overflow(z, alpha=1.0):
    """np.where computes both of its branches for every entry, also exp(1000), which it then throws
    away. Let the exponential see no positive number: np.minimum can see to that."""
    z = _floats(z)
    return np.where(z > 0, z, float(alpha) * (np.exp(z) - 1))


def elu__mask_overflow(z, alpha=1.0):
    """You multiply both halves by masks, and exp(1000) times 0 is infinity times 0, which is
    NaN. Let the exponential see no positive number."""
    z = _floats(z)
    return _quiet(lambda z: z * (z > 0) + float(alpha) * (np.exp(z) - 1) * (z <= 0), z)


def elu__maximum(z, alpha=1.0):
    """You take the larger of both branches, but exp(z) - 1 is never below z. Choose by the sign of
    z."""
    z = _floats(z)
    return _quiet(lambda z: np.maximum(z, float(alpha) * (np.exp(z) - 1)), z)


def elu__sides_exchanged(z, alpha=1.0):
    """Your exponential is on the right, where it explodes. Which side should bend?"""
    z = _floats(z)
    return _quiet(lambda z: np.where(z < 0, z, float(alpha) * (np.exp(z) - 1)), z)


def elu__negative_exponent(z, alpha=1.0):
    """You use exp(-z) on the left, which grows without limit there. In which direction should the
    function level off?"""
    z = _floats(z)
    return _quiet(lambda z: np.where(z > 0, z, float(alpha) * (np.exp(-z) - 1)), z)


def elu__relu(z, alpha=1.0):
    """Your left half is 0, as in the plain ReLU. An ELU bends down to -alpha there."""
    return np.maximum(z, 0.0)


def elu__leaky(z, alpha=1.0):
    """Your left half is a straight line. An ELU levels off at -alpha."""
    z = _floats(z)
    return np.where(z > 0, z, float(alpha) * 0.01 * z)


def elu__tanh(z, alpha=1.0):
    """Your left half is a tanh. It levels off at -alpha, too, but faster than exp(z) - 1."""
    return np.maximum(z, 0.0) + float(alpha) * np.tanh(np.minimum(z, 0.0))


def elu__slope(z, alpha=1.0):
    """You return the slope, 1 or alpha exp(z). The function itself is wanted."""
    z = _floats(z)
    return np.where(z > 0, 1, float(alpha) * np.exp(np.minimum(z, 0))).astype(z.dtype)


def elu__clipped(z, alpha=1.0):
    """You clip z to keep the exponential small, and large numbers lose their value. Clip only
    what goes into the exponential."""
    z = np.clip(_floats(z), -500, 500)
    return np.maximum(z, 0.0) + float(alpha) * np.expm1(np.minimum(z, 0.0))


def elu__selu(z, alpha=1.0):
    """You scale the result by 1.05, which belongs to the SELU. Here the slope on the right is
    exactly 1."""
    return 1.0507 * (np.maximum(z, 0.0) + float(alpha) * np.expm1(np.minimum(z, 0.0)))


def elu__default_of_selu(z, alpha=1.6733):
    """Without alpha yours is 1.6733, the number of the SELU. The signature says 1."""
    return np.maximum(z, 0.0) + float(alpha) * np.expm1(np.minimum(z, 0.0))


def elu__integer_array(z, alpha=1.0):
    """You change the entries of a copy of z. If z holds whole numbers, so does the copy, and the
    bent half is cut to whole numbers: ask for floats."""
    z = np.array(z)
    z[z < 0] = (alpha * np.expm1(z[z < 0])).astype(z.dtype)
    return z


def elu__changes_z(z, alpha=1.0):
    """You write into the array of whoever called you. Make a new one."""
    z = np.asarray(z)
    z[z < 0] = alpha * np.expm1(z[z < 0])
    return z


def elu__double_precision(z, alpha=1.0):
    """You turn everything into float64. A network that is trained in float32 would be slowed
    down by it: leave the kind of float as it is."""
    z = np.asarray(z, dtype=np.float64)
    return np.maximum(z, 0) + alpha * np.expm1(np.minimum(z, 0))


# maxout


def _fit(X, W1, b1, W2, b2):
    """The two tables of weighted sums, with every shape checked."""
    X, W1, b1, W2, b2 = (_floats(array) for array in (X, W1, b1, W2, b2))
    if X.ndim != 2 or W1.ndim != 2 or X.shape[1] != W1.shape[1]:
        raise ValueError(f"X {X.shape} and W1 {W1.shape} do not fit")
    if W2.shape != W1.shape:
        raise ValueError(f"W1 {W1.shape} and W2 {W2.shape} differ")
    if b1.shape != W1.shape[:1] or b2.shape != W1.shape[:1]:
        raise ValueError(f"b1 {b1.shape}, b2 {b2.shape} and W1 {W1.shape} do not fit")
    return X @ W1.T + b1, X @ W2.T + b2


def maxout__sum(X, W1, b1, W2, b2):
    """You add the two sums up. Only the larger of them is passed on."""
    one, two = _fit(X, W1, b1, W2, b2)
    return one + two


def maxout__mean(X, W1, b1, W2, b2):
    """You take the mean of the two sums. Only the larger of them is passed on."""
    one, two = _fit(X, W1, b1, W2, b2)
    return (one + two) / 2


def maxout__minimum(X, W1, b1, W2, b2):
    """You pass the smaller sum on. The larger one is wanted."""
    return np.minimum(*_fit(X, W1, b1, W2, b2))


def maxout__difference(X, W1, b1, W2, b2):
    """You return the distance of the two sums. The larger of them is wanted, as it is."""
    one, two = _fit(X, W1, b1, W2, b2)
    return np.abs(one - two)


def maxout__absolute(X, W1, b1, W2, b2):
    """You compare absolute values, so that -4 beats -1. Compare the sums as they are."""
    one, two = _fit(X, W1, b1, W2, b2)
    return np.maximum(np.abs(one), np.abs(two))


def maxout__relu_after(X, W1, b1, W2, b2):
    """You cut the result off at 0. If both sums are negative, the larger of them is negative as
    well, and is passed on."""
    return np.maximum(np.maximum(*_fit(X, W1, b1, W2, b2)), 0.0)


def maxout__relu_of_the_first(X, W1, b1, W2, b2):
    """You take the ReLU of the first sum and leave the second out. Where do W2 and b2 come in?"""
    return np.maximum(_fit(X, W1, b1, W2, b2)[0], 0.0)


def maxout__second_only(X, W1, b1, W2, b2):
    """You return the second sum alone. Where do W1 and b1 come in?"""
    return _fit(X, W1, b1, W2, b2)[1]


def maxout__over_units(X, W1, b1, W2, b2):
    """You look for the largest unit of each example. Each unit compares its own two sums, so k
    numbers per example remain."""
    return np.maximum(*_fit(X, W1, b1, W2, b2)).max(axis=1)


def maxout__over_examples(X, W1, b1, W2, b2):
    """You look for the largest example of each unit. Each example has a row of its own in the
    result."""
    return np.maximum(*_fit(X, W1, b1, W2, b2)).max(axis=0)


def maxout__largest(X, W1, b1, W2, b2):
    """max() of a table is a single number. Compare the two tables entry by entry."""
    return float(np.maximum(*_fit(X, W1, b1, W2, b2)).max())


def maxout__row_decides(X, W1, b1, W2, b2):
    """You choose one of the two halves for the whole example. Each unit chooses for itself."""
    one, two = _fit(X, W1, b1, W2, b2)
    return np.where((one.sum(axis=1) > two.sum(axis=1))[:, None], one, two)


def maxout__no_bias(X, W1, b1, W2, b2):
    """You leave the biases out. Each of the two sums has biases of its own."""
    zero = np.zeros_like(_floats(b1))
    _fit(X, W1, b1, W2, b2)
    return np.maximum(*_fit(X, W1, zero, W2, zero))


def maxout__bias_after(X, W1, b1, W2, b2):
    """You add b1 after the comparison and lose b2. The biases belong to the sums that are
    compared."""
    _fit(X, W1, b1, W2, b2)
    zero = np.zeros_like(_floats(b1))
    return np.maximum(*_fit(X, W1, zero, W2, zero)) + b1


def maxout__second_bias_after(X, W1, b1, W2, b2):
    """You add b2 after the comparison, and so to both sums. It belongs to the second sum alone."""
    _fit(X, W1, b1, W2, b2)
    return np.maximum(*_fit(X, W1, b1, W2, np.zeros_like(_floats(b2)))) + b2


def maxout__first_bias_twice(X, W1, b1, W2, b2):
    """You use b1 in both halves. The second half has b2."""
    _fit(X, W1, b1, W2, b2)
    return np.maximum(*_fit(X, W1, b1, W2, b1))


def maxout__larger_weights(X, W1, b1, W2, b2):
    """You take the larger weights first and compute one sum. The larger of two sums is something
    else: with negative inputs it need not use the larger weights."""
    X, W1, b1, W2, b2 = (_floats(array) for array in (X, W1, b1, W2, b2))
    _fit(X, W1, b1, W2, b2)
    return X @ np.maximum(W1, W2).T + np.maximum(b1, b2)


def maxout__transposed_weights(X, W1, b1, W2, b2):
    """You leave the transpose out, so that the columns of W act as units. With a square W there is
    no error: a unit's weights stand in a row."""
    X, W1, b1, W2, b2 = (_floats(array) for array in (X, W1, b1, W2, b2))
    if W1.shape != W2.shape or b1.shape != W1.shape[:1] or b2.shape != W2.shape[:1]:
        raise ValueError(f"W1 {W1.shape} and W2 {W2.shape}")
    if X.shape[1] != W1.shape[1]:
        raise ValueError(f"X {X.shape} and W1 {W1.shape}")
    return np.maximum(X @ W1 + b1, X @ W2 + b2)


def maxout__columns_are_examples(X, W1, b1, W2, b2):
    """Your result lies on its side: units down, examples across. Examples are rows in this
    course."""
    return np.maximum(*_fit(X, W1, b1, W2, b2)).T.copy()


def maxout__soft(X, W1, b1, W2, b2):
    """You take a soft maximum, ln(exp(u) + exp(v)), which lies above both sums. The larger sum
    itself is wanted."""
    return np.logaddexp(*_fit(X, W1, b1, W2, b2))


def maxout__both(X, W1, b1, W2, b2):
    """You return both sums next to each other. One number per unit is passed on, the larger."""
    return np.hstack(_fit(X, W1, b1, W2, b2))


def maxout__inputs_unchecked(X, W1, b1, W2, b2):
    """You leave the shapes to NumPy, whose message does not speak of W1 and W2, and which stretches
    a bias of shape (1,) over all units. Compare the shapes first."""
    X, W1, b1, W2, b2 = (_floats(array) for array in (X, W1, b1, W2, b2))
    return np.maximum(X @ W1.T + b1, X @ W2.T + b2)


def maxout__bias_unchecked(X, W1, b1, W2, b2):
    """You check the weights and not the biases. One bias of shape (1,) is stretched over all units,
    and nobody notices."""
    X, W1, b1, W2, b2 = (_floats(array) for array in (X, W1, b1, W2, b2))
    if X.ndim != 2 or W1.ndim != 2 or X.shape[1] != W1.shape[1]:
        raise ValueError(f"X {X.shape} and W1 {W1.shape} do not fit")
    if W2.shape != W1.shape:
        raise ValueError(f"W1 {W1.shape} and W2 {W2.shape} differ")
    return np.maximum(X @ W1.T + b1, X @ W2.T + b2)


def maxout__halves_unchecked(X, W1, b1, W2, b2):
    """You check each half, but not that both have the same number of units. One unit in W2 would
    be compared with every unit of W1."""
    X, W1, b1, W2, b2 = (_floats(array) for array in (X, W1, b1, W2, b2))
    for W, b in ((W1, b1), (W2, b2)):
        if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[1] or b.shape != W.shape[:1]:
            raise ValueError(f"X {X.shape}, W {W.shape} and b {b.shape} do not fit")
    return np.maximum(X @ W1.T + b1, X @ W2.T + b2)


def maxout__message_without_shapes(X, W1, b1, W2, b2):
    """Your message does not say which shapes were given. Whoever reads it wants to know both."""
    try:
        return np.maximum(*_fit(X, W1, b1, W2, b2))
    except ValueError:
        raise ValueError("the shapes do not fit") from None


def maxout__wraps_around(X, W1, b1, W2, b2):
    """Your sums are as narrow as the inputs: 200 + 100 in 8 bits is 44. Turn the inputs into floats
    before you multiply."""
    _fit(X, W1, b1, W2, b2)
    X, W1, b1, W2, b2 = (np.asarray(array) for array in (X, W1, b1, W2, b2))
    return np.maximum(X @ W1.T + b1, X @ W2.T + b2)


def maxout__double_precision(X, W1, b1, W2, b2):
    """You turn everything into float64. A network that is trained in float32 would be slowed
    down by it: leave the kind of float as it is."""
    return np.maximum(*_fit(X, W1, b1, W2, b2)).astype(float)
