(() => {
  const make = (name, values) => Object.assign(document.createElement(name), values);
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const tools of document.querySelectorAll(".hp-list-tools")) {
    const { list, filter, count, copy, copied } = tools.dataset;
    const lists = [...document.querySelectorAll(`[data-listing="${list}"]`)];
    const rows = lists.flatMap(list => [...list.children]);
    if (filter) {
      const input = make("input", { type: "search", ariaLabel: filter, placeholder: filter });
      const output = make("output");
      tools.prepend(input, output);
      input.oninput = () => {
        const words = fold(input.value).split(/\s+/);
        for (const row of rows) {
          row.folded ??= fold(row.textContent);
          row.hidden = !words.every(word => row.folded.includes(word));
        }
        const shown = rows.filter(row => !row.hidden);
        for (const list of lists) {
          const group = list.closest(".hp-group");
          if (group) group.hidden = !shown.some(row => list.contains(row));
        }
        output.value = input.value && count.replace("{n}", shown.length);
      };
    }
    for (const row of rows) {
      for (const pre of row.querySelectorAll("pre")) {
        const text = pre.textContent;
        const button = make("button", { type: "button", className: "hp-copy", textContent: copy });
        button.onclick = () => navigator.clipboard.writeText(text).then(() => (button.textContent = copied));
        pre.append(button);
      }
    }
  }
})();
