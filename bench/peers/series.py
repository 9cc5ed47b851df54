"""What lxml's iterparse does of the file of make bench: the rows that kkr-parse makes."""
import sys

from lxml import etree

KEY = ("FREQ", "REF_AREA", "SEX", "INDICATOR", "UNIT")
OWN = ("TIME_PERIOD", "OBS_VALUE")

print("freq\tarea\tsex\tindicator\tunit\tperiod\tvalue")
write = sys.stdout.write
key = ""
for event, element in etree.iterparse(sys.argv[1], events=("start", "end"), tag=("Series", "Obs")):
    if event == "start" and element.tag == "Series":
        key = "\t".join(element.get(name, "") for name in KEY)
    elif event == "end" and element.tag == "Obs":
        write(key + "\t" + "\t".join(element.get(name, "") for name in OWN) + "\n")
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    elif event == "end":
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
