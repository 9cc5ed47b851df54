# From the sizes and paths of the FILEs of each, in their order, to how many files make up each part: a number in a
# line. A part is worth a driver of its own, and where files are small, so are many. `most`: into how many parts
# the files are divided at most; 0 is no limit.
#
# Files of one name in several directories are one part: what records come from is told by the shortest paths that
# tell the files apart, for which all of them must be there.

BEGIN {
	FS = "/"
	open = 512 * 1024 # a file takes as long to begin with as so many bytes to read
	worth = 32 * open # what it takes to begin a part is a fraction of that
}

{
	cost[NR] = open + $1
	all += cost[NR]
	if (name[$NF]++)
		alike = 1
}

END {
	if (alike)
		worth = all
	else if (most > 0 && all / most > worth)
		worth = all / most
	for (i = 1; i <= NR; i++) {
		if (cost[i] >= worth)
			part_ends()
		files++
		sum += cost[i]
		all -= cost[i]
		if (sum >= worth && all >= worth)
			part_ends()
	}
	part_ends()
}

function part_ends() {
	if (files > 0)
		print files
	files = sum = 0
}
