// What comes on top where scripts run: a search box above the municipalities, and all steps at once.
(function () {
	"use strict";
	var place = document.getElementById("search");
	var table = document.getElementById("municipalities");
	if (!place || !table)
		return;
	var danish = document.documentElement.lang === "da";
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
		return plain(row.cells[0].textContent + " " + row.cells[1].textContent + " " + row.id.slice(1));
	});

	var field = make("div", "");
	field.appendChild(make("label", danish ? "Find en kommune" : "Find a municipality", { for: "find" }));
	var box = make("input", "", { id: "find", type: "search", autocomplete: "off" });
	field.appendChild(box);
	var all = make("button", danish ? "Vis alle beregninger" : "Show all calculations", { type: "button" });
	var found = make("output", "", { for: "find" });
	place.appendChild(field);
	place.appendChild(all);
	place.appendChild(found);
	place.hidden = false;

	box.addEventListener("input", function () {
		var wanted = plain(box.value.trim());
		var shown = 0;
		rows.forEach(function (row, i) {
			row.hidden = names[i].indexOf(wanted) < 0;
			shown += row.hidden ? 0 : 1;
		});
		found.textContent = wanted === "" ? "" : shown + (danish ? " af " : " of ") + rows.length +
			(danish ? " kommuner" : " municipalities");
	});

	all.addEventListener("click", function () {
		var open = all.getAttribute("aria-pressed") !== "true";
		all.setAttribute("aria-pressed", String(open));
		rows.forEach(function (row) {
			row.querySelector("details").open = open;
		});
	});
}());
