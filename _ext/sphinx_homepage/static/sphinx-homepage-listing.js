(() => {
  const make = (name, values, parent) => parent.appendChild(Object.assign(document.createElement(name), values));
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const tools of document.querySelectorAll(".hp-list-tools")) {
    const { list, filter, count, copy, copied } = tools.dataset;
    const rows = [...document.querySelectorAll(`[data-listing="${list}"] > *`)];
    if (filter) {
      const input = make("input", { type: "search", ariaLabel: filter, placeholder: filter }, tools);
      const output = make("output", {}, tools);
      tools.prepend(input, output);
      input.oninput = () => {
        const words = fold(input.value).split(/\s+/);
        const hits = rows.filter(row => {
          const text = row.folded ??= fold(row.textContent);
          return !(row.hidden = !words.every(word => text.includes(word)));
        });
        for (const group of document.querySelectorAll(".hp-group")) {
          const own = group.querySelector(`[data-listing="${list}"]`);
          if (own) group.hidden = ![...own.children].some(row => !row.hidden);
        }
        output.value = input.value && count.replace("{n}", hits.length);
      };
    }
    for (const row of rows) {
      for (const pre of row.querySelectorAll("pre")) {
        const text = pre.textContent;
        const button = make("button", { type: "button", className: "hp-copy", textContent: copy }, pre);
        button.onclick = async () => {
          await navigator.clipboard.writeText(text);
          button.textContent = copied;
        };
      }
    }
  }
})();
