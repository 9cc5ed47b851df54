# kkr-parse --record: any XML, a row for each element that a path leads to. All data are invented.

load common

# A survey as a vendor might write it, with a namespace of its own.
survey() {
	cat <<'XML'
<?xml version="1.0"?>
<survey xmlns="urn:vendor:2" period="2025">
  <head><date>2025-01-31</date></head>
  <municipality code="101"><name>København</name>
    <answer id="1"><q n="1">5</q><result>1.234</result></answer>
    <answer id="2">fri tekst<result> 7 </result></answer>
  </municipality>
  <municipality code="147"><name>Frederiksberg</name>
    <answer id="3"><q n="1">4</q><result/></answer>
  </municipality>
</survey>
XML
}

# paths XML OPTION...: kkr-parse on a document.
paths() {
	printf '%s\n' "$1" >in.xml
	shift
	run_split kkr-parse "$@" in.xml
}

# ---- What a path leads to

@test "A row for each element that --record leads to, its fields from itself and from around it" {
	survey >in.xml
	run_split kkr-parse --record /survey/municipality/answer --field id=@id \
		--field code=/survey/municipality/@code --field name=/survey/municipality/name \
		--field date=/survey/head/date --field period=/survey/@period \
		--field q=q --field n=q/@n --field value=result --field said='text()' in.xml
	gives 'id|code|name|date|period|q|n|value|said' \
		'1|101|København|2025-01-31|2025|5|1|1.234|' \
		'2|101|København|2025-01-31|2025|||7|fri tekst' \
		'3|147|Frederiksberg|2025-01-31|2025|4|1||'
}

@test "// leads to any depth, in the record, in fields of it and in fields around it" {
	survey >in.xml
	run_split kkr-parse --record //answer --field id=@id --field code=//municipality/@code --field n=.//q/@n \
		--field date=//date --field r=/survey//municipality/name in.xml
	gives 'id|code|n|date|r' '1|101|1|2025-01-31|København' '2|101||2025-01-31|København' \
		'3|147|1|2025-01-31|Frederiksberg'
}

@test "A step leads to children alone, // to all below" {
	paths '<d><r><a><b>1</b></a><b>2</b></r></d>' --record /d/r --field child=b --field grandchild=a/b --field 'none?=c'
	gives 'child|grandchild|none' '2|1|'
	paths '<d><r><a><b>1</b></a></r><x><r><b>2</b></r></x></d>' --record //r --field all=.//b --field child=./b
	gives 'all|child' '1|' '2|2'
	paths '<d><r><a><c><b>1</b></c></a></r></d>' --record /d//r --field x=a//b --field 'y?=a/b'
	gives 'x|y' '1|'
}

@test "The root itself may be the record" {
	paths '<d x="1"><a>2</a></d>' --record /d --field x=@x --field a=a
	gives 'x|a' '1|2'
	paths '<d x="1"><a>2</a></d>' --record //d --field x=/d/@x --field a=/d/a
	gives 'x|a' '1|2'
}

# lost TEXT...: all is read, and ends with 65 and these sentences alone, in their order.
lost() {
	assert_equal "$status" 65
	assert_equal "$stderr" "$(printf 'kkr-parse: %s\n' "$@")"
}

