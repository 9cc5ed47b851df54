#!/bin/sh
# A structure-specific message of SDMX-ML 2.1 with N observations, invented: generate-sdmx.sh N.
# Series of 40 quarters, as a statistical office sends them: an area, a sex and a measure each.

awk -v n="$1" 'BEGIN {
	space = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
	split("101 147 400 461 751 851", area, " ")
	split("M K", sex, " ")
	print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
	printf "<message:StructureSpecificData xmlns:message=\"%s/message\"", space
	printf " xmlns:common=\"%s/common\"", space
	printf " xmlns:ss=\"%s/data/structurespecific\">\n", space
	print "  <message:Header>"
	print "    <message:ID>INVENTED</message:ID>"
	print "    <message:Structure structureID=\"S\" dimensionAtObservation=\"TIME_PERIOD\">"
	print "      <common:Structure><Ref agencyID=\"XX\" id=\"INVENTED\" version=\"1.0\"/></common:Structure>"
	print "    </message:Structure>"
	print "  </message:Header>"
	print "  <message:DataSet ss:structureRef=\"S\" ss:action=\"Replace\">"
	for (i = 0; i < n; i++) {
		if (i % 40 == 0) {
			if (i)
				print "    </Series>"
			s = i / 40
			printf "    <Series FREQ=\"Q\" REF_AREA=\"%s\" SEX=\"%s\" INDICATOR=\"I%d\" UNIT=\"PERS\">\n",
				area[s % 6 + 1], sex[s % 2 + 1], s
		}
		printf "      <Obs TIME_PERIOD=\"%d-Q%d\" OBS_VALUE=\"%d.%d\" OBS_STATUS=\"A\"/>\n",
			2015 + i % 40 / 4, i % 4 + 1, i * 7 % 100000, i % 10
	}
	if (n)
		print "    </Series>"
	print "  </message:DataSet>"
	print "</message:StructureSpecificData>"
}'
