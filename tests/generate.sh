#!/bin/sh
# An export of N records, invented: generate.sh N. Municipalities in turn, figures that vary.

awk -v n="$1" 'BEGIN {
	split("101 København,147 Frederiksberg,400 Bornholm,461 Odense,751 Århus,851 Aalborg", area, ",")
	print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
	print "<export xmlns=\"urn:kkr:export:1\" dataset=\"invented\" numbers=\"da\" source=\"tests/generate.sh\">"
	print "  <fields>"
	print "    <field name=\"area\" type=\"area\"/> <field name=\"period\" type=\"period\"/>"
	print "    <field name=\"measure\" type=\"token\"/> <field name=\"unit\" type=\"token\"/>"
	print "    <field name=\"value\" type=\"integer\"/>"
	print "  </fields>"
	for (i = 0; i < n; i++) {
		if (i % 1000 == 0) {
			if (i)
				print "  </group>"
			printf "  <group measure=\"m%d\" unit=\"persons\" period=\"2025-01-01\">\n", i / 1000
		}
		printf "    <record area=\"%s\">%d.%03d</record>\n", area[i % 6 + 1], i % 900 + 1, i * 7 % 1000
	}
	if (n)
		print "  </group>"
	print "</export>"
}'