@test "A path that leads to nothing is 65 when all has been read, with the nearest that there is" {
	local rows='<d><r k="101"><antal>5</antal></r><r k="147"><antal>7</antal></r></d>'
	paths "$rows" --record //r --field area=@k --field value=Antal
	lost 'in.xml: value: Antal leads to nothing in any record; there is <antal>'
	assert_output "$(printf 'area\tvalue\n101\t\n147\t')"
	paths "$rows" --record //r --field area=@kk --field value=antall
	lost 'in.xml: area: @kk leads to nothing in any record; there is @k' \
		'in.xml: value: antall leads to nothing in any record; there is <antal>'
	paths "$rows" --record //r --field area=k --field value=@antal
	lost 'in.xml: area: k leads to nothing in any record; there is @k' \
		'in.xml: value: @antal leads to nothing in any record; there is <antal>'
	paths "$rows" --record //r --field value=beboere --field a=/d/@aar
	lost 'in.xml: value: beboere leads to nothing in any record; there are <d>, <r>, <antal>' \
		'in.xml: a: /d/@aar leads to nothing in any record; there is @k'
	paths "$rows" --record //r --field k=@k --field n=r/antal
	lost 'in.xml: n: r/antal leads to nothing in any record; its names are there, but none leads to the next so: --list-paths lists the paths'
	paths "$rows" --record //raekke --field k=@k
	lost 'in.xml: --record //raekke leads to no element; there are <d>, <r>, <antal>'
	assert_output k
	paths '<d/>' --record /d/r --field a=a
	lost 'in.xml: --record /d/r leads to no element; there is <d>'
	# A namespace is needed, and said.
	paths '<d xmlns:gml="urn:gml"><r gml:id="1"/></d>' --record //r --field id=@id
	lost "in.xml: id: @id leads to nothing in any record; there is @id of the namespace 'urn:gml', for which --namespace declares a prefix"
	paths '<d xmlns="urn:x"><r a="1"/></d>' --namespace p=urn:y --record //p:r --field a=@a
	lost "in.xml: --record //p:r leads to no element; there is <r> of the namespace 'urn:x', for which --namespace declares a prefix"
	# So is what stands in elements beside those of the records alone.
	paths '<d><g k="1"><h k="2"/></g><g><h><r/></h><r/></g></d>' --record //r --field g=//g/@k
	lost 'in.xml: g: //g/@k leads to nothing in any record; its names are there, but none leads to the next so: --list-paths lists the paths'
}

@test "A field may be absent where its column says so, or from some of the files, which is told" {
	paths '<d><r k="101"/></d>' --record //r --field k=@k --field 'note?=@note' --field 'day?:date=@day'
	gives 'k|note|day' '101||'
	echo '<d><r k="147" note="x"/></d>' >2.xml
	echo '<d/>' >3.xml
	run_split kkr-parse --record //r --field k=@k --field note=@note in.xml 2.xml in.xml 3.xml
	assert_success
	assert_output "$(printf 'k\tnote\n101\t\n147\tx\n101\t')"
	assert_equal "$stderr" "kkr-parse: 3.xml: --record //r leads to no element; there is <d>
kkr-parse: in.xml: note: @note leads to nothing in any record; there is @k (nor in 1 other file)"
	run_split kkr-parse --record //r --field '?=@k' in.xml
	refused 64 'no name of a column'
}

@test "Fields are told apart by an attribute, the one condition that a path takes" {
	local rows='<d><r><f n="Kommune">101</f><f n="Antal/år">5</f><g n="a" k="x">1</g></r><r t="sum"><f n="Antal/år">9</f></r></d>'
	paths "$rows" --record //r --field "k=f[@n='Kommune']" --field 'a=f[@n="Antal/år"]' --field "x=g[ @n = 'a' ]/@k"
	gives 'k|a|x' '101|5|x' '|9|'
	paths "$rows" --record "//r[@t='sum']" --field "a=.//f[@n='Antal/år']"
	gives a 9
	paths "$rows" --record //r --field "a=/d/r[@t='sum']/f[@n='Antal/år']/text()"
	gives a '' 9
	paths "$rows" --record //r --field "k=f[@n='kommune']"
	lost "in.xml: k: f[@n='kommune'] leads to nothing in any record; there are 'Kommune', 'Antal/år'"
	paths "$rows" --record //r --field "k=f[@navn='Kommune']"
	lost "in.xml: k: f[@navn='Kommune'] leads to nothing in any record; there are @n, @k, @t"
	paths '<d xmlns:p="urn:p"><r><f p:n="1">x</f><f n="1">y</f></r></d>' --namespace q=urn:p --record //r --field "a=f[@q:n='1']"
	gives a x
	refusals paths '<d/>' --record //r <<-'END'
		64 | --field "a=f[1]" | the one condition that a path takes
		64 | --field "a=f[@n]" | the one condition that a path takes
		64 | --field "a=f[@n='x]" | the one condition that a path takes
		64 | --field "a=f[@n='x'][@m='y']" | the one condition that a path takes
		64 | --field "a=f[@n='x']b" | the one condition that a path takes
		64 | --field "a=@b[@n='x']" | goes on after an attribute
		64 | --field "a=f[@='x']" | where a name should be
	END
	paths '<d/>' --record $'//a\xef\xbf\xbf' --field a=@b
	refused 64 'where a name should be'
	assert_equal "${stderr_lines[0]:0:20}" 'kkr-parse: --record:'
}

