// On paper everything is open, light and as wide as the paper. The tables of pictures come last, so that pictures follow one another.
import { words } from './format.js';

/// A table of more rows that needs no more than half the paper's width goes in two columns.
const SHORT = 14;
const HALF = 320;
let undo = [];

function open(details) {
  if (details.open) return;
  details.open = true;
  undo.push(() => (details.open = false));
}

function element(name, text, css = '') {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = css;
  return made;
}

/// About how many CSS pixels of paper a text is wide: Chinese letters take twice as much.
const wide = (text) => [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 12 : 7), 0);

/// About how wide a table is on paper if none of its cells is broken; words of a heading may stand one below the other.
function tableWidth(details) {
  const columns = [...details.querySelectorAll('thead th')].map((head) => Math.max(...head.textContent.split(' ').map(wide)));
  for (const row of details.querySelectorAll('tbody tr')) [...row.cells].forEach((cell, k) => (columns[k] = Math.max(columns[k] || 0, wide(cell.textContent))));
  return columns.reduce((sum, column) => sum + column + 13, 0);
}

/// Moves the table to the appendix, under the name of its picture.
function moveTo(appendix, details) {
  const place = document.createComment('');
  details.before(place);
  const isLong = details.querySelectorAll('tbody tr').length > SHORT;
  const entry = element('div', '', isLong && tableWidth(details) <= HALF ? 'entry narrow' : 'entry');
  entry.append(element('h3', details.closest('figure').querySelector('h3').textContent), details);
  appendix.append(entry);
  undo.push(() => place.replaceWith(details));
}

export function onPaper(drawAll) {
  window.addEventListener('beforeprint', () => {
    undo = [];
    const appendix = document.createElement('section');
    appendix.append(element('h2', words().appendix));
    for (const details of document.querySelectorAll('main details')) {
      open(details);
      if (details.closest('figure')) moveTo(appendix, details);
    }
    if (appendix.childNodes.length > 1) {
      const remark = element('p', words().appended, 'remark');
      document.querySelector('main').prepend(remark);
      document.querySelector('main').append(appendix);
      undo.push(() => {
        remark.remove();
        appendix.remove();
      });
    }
    drawAll(true);
  });
  window.addEventListener('afterprint', () => {
    undo.forEach((step) => step());
    undo = [];
    drawAll(false);
  });
}
