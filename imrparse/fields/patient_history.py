def read_occupation(*a): return None
def read_mechanism(*a): return None