@test "A text of more than 1 MB that nobody asks for does not matter; one that is asked for is refused" {
	{
		printf '<d><r><n>A</n><kant>'
		head -c 3000000 /dev/zero | tr '\0' 1
		printf '</kant></r></d>'
	} >in.xml
	run_split kkr-parse --record //r --field n=n --rejects bad.tsv in.xml
	gives n A
	run_split kkr-parse --record //r --field n=n --field k=kant in.xml
	assert_failure 65
	assert_message 'longer than 1 MB'
	run_split kkr-parse --list-paths in.xml
	assert_success
	assert_line --regexp "^/d/r/kant${TAB}1${TAB}1${TAB}1{200}\$"
}

@test "A day that is written as midnight, with an offset or without, is a date; another time is none" {
	paths '<d><r d="2024-07-01T00:00:00"/><r d="2024-07-01T00:00:00+02:00"/><r d="2024-07-01 00:00:00.000"/><r d="2024-07-01T00:00:00Z"/><r d="2024-07-01Z"/><r d="2024-07-01-05:00"/></d>' \
		--record //r --field d:date=@d
	gives d 2024-07-01 2024-07-01 2024-07-01 2024-07-01 2024-07-01 2024-07-01
	for day in 2024-07-01T01:00:00 2024-06-30T22:00:00Z 2024-07-01T 2024-02-30T00:00:00 2024-07-01+25:00 2024-07-01T00:00x; do
		paths "<d><r d=\"$day\"/></d>" --record //r --field d:date=@d
		assert_failure 65
		assert_message "d '$day' is not a date"
	done
}

@test "A text of white space alone is the field of an element that has nothing else, where its type is text" {
	paths $'<d>\n<r>\n<a> </a><b>\t</b><c> <x/> </c></r>\n</d>' --record //r --field a:text=a --field b=b --field c:text='c/text()' --field r:text='text()'
	gives 'a|b|c|r' ' |||'
	printf '<a><r>x<![CDATA[1\r\n2\r3\r\n]]></r></a>' >in.xml
	run_split kkr-parse --record //r --field a:text='text()' in.xml
	gives a 'x1\n2\n3\n'
}

@test "What a record lacks is empty, and so is what is empty" {
	paths '<d><r a=""><b/><c> </c></r><r/></d>' --record //r --field a=@a --field b=b --field c=c --field t='text()'
	gives 'a|b|c|t' '|||' '|||'
}

@test "The columns are those of --field in their order, whatever the order in the document" {
	paths '<d><r><a>1</a><b>2</b></r></d>' --record //r --field b=b --field a=a
	gives 'b|a' '2|1'
}

@test "An element may give several fields, and a path several columns" {
	paths '<d><r a="1">x</r></d>' --record //r --field a=@a --field b=@a --field c='text()' --field e=/d/r
	gives 'a|b|c|e' '1|1|x|x'
}

@test "The example of the manual gives what the manual shows" {
	local page=$ROOT/filters/kkr-parse.1
	literal() {
		awk -v n="$1" '/^\.Ss /{ in_paths = $2 == "Paths" } in_paths && /^\.Ed/ { on = 0 }
			on { print } in_paths && /^\.Bd/ { on = ++count == n }' "$page" |
			sed 's/\\(\/o/ø/'
	}
	literal 1 >in.xml
	# shellcheck disable=SC2046 # the options, as they stand
	kkr-parse $(literal 2) in.xml | kkr-format | sed 's/ *$//' >given
	literal 3 | diff - given
	assert_equal "$(wc -l <given)" 3
}

# ---- Fields from around the record

@test "A field of an ancestor is the innermost's, also where elements of one name nest" {
	paths '<u n="A"><u n="B"><p>1</p></u><p>2</p><u><p>3</p></u></u>' \
		--record //p --field n=//u/@n --field top=/u/@n --field p='text()'
	gives 'n|top|p' 'B|A|1' 'A|A|2' '|A|3'
}

