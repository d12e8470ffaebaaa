"""An answer cell with right answers that prints 300 MB."""
# kind: cell by_hand
# honest: by_hand 1
# grades: by_hand

rise_of_z, mistakes_in_epoch_2, w_1, w_2, b_end = 3, 3, 2, 1, 0
print("x" * 3 * 10**8)
