# What is made of xml2's lines in make bench: the rows that kkr-parse makes.

BEGIN {
	OFS = "\t"
	series = "/message:StructureSpecificData/message:DataSet/Series"
	print "freq", "area", "sex", "indicator", "unit", "period", "value"
}
function write_row() {
	if (period != "")
		print freq, area, sex, indicator, unit, period, value
	period = value = ""
}
{
	at = index($0, "=")
	path = at ? substr($0, 1, at - 1) : $0
	text = at ? substr($0, at + 1) : ""
	name = substr(path, length(series) + 2)
	if (name == "Obs/@TIME_PERIOD") { write_row(); period = text }
	else if (name == "Obs/@OBS_VALUE") value = text
	else if (name == "@FREQ") { write_row(); freq = text }
	else if (name == "@REF_AREA") area = text
	else if (name == "@SEX") sex = text
	else if (name == "@INDICATOR") indicator = text
	else if (name == "@UNIT") unit = text
}
END { write_row() }