@test "A child of an ancestor is the field of the records that it stands before" {
	paths '<d><g><n>1</n><r/><r/></g><g><r/></g><n>2</n></d>' --record //r --field n=/d/g/n
	gives n 1 1 ''
}

@test "A field that is found when the row of its record is written is 65, not left out" {
	paths '<d>
<g><r/>
<n>1</n></g></d>' --record //r --field n=/d/g/n --rejects bad.tsv
	assert_failure 65
	assert_equal "$stderr" "kkr-parse: in.xml:3: n: /d/g/n is found in line 3, too late for the record of line 2,\
 whose field it should have been: its row is written"
	# A second one, which makes the first a guess, too.
	paths '<d><n>1</n><r/><n k="2">2</n></d>' --record //r --field n=//n
	refused 65 'too late'
	paths '<d><n k="1"/><r/><n/><n k="2"/></d>' --record //r --field k=//n/@k
	refused 65 'too late'
	paths '<d><n k="1"/><r/><n/></d>' --record //r --field k=//n/@k
	gives k 1
}

@test "Nothing is taken over from an element beside the record's own ancestors" {
	paths '<d><g k="1"><h k="2"><n>3</n></h></g><g><h><r/></h><r/></g></d>' --record //r \
		--field 'g?=//g/@k' --field 'h?=//g/h/@k' --field 'n?=/d/g/h/n'
	gives 'g|h|n' '||' '||'
}

@test "A record beside elements that hold records has nothing of theirs, before or after them" {
	paths '<s><r>total</r><m code="101"><n>K</n><r>a</r></m><r>total</r><m code="147"><n>F</n><r>b</r></m><m><r>c</r></m></s>' \
		--record //r --field code=//m/@code --field name=/s/m/n --field r='text()'
	gives 'code|name|r' '||total' '101|K|a' '||total' '147|F|b' '||c'
	paths '<s><h><x><n>1</n></x><r/></h><r/></s>' --record //r --field n=//n
	gives n 1 ''
}

@test "What stands in one record is not a field of another" {
	paths '<d><r><n>1</n></r><r/><r><n>3</n></r></d>' --record //r --field n=//n --field m=/d/r/n
	gives 'n|m' '1|1' '|' '3|3'
}

@test "A field that an ancestor has twice is a bad record, which names the line of the first" {
	paths '<d>
<n>1</n><n>1</n>
<r/><x><y/></x></d>' --record //r --field n=/d/n --field 'y?=.//y' --rejects bad.tsv
	gives 'n|y'
	assert_equal "$(cut -f 2,3 bad.tsv | sed 1d)" \
		"3${TAB}n: /d/n is there more than once, first in line 2, outside the record: which one is meant?"
}

@test "A field both in the record and before it is a bad record" {
	paths '<d><x><n>1</n></x><r><n>2</n></r></d>' --record /d/r --field n=//n
	refused 65 'kkr-parse: in.xml:1: n: //n is there more than once'
}

@test "The text of an element that the record is part of is a bad record, since it has not ended" {
	paths '<d><p>x<r/></p></d>' --record //r --field p=/d/p
	refused 65 'p: /d/p is an element that the record is part of'
	paths '<d><p>x<r/></p></d>' --record //r --field p='//p/text()'
	refused 65 'part of'
}

# ---- Values

@test "Comments, instructions and CDATA do not cut a text, and space around it does not count" {
	paths '<d><r>
	a <!-- x -->b<?y?><![CDATA[ <c> ]]>
	d
</r></d>' --record //r --field t='text()' --field same=/d/r
	gives 't|same' 'a b <c> d|a b <c> d'
}

@test "A type is asked for with :TYPE, and is token otherwise" {
	paths '<d><r t=" a  b " p="2025-Q1" d="2025-01-31" i="-12" n="1.50"/></d>' --record //r --field token=@t \
		--field text:text=@t --field p:period=@p --field d:date=@d --field i:integer=@i --field n:decimal=@n --field a:area=@t
	gives 'token|text|p|d|i|n|a' 'a b| a  b |2025-Q1|2025-01-31|-12|1.50|a b'
}

