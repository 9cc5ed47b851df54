# Lines as messages show them: control characters are blanks, and what turns the direction of writing is its number,
# as the programs have it (lib/fail.c).
s/\o302[\o200-\o237]/  /g
s/[[:cntrl:]]/ /g
s/\o342\o200\o252/\\u202A/g
s/\o342\o200\o253/\\u202B/g
s/\o342\o200\o254/\\u202C/g
s/\o342\o200\o255/\\u202D/g
s/\o342\o200\o256/\\u202E/g
s/\o342\o201\o246/\\u2066/g
s/\o342\o201\o247/\\u2067/g
s/\o342\o201\o250/\\u2068/g
s/\o342\o201\o251/\\u2069/g
