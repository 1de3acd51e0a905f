"use strict";
// The plane of a and b: exponents at a point, and points for measured exponents.

const STEP = 1 / 20;
const rows = [...document.querySelectorAll(".exponents tbody tr")];
const map = document.getElementById("map");
const WINDOW = JSON.parse(map.dataset.window);
const BOX = Object.fromEntries(["x", "y", "width", "height"]
  .map((side) => [side, Number(map.querySelector(".ground").getAttribute(side))]));

for (const id of ["plane", "lookup"]) document.getElementById(id).hidden = false;

function read(text) {
  const [above, below, ...more] = text.trim().split("/");
  const value = more.length ? NaN : Number(above) / (below === undefined ? 1 : Number(below));
  return text.trim() === "" ? NaN : value;
}

function fraction(x) {
  for (let below = 1; below <= 60; below += 1) {
    const above = Math.round(x * below);
    if (Math.abs(x - above / below) < 1e-9) return below === 1 ? `${above}` : `${above}/${below}`;
  }
  return "";
}

function shown(x) {
  const decimal = String(Number(x.toPrecision(6)));
  const exact = fraction(x);
  if (!exact || exact === decimal) return decimal;
  return `${exact} ${Math.abs(Number(decimal) - x) < 1e-12 ? "=" : "≈"} ${decimal}`;
}

const across = (a) => BOX.x + BOX.width * (a - WINDOW.a[0]) / (WINDOW.a[1] - WINDOW.a[0]);
const upwards = (b) => BOX.y + BOX.height * (WINDOW.b[1] - b) / (WINDOW.b[1] - WINDOW.b[0]);

// At one point.
const inputs = { a: document.getElementById("at-a"), b: document.getElementById("at-b") };

function holds(row, a, b) {
  return row !== null && row.where(a, b) && Number.isFinite(row.value(a, b));
}

function showAt() {
  const a = read(inputs.a.value), b = read(inputs.b.value);
  const chosen = a > 1 && b > 1;
  const mark = document.getElementById("chosen");
  mark.setAttribute("cx", chosen ? across(a) : -20);
  mark.setAttribute("cy", chosen ? upwards(b) : -20);
  rows.forEach((line, number) => {
    const row = EXPONENTS[number];
    line.hidden = chosen && !holds(row, a, b);
    line.querySelector(".number-at").textContent = chosen && !line.hidden ? shown(row.value(a, b)) : "";
  });
  for (const cell of document.querySelectorAll(".number-at")) cell.hidden = !chosen;
}

for (const input of Object.values(inputs)) input.addEventListener("input", showAt);
document.getElementById("point").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("point").addEventListener("reset", () => setTimeout(() => { showAt(); showRegions(); }));

map.addEventListener("click", (event) => {
  const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  const a = WINDOW.a[0] + (place.x - BOX.x) / BOX.width * (WINDOW.a[1] - WINDOW.a[0]);
  const b = WINDOW.b[1] - (place.y - BOX.y) / BOX.height * (WINDOW.b[1] - WINDOW.b[0]);
  inputs.a.value = Math.max(1.05, Math.round(a / STEP) * STEP).toFixed(2);
  inputs.b.value = Math.max(1.05, Math.round(b / STEP) * STEP).toFixed(2);
  showAt();
});

const choice = document.getElementById("regions-of");

function showRegions() {
  const groups = [...document.querySelectorAll(".regions")];
  for (const group of groups) {
    group.classList.toggle("filled", group.dataset.of === choice.value);
    group.style.display = choice.value === "" || group.dataset.of === choice.value ? "" : "none";
  }
  const filled = groups.find((group) => group.dataset.of === choice.value);
  const titles = filled ? [...filled.querySelectorAll("title")].map((title) => title.textContent.split(": ")[1]) : [];
  document.getElementById("legend").textContent = titles.join("; ");
}

choice.addEventListener("change", showRegions);
showRegions();

// From measured exponents back.
const measured = document.getElementById("measured");