@test "Figures in Danish notation flow on as text, become ours by --numbers da, and are bad without" {
	paths '<d><r v="1.234,5"/></d>' --record //r --field v=@v
	gives v 1.234,5
	paths '<d><r v="1.234,5"/><r v=".."/><r v="-"/></d>' --record //r --field v:decimal=@v --numbers da
	gives v 1234.5 '' 0
	paths '<d><r v="1.234,5"/></d>' --record //r --field v:decimal=@v
	refused 65 "in.xml:1: v '1.234,5' is not a number" '--numbers da'
}

@test "TAB, LF and backslash in a text are escaped" {
	paths '<d><r a="&#9;\&#10;"/></d>' --record //r --field a:text=@a
	gives 'a' '\t\\\n'
}

@test "A value that is not of its type is a bad record, wherever it stands" {
	paths '<d p="2025-13"><r i="1"/>
<r i="x"/></d>' --record //r --field i:integer=@i --rejects bad.tsv
	gives i 1
	assert_equal "$(cut -f 2,4 bad.tsv | sed 1d)" "2${TAB}<r i=\"x\"></r>"
	paths '<d p="2025-13"><r i="1"/></d>' --record //r --field p:period=/d/@p
	refused 65 "in.xml:1: p '2025-13' is not a period"
}

@test "An element with elements in it is no value: the message names what is" {
	paths '<d><r><a>x<b>1</b>y</a></r></d>' --record //r --field a=a
	refused 65 'a: the element of a has elements in it' 'text()'
	paths '<d><r><a>x<b>1</b></a></r></d>' --record //r --field a='a/text()'
	gives a x
	paths '<d><r><a>x<b>1</b>y</a></r></d>' --record //r --field a='a/text()'
	refused 65 'several texts'
}

@test "A field that is there more than once in a record is a bad record, not a guess" {
	paths '<d><r><a>1</a>
<a>1</a></r></d>' --record //r --field a=a
	refused 65 'in.xml:1: a: a is there more than once, first in line 1'
	paths '<d><r><a>1</a><b><a/></b></r></d>' --record //r --field a=.//a
	refused 65 'more than once'
	paths '<d><r><a x="1"/><a x="2"/></r></d>' --record //r --field x=a/@x
	refused 65 'more than once'
}

# ---- Namespaces

NAMESPACES='<o:d xmlns:o="urn:o" xmlns="urn:default" xmlns:q="urn:q">
<o:r><a>1</a><q:b x="plain" q:x="q">2</q:b></o:r><r><a xmlns="">3</a></r></o:d>'

@test "A name without a prefix is of any namespace" {
	paths "$NAMESPACES" --record /d/r --field a=a --field b=b
	gives 'a|b' '1|2' '3|'
}

@test "A name with a prefix is of its namespace alone, whatever the prefix in the document" {
	paths "$NAMESPACES" --namespace z=urn:o --record /z:d/z:r --field a=a
	gives a 1
	paths "$NAMESPACES" --namespace z=urn:default --record //z:r --field a=a --field 'b?=b'
	gives 'a|b' '3|'
	paths "$NAMESPACES" --namespace q=urn:q --namespace o=urn:o --record //o:r --field b=q:b --field 'none?=o:b'
	gives 'b|none' '2|'
}

@test "A prefix of the empty URI is for names in no namespace" {
	paths "$NAMESPACES" --namespace none= --record //r --field a=none:a
	gives a '' 3
}

@test "An attribute without a prefix is the one without, and one with a prefix is of its namespace" {
	paths "$NAMESPACES" --namespace p=urn:q --record //r --field x=b/@x --field q=b/@p:x
	gives 'x|q' 'plain|q' '|'
	paths '<d><r xml:lang="da">x</r></d>' --record //r --field lang=@xml:lang --field 'none?=@lang'
	gives 'lang|none' 'da|'
}

@test "A root that no path begins with is 65, with its namespace" {
	paths '<d xmlns="urn:x"><r/></d>' --record /rows/r --field a=a
	refused 65 "in.xml:1: --record /rows/r leads nowhere: the root element is <d> of namespace 'urn:x'"
	paths '<d xmlns="urn:x"><r/></d>' --namespace p=urn:y --record /p:d/r --field a=a
	refused 65 'leads nowhere' urn:x
	paths '<d><r/></d>' --record /d/r --field a=/rows/@a
	refused 65 '--field /rows/@a leads nowhere'
}

