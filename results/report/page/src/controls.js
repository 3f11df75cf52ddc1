// What switches series on and off and chooses among them: buttons that a keyboard reaches and a screen reader names; on paper they are the legend.
import { colour } from './theme.js';
import { shortened } from './axes.js';
import { shades, topOf } from './heat.js';
import { formats, words } from './format.js';

export function controls(figure) {
  const { data, place } = figure;
  const series = data.series || [];
  if (data.choose) {
    const label = document.createElement('label');
    label.className = 'choose';
    label.append(`${data.choose.title} `);
    const select = document.createElement('select');
    for (const name of data.choose.names) {
      const option = document.createElement('option');
      option.value = name;
      option.textContent = name;
      option.selected = name === data.choose.start;
      select.append(option);
    }
    select.addEventListener('change', () => {
      figure.chosen = select.value;
      figure.redraw();
    });
    label.append(select);
    place.before(label);
  }
  const named = series.filter((one) => one.choice === undefined);
  const legendItems = named.length > 1 || data.choose ? named : [];
  const row = document.createElement('div');
  row.className = 'legend';
  figure.keys = [];
  for (const one of legendItems) {
    const k = series.indexOf(one);
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', 'true');
    const key = document.createElement('span');
    key.className = one.loose ? 'key round' : 'key';
    button.append(key, shortened(one.name, 60));
    button.addEventListener('click', () => {
      if (figure.hidden.has(k)) figure.hidden.delete(k);
      else figure.hidden.add(k);
      button.setAttribute('aria-pressed', String(!figure.hidden.has(k)));
      figure.redraw();
    });
    figure.keys.push([key, one, k]);
    row.append(button);
  }
  const note = (kind, text) => {
    const item = document.createElement('span');
    item.className = 'sign';
    const key = document.createElement('span');
    key.className = `key ${kind}`;
    const said = document.createElement('span');
    said.textContent = text;
    item.append(key, said);
    row.append(item);
    return said;
  };
  if (data.choose) figure.chosenName = note('dots', '');
  for (const sign of data.signs || []) note(`role-${sign.role}`, sign.name);
  const seen = (values) => (lo, hi) => values.some((one) => lo(one) && lo(one).some((low, n) => typeof low === 'number' && low !== hi(one)[n]));
  if (seen(series)((one) => one.lo, (one) => one.hi)) note(data.kind === 'curves' && !series.some((one) => one.loose) ? 'dashes' : 'whisker', words().sampling);
  const bands = series.some((one) => (one.bands && one.bands.length) || (one.worlds && one.worlds.lo.some((low) => typeof low === 'number')));
  if (bands) note('strip', words().worlds);
  if (series.some((one) => one.bands && one.bands.length > 1)) note('strip half', words().half);
  if (data.kind === 'heat') figure.scale = scale(data, row);
  if (row.childNodes.length) place.before(row);
}

/// What the colours of a field stand for: a strip of all; with a middle, one of those below it and one of those above.
function scale(data, row) {
  const format = formats()[data.format].axis;
  const item = document.createElement('span');
  item.className = 'sign';
  const ends = data.middle === undefined ? [0, 1] : [0, data.middle, Math.round(100 * topOf(data)) / 100];
  const strips = ends.slice(1).map(() => document.createElement('span'));
  item.append(format(0));
  strips.forEach((strip, side) => {
    strip.className = 'key scale';
    item.append(strip, format(ends[side + 1]));
  });
  row.append(item);
  return strips;
}

/// Gives the legend's keys the colours of the chart.
export function legend(figure, look) {
  if (figure.scale) {
    const all = shades(figure.data, look);
    const each = all.length / figure.scale.length;
    figure.scale.forEach((strip, side) => {
      const stops = all.slice(side * each, (side + 1) * each).map((shade, k) => `${shade} ${(100 * k) / each}% ${(100 * (k + 1)) / each}%`);
      strip.style.background = `linear-gradient(90deg, ${stops.join(', ')})`;
    });
  }
  if (figure.chosenName) figure.chosenName.textContent = shortened(figure.data.series.find((one) => one.choice === figure.chosen).name, 60);
  for (const [key, one, k] of figure.keys) {
    key.style.background = one.signed ? `linear-gradient(90deg, ${look.gain} 50%, ${look.loss} 50%)` : colour(look, one, k);
    if (one.dash) key.style.background = `repeating-linear-gradient(90deg, ${colour(look, one, k)} 0 ${one.dash === 1 ? 6 : 3}px, transparent 0 ${one.dash === 1 ? 9 : 6}px)`;
  }
}
