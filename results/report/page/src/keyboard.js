// A picture under the keyboard: arrows go from number to number, as a mouse does, and what they come to is said aloud too.
import { words } from './format.js';

let said;

/// Where a screen reader hears what was come to.
function aloud(text) {
  if (!said) {
    said = document.createElement('div');
    said.className = 'unseen';
    said.setAttribute('role', 'status');
    document.body.append(said);
  }
  said.textContent = text;
}

const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/// The number that a key goes to, of `count` numbers in rows of so many `columns`; null where the key is not for pictures.
function next(key, at, { count, columns }) {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  if (!step) return null;
  // In a single row or column all arrows go the same ways.
  const move = columns === 1 || columns === count ? step[0] + step[1] : step[0] + step[1] * columns;
  const to = at + move;
  const leavesRow = columns !== 1 && step[0] !== 0 && Math.floor(to / columns) !== Math.floor(at / columns);
  return to < 0 || to >= count || leavesRow ? at : to;
}

export function underKeyboard(figure) {
  const { place } = figure;
  place.tabIndex = 0;
  place.setAttribute('aria-description', words().keys);
  let at = -1;
  const leave = () => {
    if (at >= 0 && figure.chart) figure.chart.dispatchAction({ type: 'hideTip' });
    at = -1;
  };
  place.addEventListener('blur', leave);
  place.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') {
      leave();
      return;
    }
    const where = figure.points;
    if (!where || !where.count) return;
    const to = at < 0 && steps[event.key] ? 0 : next(event.key, at, where);
    if (to === null) return;
    event.preventDefault();
    at = to;
    figure.chart.dispatchAction({ type: 'showTip', seriesIndex: where.series, dataIndex: at });
    const box = place.querySelector('.hover');
    aloud(box ? [...box.children].map((line) => line.textContent).join('; ') : '');
  });
}