# ---- With the other options

@test "--columns chooses columns and their order, and names one that is not there" {
	paths '<d><r a="1" b="2"/></d>' --record //r --field a=@a --field b=@b --columns b
	gives b 2
	paths '<d><r a="1"/></d>' --record //r --field a=@a --columns a,c
	assert_failure 65
	[[ $stderr == *"no file has a column 'c'"* ]]
}

@test "Several files and gzip are one table, and every file is read anew" {
	printf '<d k="1"><r>1</r></d>' >1.xml
	printf '<d><r>2</r></d>' | gzip >2.xml.gz
	run_split kkr-parse --record /d/r --field 'k?=/d/@k' --field v=/d/r 1.xml 2.xml.gz - <1.xml
	gives 'k|v' '1|1' '|2' '1|1'
}

@test "--schema validates while the paths read" {
	cat >d.xsd <<-'XSD'
		<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
		<xs:element name="d"><xs:complexType><xs:sequence>
		<xs:element name="r" type="xs:integer" maxOccurs="unbounded"/>
		</xs:sequence></xs:complexType></xs:element></xs:schema>
	XSD
	paths '<d><r>1</r></d>' --record //r --field v='text()' --schema d.xsd
	gives v 1
	paths '<d><r>1</r><r>x</r></d>' --record //r --field v='text()' --schema d.xsd
	refused 65 'not valid by the schema'
}

@test "A record set aside is kept whole, with its namespaces, in the line where it began" {
	paths '<d><x/>
<p:r xmlns:p="urn:p" p:a="&lt;"><b>1
</b><b>2</b></p:r>
<r><b>3</b></r></d>' --record //r --field b=b --rejects bad.tsv
	gives b 3
	assert_equal "$(sed 1d bad.tsv | cut -f 2-4)" \
		"2${TAB}b: b is there more than once, first in line 3${TAB}<p:r xmlns:p=\"urn:p\" p:a=\"&lt;\"><b>1\\n</b><b>2</b></p:r>"
}

@test "A bad value before the records spoils all that use it, and no other" {
	paths '<d><n>x</n><r a="1"/><g><n>2</n><r a="2"/></g></d>' --record //r --field a=@a --field n:integer=//g/n --rejects bad.tsv
	gives 'a|n' '1|' '2|2'
	paths '<d n="x"><r/><r/></d>' --record //r --field n:integer=/d/@n --rejects bad.tsv
	gives n
	assert_equal "$(wc -l <bad.tsv)" 3
}

@test "A record within a record is refused, with the line of the outer one" {
	paths '<d>
<r>
<r/></r></d>' --record //r --field a=@a --rejects bad.tsv
	assert_failure 65
	[[ $stderr == 'kkr-parse: in.xml:3: a record <r> within the one that began in line 2'* ]]
	paths '<d><r a="1"><r/></r></d>' --record /d/r --field a=@a
	gives a 1
}

# ---- Wrong use

@test "What goes with --record is 64 without it, and it without --field" {
	local option
	for option in --field=a=a --namespace=p=u; do
		run_split kkr-parse "$option"
		refused 64 --record
	done
	refusals run_split kkr-parse <<-'END'
		64 | --record //r                             | --field COLUMN=PATH
		64 | --format paths                           | --record
		64 | --format export --record //r --field a=a | --format export
	END
}

@test "What names or adds columns of other dialects is 64 with --record, and so is a second one" {
	local option
	for option in --rename=a=b --attributes --structure=s.xml; do
		run_split kkr-parse --record //r --field a=a "$option"
		refused 64 "${option%%=*}" --field
	done
	run_split kkr-parse --record //r --record //s --field a=a
	refused 64 '--record is given twice'
}

@test "--format paths may stand with --record" {
	paths '<d><r a="1"/></d>' --format paths --record //r --field a=@a
	gives a 1
}

@test "A record that is no path to elements from the root is 64" {
	local path
	for path in r ./r @a //r/@a '//r/text()' 'text()'; do
		run_split kkr-parse --record "$path" --field a=a
		refused 64 "--record: '$path' is not a path to elements from the root" //row
	done
}

