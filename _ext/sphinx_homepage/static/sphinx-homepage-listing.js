(() => {
	const make = (name, more) => Object.assign(document.createElement(name), more);
	const fold = s => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
	for (const tools of document.querySelectorAll(".hp-list-tools")) {
		const { list, filter, count, copy, copied } = tools.dataset;
		const lists = [...document.querySelectorAll(`[data-listing="${list}"]`)];
		const rows = lists.flatMap(list => [...list.children]);
		for (const row of rows) {
			row.words = fold(row.textContent);
			for (const pre of row.querySelectorAll("pre")) {
				const text = pre.textContent;
				row.words = row.words.replace(fold(text), "");
				const button = make("button", { className: "hp-copy", textContent: copy });
				button.onclick = async () => {
					await navigator.clipboard.writeText(text);
					button.textContent = copied;
				};
				pre.prepend(button);
			}
		}
		if (filter) {
			const input = make("input", { type: "search", ariaLabel: filter, placeholder: filter });
			const output = make("output");
			tools.prepend(input, output);
			input.oninput = () => {
				const asked = fold(input.value).split(/\s+/);
				for (const row of rows) row.hidden = asked.some(word => !row.words.includes(word));
				for (const list of lists) {
					const group = list.closest(".hp-group") ?? {};
					group.hidden = [...list.children].every(row => row.hidden);
				}
				output.value = input.value && count.replace("{n}", rows.filter(row => !row.hidden).length);
			};
		}
	}
})();
