"use strict";
// The pages are whole without this file: it keeps the choice of letters and copies formulas.

const KEY = "scaling-laws-notation";

function kept() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}

function keep(name) {
  try { localStorage.setItem(KEY, name); } catch { /* a page from a file may have no storage */ }
}

for (const radio of document.querySelectorAll('input[name="notation"]')) {
  if (radio.value === kept()) radio.checked = true;
  radio.addEventListener("change", () => keep(radio.value));
}

// Copying: the page carries its own data.
const source = document.getElementById("data");
const data = source && JSON.parse(source.textContent);

function at(path) {
  const [first, ...rest] = path.split(".");
  return [first, rest.join(".")].filter(Boolean).reduce((found, key) => found && found[key], data);
}

function form(value, kind, shown) {
  if (kind === "tex" && shown) return shown.dataset.tex;
  if (kind === "json") return JSON.stringify(value, null, 1);
  if (value.str) return value[kind === "tex" ? "latex" : kind];
  const sides = [value.left, value.right];
  if (kind === "tex") return sides.map((side) => side.latex).join(" " + value.relation + " ");
  if (value.relation === "=" && !value.error) {
    return "Eq(" + sides.map((side) => side[kind]).join(", ") + ")";
  }
  return value.right[kind];
}

for (const place of document.querySelectorAll(".copy")) {
  const value = data && at(place.dataset.path);
  if (!value) continue;
  place.hidden = false;
  place.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const block = place.closest(".equation") || place.closest(".heading").nextElementSibling;
    const shown = [...(block.matches(".display") ? [block] : block.querySelectorAll(".display"))]
      .find((one) => one.offsetParent !== null);
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(form(value, button.dataset.form, shown));
      button.textContent = "copied";
    } catch {
      button.textContent = "not copied";
    }
    setTimeout(() => { button.textContent = said; }, 1500);
  });
}

// Search: the words of every result are in the page.
const index = document.getElementById("search-index");

function search(asked) {
  const wanted = asked.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const [id, words] of JSON.parse(index.textContent)) {
    const text = words.toLowerCase();
    const fits = wanted.every((word) => text.includes(word));
    document.getElementById(id).hidden = !fits;
    count += fits;
  }
  const status = document.getElementById("found");
  status.hidden = wanted.length === 0;
  status.textContent = count + (count === 1 ? " result has " : " results have ") + wanted.join(", ");
}

if (index) {
  const box = document.getElementById("search-in-head");
  box.value = new URLSearchParams(location.search).get("q") || "";
  box.addEventListener("input", () => search(box.value));
  box.form.addEventListener("submit", (event) => event.preventDefault());
  search(box.value);
}

// The ledger: verdicts that are shown.
for (const box of document.querySelectorAll(".shows")) {
  box.disabled = false;
  box.addEventListener("change", () => {
    for (const row of document.querySelectorAll(".ledger tbody tr." + box.value)) {
      row.hidden = !box.checked;
    }
  });
}
