"""An answer cell that redefines the builtins which comparing rests on, with wrong answers."""
# kind: cell by_hand
# honest: by_hand 0
# grades: by_hand

import builtins

rise_of_z = mistakes_in_epoch_2 = w_1 = w_2 = b_end = 77
builtins.float = builtins.int = lambda value=0: 3
builtins.str = lambda value="": "right"
builtins.dict = builtins.list = lambda *things: []
