// On paper everything is open, light and as wide as the paper. Long tables come last, so that pictures follow one another.
import { words } from './format.js';

const LONG = 14;
let undo = [];

function open(details) {
  if (details.open) return;
  details.open = true;
  undo.push(() => (details.open = false));
}

/// Moves the table to the appendix, under the name of its picture.
function moveTo(appendix, details) {
  const place = document.createComment('');
  details.before(place);
  const remark = document.createElement('p');
  remark.className = 'remark';
  remark.textContent = words().appended;
  details.before(remark);
  const title = document.createElement('h3');
  title.textContent = details.closest('figure').querySelector('h3').textContent;
  appendix.append(title, details);
  undo.push(() => {
    remark.remove();
    place.replaceWith(details);
  });
}

export function onPaper(drawAll) {
  window.addEventListener('beforeprint', () => {
    undo = [];
    const appendix = document.createElement('section');
    const title = document.createElement('h2');
    title.textContent = words().appendix;
    appendix.append(title);
    for (const details of document.querySelectorAll('main details')) {
      open(details);
      if (details.closest('figure') && details.querySelectorAll('tbody tr').length > LONG) moveTo(appendix, details);
    }
    if (appendix.childNodes.length > 1) {
      document.querySelector('main').append(appendix);
      undo.push(() => appendix.remove());
    }
    drawAll(true);
  });
  window.addEventListener('afterprint', () => {
    undo.forEach((step) => step());
    undo = [];
    drawAll(false);
  });
}
