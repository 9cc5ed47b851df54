// What comes on top where scripts run: a box that finds a municipality and answers, and all steps at once.
(function () {
	"use strict";
	var place = document.getElementById("search");
	var answer = document.getElementById("answer");
	var table = document.getElementById("municipalities");
	if (!place || !table)
		return;
	var rows = Array.prototype.slice.call(table.tBodies[0].rows);

	function make(tag, text, attributes) {
		var element = document.createElement(tag);
		element.textContent = text;
		Object.keys(attributes || {}).forEach(function (name) {
			element.setAttribute(name, attributes[name]);
		});
		return element;
	}

	// æ, ø and å may be written ae, oe and aa.
	function plain(text) {
		return text.toLowerCase().replace(/æ/g, "ae").replace(/ø/g, "oe").replace(/å/g, "aa");
	}

	var names = rows.map(function (row) {
		return plain(row.cells[0].textContent);
	});
	var texts = rows.map(function (row, i) {
		return names[i] + " " + plain(row.cells[1].textContent) + " " + row.id.slice(2);
	});

	var field = make("div", "");
	field.appendChild(make("label", place.dataset.label, { for: "find" }));
	var box = make("input", "", { id: "find", type: "search", autocomplete: "off", list: "names" });
	var list = make("datalist", "", { id: "names" });
	rows.forEach(function (row) {
		list.appendChild(make("option", "", { value: row.cells[0].textContent }));
	});
	field.appendChild(box);
	field.appendChild(list);
	var all = make("button", place.dataset.all, { type: "button", id: "open-all" });
	var found = make("output", "", { for: "find" });
	place.appendChild(field);
	place.appendChild(found);
	var download = make("button", place.dataset.download, { type: "button" });
	var buttons = make("div", "", { class: "municipality-buttons" });
	buttons.appendChild(all);
	buttons.appendChild(download);
	table.parentNode.insertBefore(buttons, table);
	place.hidden = false;

	// The row's quota, in large, its sentences, and the calculation.
	function tell(row) {
		answer.textContent = "";
		if (!row)
			return;
		answer.appendChild(make("p", row.dataset.quota, { class: "big" }));
		var inside = row.querySelector("details").cloneNode(true);
		inside.open = false;
		Array.prototype.slice.call(inside.querySelectorAll("p")).forEach(function (said) {
			answer.appendChild(said);
		});
		answer.appendChild(inside);
	}

	box.addEventListener("input", function () {
		var wanted = plain(box.value.trim());
		var shown = rows.filter(function (row, i) {
			row.hidden = texts[i].indexOf(wanted) < 0;
			return !row.hidden;
		});
		var named = rows[names.indexOf(wanted)];
		found.textContent = wanted === "" ? ""
			: place.dataset.of.replace("%s", shown.length).replace("%s", rows.length);
		tell(named || (shown.length === 1 ? shown[0] : null));
	});

	all.addEventListener("click", function () {
		var open = all.getAttribute("aria-pressed") !== "true";
		all.setAttribute("aria-pressed", String(open));
		rows.forEach(function (row) {
			row.querySelector("details").open = open;
		});
	});

	// The table as csv for a spreadsheet, which is not to take a name for a formula.
	download.addEventListener("click", function () {
		var lines = Array.prototype.slice.call(table.rows).map(function (row) {
			var cells = Array.prototype.slice.call(row.cells, 0, -1).map(function (cell) {
				return "\"" + cell.textContent.replace(/"/g, "\"\"").replace(/^[=+@\t-]/, "'$&") + "\"";
			});
			return [row.id.slice(2)].concat(cells).join(";");
		});
		var link = make("a", "", { download: "kommunekvoter.csv" });
		link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
		link.click();
		URL.revokeObjectURL(link.href);
	});

	// #k-860 opens that municipality, and what it stands in.
	function follow() {
		var row = document.getElementById(location.hash.slice(1));
		if (rows.indexOf(row) < 0)
			return;
		for (var up = row.querySelector("details"); up; up = up.parentElement.closest("details"))
			up.open = true;
		box.value = row.cells[0].textContent;
		tell(row);
		row.scrollIntoView();
	}
	window.addEventListener("hashchange", follow);
	follow();
}());
