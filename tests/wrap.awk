# The text of a manual page in lines of 80 bytes at most, as mandoc -Tlint wants them; make format calls
# it. What a line says is not changed: none is broken after a stop, which would end a sentence there,
# nor so that a line begins as a request does.

/^\.Bd .*-(literal|unfilled)/ { as_it_is = 1 }
/^\.Ed/                       { as_it_is = 0 }

!as_it_is && /^[^.']/ {
	while (length($0) > 80 && (at = place()) > 0) {
		print substr($0, 1, at - 1)
		$0 = substr($0, at + 1)
	}
}

{ print }

# Where the last blank is at which the line may be broken.
function place(    at) {
	for (at = 81; at > 1; at--) {
		if (substr($0, at, 1) == " " && substr($0, at - 1, 1) !~ /[ .?!:)\\"]/ &&
		    substr($0, at + 1, 1) !~ /[ .'\\"]/)
			return at
	}
	return 0
}
