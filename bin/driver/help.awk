# From commands.tsv to what kkr --help says or, where `of` is a command, kkr help COMMAND.

BEGIN { FS = "\t" }

NR == 1 || $5 == "renamed" { next }

$5 == "command" && (of == "" || of == $3) {
	usage = usage (usage == "" ? "usage: " : "       ") "kkr " $3 ($4 == "" ? "" : " ") $4 "\n"
	purpose = $7
}

$1 ~ /^kkr / && (of == "" || "kkr " of == $1) {
	if ($1 != before)
		options = options (of == "" ? "\nOptions of " substr($1, 5) ":\n" : "\n")
	before = $1
	options = options sprintf("  %-26s %s\n", ($2 == "" ? "    " : $2 ", ") $3 ($4 == "" ? "" : " ") $4, $7)
}

END {
	if (of == "") {
		print usage "       kkr NAME [OPTION]... [FILE]...\n       kkr --help | --version\n" options
		print "kkr NAME is kkr-NAME, whose options those of compare are, too; kkr list names them."
	} else {
		print usage toupper(substr(purpose, 1, 1)) substr(purpose, 2) (purpose ~ /[?]$/ ? "" : ".") "\n" options
	}
	print "The manual is kkr(1)."
}
