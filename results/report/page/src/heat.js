// A field of cells, each as dark as its share is large, with the share written in it where there is room. With a middle, the colour turns there, and a line
// runs around what lies above.
import { box, shortened, spoken, tooltip } from './axes.js';

const isNumber = (value) => typeof value === 'number' && !Number.isNaN(value);
/// A row is no higher than this, and no lower.
const TALL = 34;
const LOW = 7;
/// All rows together, where there are many; on paper another picture goes on the page.
const ALL = { screen: 500, paper: 340 };

export const rowHeight = (data, printing) => Math.max(LOW, Math.min(TALL, Math.floor((printing ? ALL.paper : ALL.screen) / data.rows.length)));

/// Colours from the least to the most.
export function shades(data, look) {
  return data.middle === undefined ? look.heat : [...look.below].reverse().concat(look.above);
}

/// Where the colours of a field with a middle end: at its largest value, but never before twice the middle.
export function topOf(data) {
  return data.values.flat().filter(isNumber).reduce((most, value) => Math.max(most, value), 2 * data.middle);
}

/// Which of `count` colours a value has: with a middle, half of them lie below it, in equal steps, and half above, each as many times as far as the one before.
function place(data, top, value, count) {
  let part = value;
  if (data.middle !== undefined) part = value < data.middle ? value / data.middle / 2 : 0.5 + Math.log(value / data.middle) / Math.log(top / data.middle) / 2;
  return Math.min(count - 1, Math.max(0, Math.floor(part * count)));
}

/// In whole per cent; what lies below the middle is not rounded to it.
function percent(data, value) {
  const said = Math.round(value * 100);
  return value < data.middle && said >= 100 * data.middle ? Math.ceil(100 * data.middle) - 1 : said;
}

/// Black or white, whichever is easier to read on it.
function inkOn(fill) {
  const parts = [1, 3, 5].map((k) => parseInt(fill.slice(k, k + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const light = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  return light > 0.18 ? '#10141a' : '#ffffff';
}

/// Lines along those edges of a cell where the field is divided.
function edges(data, x, y, box, look) {
  const lines = [];
  const edge = (side, stroke, width, dash = null) => {
    const [x1, y1, x2, y2] = { left: [box.left, box.top, box.left, box.bottom], right: [box.right, box.top, box.right, box.bottom], top: [box.left, box.top, box.right, box.top], bottom: [box.left, box.bottom, box.right, box.bottom] }[side];
    lines.push({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: width, lineDash: dash } });
  };
  const value = (column, row) => (data.values[row] ? data.values[row][column] : undefined);
  if (data.middle !== undefined && value(x, y) >= data.middle) {
    // What lies beyond the field's ends divides nothing, but at its beginning.
    const differs = (column, row) => isNumber(value(column, row)) && value(column, row) < data.middle;
    if (x === 0 || differs(x - 1, y)) edge('left', look.ink, 2);
    for (const [side, column, row] of [['right', x + 1, y], ['top', x, y - 1], ['bottom', x, y + 1]]) if (differs(column, row)) edge(side, look.ink, 2);
  }
  if (data.ends) {
    const isIn = (row) => x < data.ends[row];
    // Seen on any cell: dark dashes on a bright line, or the other way round.
    const dashes = (side) => {
      edge(side, look.ground, 2);
      edge(side, look.ink, 1.5, [4, 4]);
    };
    if (x > 0 && x === data.ends[y]) dashes('left');
    if (y > 0 && isIn(y - 1) !== isIn(y)) dashes('top');
  }
  return lines;
}

export function heat(data, context) {
  const { look, formats, words, width, printing } = context;
  const cells = [];
  data.values.forEach((row, y) => row.forEach((value, x) => cells.push([x, y, typeof value === 'number' ? value : NaN])));
  const colours = shades(data, look);
  const top = data.middle === undefined ? undefined : topOf(data);
  const shade = (value) => colours[place(data, top, value, colours.length)];
  const format = formats[data.format];
  const each = Math.ceil(14 / rowHeight(data, printing));
  return {
    points: { series: 0, count: cells.length, columns: data.columns.length },
    grid: { left: 8, right: 16, top: data.y ? 28 : 8, bottom: 34, containLabel: true },
    xAxis: {
      type: 'category', data: data.columns, name: data.x.title, nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: look.soft, fontSize: 12 },
      axisLabel: { color: look.soft, fontSize: 12, hideOverlap: true }, axisTick: { show: false }, axisLine: { show: false },
    },
    yAxis: {
      type: 'category', data: data.rows.map((row) => shortened(row, Math.max(10, Math.floor(width / 26)))), inverse: true,
      name: data.y && data.y.title, nameLocation: 'start', nameGap: 12, nameTextStyle: { color: look.soft, fontSize: 12, align: 'left' },
      axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: look.ink, fontSize: 12, interval: (k) => k % each === 0 },
    },
    series: [{
      type: 'custom', data: cells, encode: { x: 0, y: 1 },
      renderItem(params, api) {
        const [x, y, value] = [api.value(0), api.value(1), api.value(2)];
        const [cx, cy] = api.coord([x, y]);
        const [w, h] = api.size([1, 1]);
        const gap = h < 16 ? 0.25 : 0.5;
        const children = [{
          type: 'rect', shape: { x: cx - w / 2 + gap, y: cy - h / 2 + gap, width: w - 2 * gap, height: h - 2 * gap },
          style: { fill: Number.isNaN(value) ? 'none' : shade(value), stroke: look.line, lineWidth: Number.isNaN(value) ? 1 : 0 },
        }];
        if (w > 21 && h > 13 && !Number.isNaN(value))
          children.push({ type: 'text', style: { x: cx, y: cy, text: `${percent(data, value)}`, fill: inkOn(shade(value)), fontSize: w > 34 ? 11 : 10, align: 'center', verticalAlign: 'middle' } });
        const sides = { left: cx - w / 2, right: cx + w / 2, top: cy - h / 2, bottom: cy + h / 2 };
        return { type: 'group', children: children.concat(edges(data, x, y, sides, look)) };
      },
    }],
    tooltip: tooltip(look, {
      trigger: 'item',
      formatter(item) {
        const [x, y, value] = item.value;
        const row = shortened(data.rows[y], 80);
        const lo = data.lo && data.lo[y][x];
        const hi = data.hi && data.hi[y][x];
        const lines = [`${data.x.title} ${data.columns[x]}: ${spoken(format.full, words, value, data.lo ? lo : undefined, hi)}`];
        for (const other of data.also || []) lines.push(`${other.name}: ${formats[other.format].full(other.values[y][x])}`);
        return box(data.y ? `${data.y.title} ${row}` : row, lines);
      },
    }),
  };
}
