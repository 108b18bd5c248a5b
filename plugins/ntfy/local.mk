# ntfy
