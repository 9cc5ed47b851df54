# kkr-plot: pictures of records.

load common

# value XPATH FILE: the string that an XPath expression is in an SVG.
value() {
	xmllint --xpath "string($1)" "$2"
}

# count XPATH FILE
count() {
	xmllint --xpath "count($1)" "$2"
}

# What XPath calls the elements of SVG.
shape() {
	printf "//*[local-name()='%s']" "$1"
}

quotas() {
	refugee_figures | kkr-quota --landstal 600
}

@test "a map has a shape for each municipality, whose title is its name and its figure" {
	quotas >quotas.tsv
	kkr-plot -t map -v quota quotas.tsv >map.svg
	assert_equal "$(count "//*[@id='kkr-country']/* | //*[@id='kkr-bornholm']/*" map.svg)" 98
	xmllint --xpath "//*[@id='kkr-country' or @id='kkr-bornholm']/*/*/text()" map.svg | sort >titles
	awk -F '\t' 'NR > 1 { print $4 ": " $NF }' quotas.tsv | sort | diff - titles
}

@test "bars are as long as their figures" {
	printf 'name\tvalue\nA\t-50\nB\t100\nC\t25\n' | kkr-plot -t bars >bars.svg
	python3 - bars.svg <<-'END'
		import sys, fractions, xml.etree.ElementTree as tree
		bars = [b for b in tree.parse(sys.argv[1]).iter('{http://www.w3.org/2000/svg}rect') if len(b)]
		width = [fractions.Fraction(b.get('width')) for b in bars]
		assert len(width) == 3 and width[1] > 100
		assert abs(width[0] * 2 - width[1]) < 1 and abs(width[2] * 4 - width[1]) < 1, width
	END
}

@test "a row of a region is no municipality, and an area stands once in a map" {
	run_split kkr-plot -t map <<<"area${TAB}value"$'\n'"084${TAB}1"
	refused 65 "standard input:2: area '084' is a region"
	run_split kkr-plot -t map <<<"area${TAB}value"$'\n'"101${TAB}1"$'\n'"101${TAB}2"
	refused 65 "standard input:3: area '101' stands in line 2"
}
