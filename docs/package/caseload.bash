# Completions of caseload, for bash: read by bash-completion when they are first asked for.
source <(caseload completions bash)
