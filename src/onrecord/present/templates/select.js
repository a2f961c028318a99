(() => {
  const words = document.querySelector("[data-words]");
  if (!words) return;
  let chosen = null;

  // Offsets in the article count code points; a piece knows where it begins.
  const place = (node, offset) => {
    if (node === words) {
      const piece = words.children[Math.min(offset, words.children.length - 1)];
      return Number(piece.dataset.at) + (offset < words.children.length ? 0 : Number(piece.dataset.length));
    }
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    if (!piece || !words.contains(piece)) return null;
    const range = document.createRange();
    range.setStart(piece, 0);
    range.setEnd(node, offset);
    const within = [...range.toString()].length;
    return Number(piece.dataset.at) + Math.min(within, Number(piece.dataset.length));
  };

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset);
    const end = place(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return;
    chosen = { start, end, text: range.toString().trim() };
    for (const told of document.querySelectorAll("output.chosen")) {
      told.textContent = `“${chosen.text}”, ${start} to ${end}`;
    }
    for (const button of document.querySelectorAll("button.use, button.more")) button.disabled = false;
  });

  const rows = (form) => [...form.querySelectorAll(".pair")];
  const fill = (row, start, end) => {
    const [first, last] = row.querySelectorAll("input");
    first.value = start;
    last.value = end;
  };

  for (const form of document.querySelectorAll("form.span")) {
    form.querySelector(".by-selection").hidden = false;
    form.querySelector("button.use").addEventListener("click", () => {
      rows(form).forEach((row, n) => (n ? fill(row, "", "") : fill(row, chosen.start, chosen.end)));
    });
    form.querySelector("button.more").addEventListener("click", () => {
      const free = rows(form).find((row) => !row.querySelector("input").value);
      if (free) fill(free, chosen.start, chosen.end);
    });
  }
})();