function matches(resource, value, error, a, b) {
  const found = [];
  EXPONENTS.forEach((row, number) => {
    if (row !== null && row.ofLoss && row.resource === resource && holds(row, a, b)) {
      const off = Math.abs(row.value(a, b) - value);
      if (off <= error) found.push([number, off]);
    }
  });
  return found;
}

function lookUp() {
  const error = read(document.getElementById("error").value);
  const asked = [...measured.querySelectorAll("[data-resource]")]
    .map((input) => [input.dataset.resource, read(input.value)])
    .filter(([, value]) => Number.isFinite(value));
  const cells = document.getElementById("consistent"), answers = document.getElementById("answers");
  cells.replaceChildren();
  answers.replaceChildren();
  if (asked.length === 0 || !(error > 0)) return;
  const ranges = new Map();
  const all = { a: [Infinity, -Infinity], b: [Infinity, -Infinity] };
  let path = "";
  const size = [across(1 + STEP) - across(1), upwards(1) - upwards(1 + STEP)];
  for (let i = 1; i < (WINDOW.a[1] - WINDOW.a[0]) / STEP; i += 1) {
    for (let j = 1; j < (WINDOW.b[1] - WINDOW.b[0]) / STEP; j += 1) {
      const a = WINDOW.a[0] + i * STEP, b = WINDOW.b[0] + j * STEP;
      const found = asked.map(([resource, value]) => matches(resource, value, error, a, b));
      if (found.some((one) => one.length === 0)) continue;
      path += `M${across(a) - size[0] / 2} ${upwards(b) - size[1] / 2}h${size[0]}v${size[1]}h${-size[0]}z`;
      for (const [number] of found.flat()) widen(ranges, number, a, b);
      for (const [key, x] of [["a", a], ["b", b]]) {
        all[key] = [Math.min(all[key][0], x), Math.max(all[key][1], x)];
      }
    }
  }
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  cells.append(shape);
  report(answers, asked, ranges, all);
}

function widen(ranges, number, a, b) {
  const known = ranges.get(number) || { a: [a, a], b: [b, b] };
  ranges.set(number, {
    a: [Math.min(known.a[0], a), Math.max(known.a[1], a)],
    b: [Math.min(known.b[0], b), Math.max(known.b[1], b)],
  });
}

const span = (range) => [...new Set(range.map((x) => String(Number(x.toFixed(2)))))].join(" to ");

function report(answers, asked, ranges, all) {
  const line = document.createElement("p");
  line.textContent = ranges.size === 0
    ? "No point of the plane above has such exponents."
    : `Consistent: a = ${span(all.a)}, b = ${span(all.b)}, in steps of ${STEP}.`;
  answers.append(line);
  for (const [resource] of asked) {
    const list = document.createElement("ul");
    for (const [number, range] of [...ranges].sort(([one], [other]) => one - other)) {
      if (EXPONENTS[number].resource !== resource) continue;
      const item = document.createElement("li"), cells = rows[number].cells;
      item.append(cells[0].firstChild.cloneNode(true), ": ");
      for (const node of cells[2].childNodes) item.append(node.cloneNode(true));
      item.append(`, a = ${span(range.a)}, b = ${span(range.b)}`);
      list.append(item);
    }
    answers.append(list);
  }
}

measured.addEventListener("input", lookUp);
measured.addEventListener("submit", (event) => event.preventDefault());
measured.addEventListener("reset", () => setTimeout(lookUp));

// A point or measured exponents in the address: exponents.html?a=2&b=3/2, ?t=2/3&N=1.
const given = new URLSearchParams(location.search);
for (const [key, input] of Object.entries(inputs)) if (given.has(key)) input.value = given.get(key);
for (const input of measured.querySelectorAll("[data-resource]")) {
  if (given.has(input.dataset.resource)) input.value = given.get(input.dataset.resource);
}
if (given.has("regions")) choice.value = given.get("regions");
showRegions();
showAt();
lookUp();
