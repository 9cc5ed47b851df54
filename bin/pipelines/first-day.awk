# first-day.awk: writes the first day of a period: 2025-04-01 of 2025-Q2. awk -v period=PERIOD
# -f first-day.awk

BEGIN {
	print first_day(period, substr(period, 1, 4) + 0, substr(period, 6))
}

function first_day(period, year, rest,    week) {
	if (rest == "")
		return period "-01-01"
	if (rest ~ /^[HQ]/)
		return sprintf("%04d-%02d-01", year, (rest ~ /^H/ ? 6 : 3) * (substr(rest, 2) - 1) + 1)
	if (rest ~ /^W/) {
		# The week of 4 January is the first; 1 January 2001 was a Monday.
		week = days(year, 1, 4)
		week -= (week - days(2001, 1, 1) + 7000000) % 7
		return date_of(week + 7 * (substr(rest, 2) - 1), year)
	}
	return length(rest) == 2 ? period "-01" : period
}

# A day that counts to COUNT, in the year or the one before it.
function date_of(count, year,    month) {
	if (count < days(year, 1, 1))
		year--
	for (month = 1; month < 12 && days(year, month + 1, 1) <= count;)
		month++
	return sprintf("%04d-%02d-%02d", year, month, count - days(year, month, 1) + 1)
}

# How many days there are before a day, from one that is the same for all.
function days(year, month, day) {
	if (month < 3) {
		year--
		month += 12
	}
	return 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + \
		int((153 * (month - 3) + 2) / 5) + day
}
