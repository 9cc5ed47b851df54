#!/bin/sh
# What xmlstarlet does of the file of make bench: the rows that kkr-parse makes.

TAB=$(printf '\t')
printf 'freq\tarea\tsex\tindicator\tunit\tperiod\tvalue\n'
exec xmlstarlet sel -t -m //Obs -v "concat(../@FREQ, '$TAB', ../@REF_AREA, '$TAB', ../@SEX, '$TAB',
	../@INDICATOR, '$TAB', ../@UNIT, '$TAB', @TIME_PERIOD, '$TAB', @OBS_VALUE)" -n "$1"
