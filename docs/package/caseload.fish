# Completions of caseload, for fish: read when they are first asked for.
caseload completions fish | source
