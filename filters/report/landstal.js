// A landstal typed on the page: the quotas of all municipalities, by kkr-quota's rule and remainder, in
// whole numbers of any size (BigInt). The page has the figures that it needs, and is whole without it.
(function () {
	"use strict";
	var place = document.getElementById("landstal");
	var figures = document.getElementById("tal");
	if (!place || !figures || typeof BigInt === "undefined")
		return;
	var words = {
		da: {
			hint: "Skriv et landstal, så regnes alle kvoter ud med det. Det er et regneeksempel og ingen udmelding.",
			wrong: "Skriv et helt tal, for eksempel 800.",
			caption: "Regneeksempel: kvoter ved et landstal på ",
			head: ["Kommune", "Kvote", "Beregnet nu"],
			rest: ["heraf ", " afrundingsrest; placeringen kendes kun fra 2026"],
			six: "Aftaler om kvoter kan bortfalde, når landstallet ændres (§ 6).",
			bounds: function (now, low, high, limit) {
				return "Landstallet på " + now + " skal ændres, når skønnet falder under " + low +
					" eller stiger over " + high + ": mere end " + limit + " pct. (§ 2).";
			},
		},
		en: {
			hint: "Type a landstal, and all quotas are worked out with it. It is a what-if, and nothing that was announced.",
			wrong: "Type a whole number, such as 800.",
			caption: "What-if: quotas at a landstal of ",
			head: ["Municipality", "Quota", "Calculated now"],
			rest: ["of which ", " rounding remainder; where it goes is known from 2026 alone"],
			six: "Agreements on quotas may lapse when the landstal changes (section 6).",
			bounds: function (now, low, high, limit) {
				return "The landstal of " + now + " must be changed when the estimate falls below " + low +
					" or rises above " + high + ": by more than " + limit + " per cent (section 2).";
			},
		},
	}[place.dataset.lang];
	var rows = JSON.parse(figures.textContent).map(function (row) {
		return { code: row[0], pop: BigInt(row[1]), imm: BigInt(row[2]), fam: BigInt(row[3]), now: BigInt(row[4]) };
	});

	function sum(list, of) {
		return list.reduce(function (total, item) {
			return total + of(item);
		}, 0n);
	}

	// By section 4(2) to (5): all over the same denominator, the product of the sums; then half up, and what
	// that leaves to the last municipality, or where it would fall below 0, the rest to the one before.
	function allocate(landstal) {
		var people = sum(rows, function (r) { return r.pop; });
		var nationals = sum(rows, function (r) { return r.imm; });
		var all = landstal + sum(rows, function (r) { return r.fam; });
		var net = rows.map(function (r) {
			var n = (2n * r.pop * nationals - r.imm * people) * all - r.fam * people * nationals;
			return n > 0n ? n : 0n;
		});
		var whole = sum(net, function (n) { return n; });
		var quotas = net.map(function (n) {
			return whole > 0n ? (2n * n * landstal + whole) / (2n * whole) : 0n;
		});
		var rest = landstal - sum(quotas, function (q) { return q; });
		var remainders = quotas.map(function () { return 0n; });
		for (var i = quotas.length - 1; i >= 0 && rest !== 0n; i--) {
			remainders[i] = quotas[i] + rest < 0n ? -quotas[i] : rest;
			quotas[i] += remainders[i];
			rest -= remainders[i];
		}
		return { quotas: quotas, remainders: remainders };
	}

	function show(number) {
		var point = place.dataset.lang === "da" ? "." : ",";
		return String(number).replace("-", "−").replace(/\B(?=(\d{3})+$)/g, point);
	}

	// A landstal of 8,000 or less must be changed where the estimate moves by more than 40 per cent, above by 25.
	function bounds(landstal) {
		var limit = landstal <= 8000n ? 40n : 25n;
		return words.bounds(show(landstal), show((landstal * (100n - limit) + 99n) / 100n),
			show(landstal * (100n + limit) / 100n), limit);
	}

	function make(tag, text, parent) {
		var element = document.createElement(tag);
		element.textContent = text;
		parent.appendChild(element);
		return element;
	}

	function tell(landstal, to) {
		var found = allocate(landstal);
		var table = document.createElement("table");
		make("caption", words.caption + show(landstal), table);
		var head = make("tr", "", make("thead", "", table));
		words.head.forEach(function (word, i) {
			var cell = make("th", word, head);
			cell.scope = "col";
			cell.className = i ? "n" : "";
		});
		var body = make("tbody", "", table);
		rows.forEach(function (row, i) {
			var line = make("tr", "", body);
			var named = document.getElementById("k-" + row.code);
			line.dataset.code = row.code;
			make("th", named ? named.cells[0].textContent : row.code, line).scope = "row";
			var cell = make("td", show(found.quotas[i]), line);
			cell.className = "n";
			if (found.remainders[i] !== 0n)
				make("small", " (" + words.rest[0] + show(found.remainders[i]) + words.rest[1] + ")", cell);
			make("td", show(row.now), line).className = "n";
		});
		make("p", words.six, to);
		to.appendChild(table);
	}

	var details = make("details", "", place);
	make("summary", place.dataset.label, details);
	make("p", words.hint, details);
	if (/^[0-9]+$/.test(place.dataset.landstal))
		make("p", bounds(BigInt(place.dataset.landstal)), details);
	make("label", "Landstal", details).htmlFor = "typed";
	var box = make("input", "", details);
	box.id = "typed";
	box.inputMode = "numeric";
	box.autocomplete = "off";
	var grouped = place.dataset.lang === "da" ? /^[0-9]{1,3}([.\s][0-9]{3}){1,33}$/ : /^[0-9]{1,3}([,\s][0-9]{3}){1,33}$/;
	var answer = make("div", "", details);
	answer.id = "example";
	answer.setAttribute("aria-live", "polite");
	place.hidden = false;
	box.addEventListener("input", function () {
		var typed = box.value.trim(); // in groups of three, or without; 1,5 is no 15
		answer.textContent = "";
		if (grouped.test(typed) || /^[0-9]{1,100}$/.test(typed))
			tell(BigInt(typed.replace(/[^0-9]/g, "")), answer);
		else if (typed !== "")
			make("p", words.wrong, answer);
	});
}());
