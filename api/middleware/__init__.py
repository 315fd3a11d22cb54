"""What every request passes through: admission, compression, headers, answers from memory, parts of files."""
