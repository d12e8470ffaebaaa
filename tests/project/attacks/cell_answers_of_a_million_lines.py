"""Answers that are texts of a million lines, which a failing comparison would try to explain."""
# kind: cell truth_table
# honest: truth_table 0
# grades: truth_table

z_00 = z_01 = z_10 = z_11 = "\n".join(map(str, range(10**6)))
gate_p = gate_q = gate_q_if_zero_fires = "\n".join(f"NOR {number}" for number in range(10**6))
