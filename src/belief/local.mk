# belief
