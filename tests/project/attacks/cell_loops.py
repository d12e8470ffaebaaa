"""An answer cell that sets the right answers and then never ends."""
# kind: cell by_hand
# honest: by_hand 0, step 1
# grades: by_hand, step
# status: timeout

rise_of_z, mistakes_in_epoch_2, w_1, w_2, b_end = 3, 3, 2, 1, 0
while True:
    pass