@test "What is no path is 64 and is named" {
	local path
	for path in '' / // a/ a// a///b . .. ../a a/../b a/./b '*' 'a[1]' 'a|b' @ @a/b 'text()/a' a/@ '@*' 1a 'a b' \
		a: :a a:b:c .a ./ .// //@x .//@x a//@x 'a//text()' /@x '/text()' $'\xff' $'a\n'; do
		run_split kkr-parse --record //r --field "x=$path"
		refused 64 kkr-parse: --field
	done
	run_split kkr-parse --record //r --field x=../a
	refused 64 "'..'" 'from the root'
}

@test "A prefix that is not declared is 64, and so are declarations that cannot be" {
	refusals run_split kkr-parse <<-'END'
		64 | --record //p:r --field a=a | --record: the path '//p:r' has the prefix 'p': --namespace p=URI
		64 | --namespace p --record //r --field a=a | --namespace: 'p' is not of the form PREFIX=URI
		64 | --namespace p=1 --namespace p=2 --record //r --field a=a | declared twice
		64 | --namespace 1=2 --record //r --field a=a | no prefix
		64 | --namespace =u --record //r --field a=a | no prefix
	END
}

@test "A field that cannot be is 64" {
	refusals run_split kkr-parse --record //r --field <<-'END'
		64 | a                 | COLUMN=PATH
		64 | A=a               | 'A' is no name of a column
		64 | a=a --field a=b   | 'a' is named twice
		64 | a:number=a        | no type 'number' | integer
		64 | a=@a --numbers da | --numbers is for fields of a type: --field a:integer=@a
		64 | a=a --numbers us  | --numbers: 'us' is none of: da, plain
	END
}

@test "A path has at most 31 names of elements" {
	local path
	path=$(printf '/a%.0s' {1..31})
	printf '<a>%.0s' {1..31} >in.xml
	printf '1' >>in.xml
	printf '</a>%.0s' {1..31} >>in.xml
	run_split kkr-parse --record "$path" --field v='text()' -F w="$path" in.xml
	gives 'v|w' '1|1'
	run_split kkr-parse --record "$path/a" --field v='text()' in.xml
	refused 64 'at most 31'
}

# ---- Any document

@test "Random paths in random documents lead where the reference on a tree leads" {
	local count=$(sample 1500 300)
	run reference paths --check "$count" --seed 550
	assert_success
	# It has seen enough of each.
	awk -v n="$count" '{ if ($1 < n / 5 || $4 < n / 5 || $9 < n / 5 || $11 < n / 3 * 2) exit 1 }' <<<"$output" ||
		fail "too little: $output"
}

@test "The depth is that of all dialects, and // at the bottom of it leads home" {
	{
		printf '<a>%.0s' {1..255}
		printf '<r x="1"/>'
		printf '</a>%.0s' {1..255}
	} >in.xml
	run_split kkr-parse --record //a/r --field x=@x --field 'n?=//a//a//a/@n' in.xml
	gives 'x|n' '1|'
	{
		printf '<a>%.0s' {1..257}
		printf '</a>%.0s' {1..257}
	} >in.xml
	run_split kkr-parse --record //r --field x=@x in.xml
	assert_failure 65
	[[ $stderr == *'more than 256 deep'* ]]
}

@test "A million records take no memory, with fields of their parents too" {
	measures_memory
	awk 'BEGIN {
		print "<d p=\"2025\">"
		for (i = 0; i < 1000; i++) {
			print "<g k=\"" i "\">"
			for (j = 0; j < 1000; j++) print "<r><v>" j "</v></r>"
			print "</g>"
		}
		print "</d>"
	}' >big.xml
	command time -q -f %M -o peak kkr-parse --record /d/g/r --field k=//g/@k --field p=/d/@p --field v:integer=v big.xml >out.tsv
	assert_equal "$(awk -F '\t' 'NR > 1 { n++; k += $1; v += $3 } END { print n, k, v }' out.tsv)" \
		'1000000 499500000 499500000'
	[ "$(tail -n 1 peak)" -lt 16384 ] || fail "it took $(tail -n 1 peak) KB"
}
