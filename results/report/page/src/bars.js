// Bars lying on their side, a row each, so that names have room. A bar may begin where another ends (waterfalls) or have two ends of its own (tornados).
// The sampling error is a thin whisker, worlds a thick soft strip.
import { colour } from './theme.js';
import { box, brokenAtDots, shortened, spoken, tooltip, valueAxis } from './axes.js';

const finite = (value) => typeof value === 'number';

/// Numbers beside bars that go left need room there.
const roomLeft = (data) => data.series.some((one) => one.to.some((to, n) => !one.dots && to < (one.from ? one.from[n] : 0)));

/// On a phone names stand above their bars instead of beside them.
export const isNarrow = (width) => width < 480;
const NAME = 18;

export function bars(data, context) {
  const { look, formats, words, hidden, width } = context;
  const shown = data.series.map((one, k) => k).filter((k) => !hidden.has(k));
  const narrow = isNarrow(width);
  // Beside its bar a name may take two lines.
  const rows = data.rows.map((name) => shortened(name, narrow ? Math.floor(width / 8) : Math.floor(width / 14))).map((name) => (narrow ? name : brokenAtDots(name, width / 28)));
  const isLong = rows.some((row) => [...row].length > width / 28);
  const twoLines = isLong ? { width: Math.floor(width / 4), overflow: 'break' } : {};
  const format = formats[data.x.format];
  const told = data.series.flatMap((one) => one.values || one.to).filter(finite);
  const largest = Math.max(0, ...told.map(Math.abs));
  const longest = Math.max(0, ...data.series.flatMap((one) => (one.texts || []).map((text) => [...text].length)));
  const drawn = shown.map((k, place) => {
    const one = data.series[k];
    return {
      type: 'custom',
      name: one.name,
      z: 2,
      clip: false,
      data: data.rows.map((row, n) => {
        const ends = [one.from ? one.from[n] : 0, one.to[n], one.lo && one.lo[n], one.hi && one.hi[n], one.worlds && one.worlds.lo[n],
          one.worlds && one.worlds.hi[n]];
        return [n, ...ends.map((end) => (finite(end) ? end : NaN))];
      }),
      encode: { y: 0, x: [1, 2, 3, 4, 5, 6] },
      renderItem(params, api) {
        const n = api.value(0);
        const [from, to, lo, hi, low, high] = [1, 2, 3, 4, 5, 6].map((d) => api.value(d));
        if (!finite(to) || Number.isNaN(to)) return null;
        const abreast = data.overlay ? 1 : shown.length;
        const thick = Math.min(26, (narrow ? api.size([0, 1])[1] - NAME - 8 : api.size([0, 1])[1] * 0.72) / abreast);
        const middle = api.coord([0, n])[1] + (narrow ? NAME / 2 : 0) + (data.overlay ? 0 : (place - (abreast - 1) / 2) * thick);
        const at = (value) => api.coord([value, n])[0];
        const role = one.roles && one.roles[n];
        const down = one.signed && to < from;
        const fill = role ? look[role] : one.signed ? (down ? look.loss : look.gain) : colour(look, one, k);
        const children = [];
        const dot = one.dots;
        if (dot) {
          if (!Number.isNaN(low)) {
            children.push({ type: 'rect', shape: { x: Math.min(at(low), at(high)), y: middle - thick * 0.3, width: Math.abs(at(high) - at(low)), height: thick * 0.6 },
              style: { fill, opacity: 0.28 } });
          }
          children.push({ type: 'circle', shape: { cx: at(to), cy: middle, r: 5 }, style: { fill } });
        } else {
          children.push({ type: 'rect', shape: { x: Math.min(at(from), at(to)), y: middle - thick * 0.44, width: Math.max(1, Math.abs(at(to) - at(from))), height: thick * 0.88 },
            style: { fill, opacity: one.pale ? 0.45 : 1 } });
          if (!Number.isNaN(low)) {
            children.push({ type: 'rect', shape: { x: Math.min(at(low), at(high)), y: middle - thick * 0.17, width: Math.abs(at(high) - at(low)), height: thick * 0.34 },
              style: { fill: look.ink, opacity: 0.3 } });
          }
        }
        if (!Number.isNaN(lo) && lo !== hi) {
          const cap = thick * 0.22;
          const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: look.error, lineWidth: 1.4 } });
          children.push(line(at(lo), middle, at(hi), middle), line(at(lo), middle - cap, at(lo), middle + cap), line(at(hi), middle - cap, at(hi), middle + cap));
        }
        // The number itself, beyond all that is drawn.
        const ends = [dot ? to : from, to, lo, hi, low, high].filter((end) => !Number.isNaN(end));
        const value = one.values ? one.values[n] : one.to[n];
        const left = to < from && !one.dots;
        const beyond = left ? Math.min(...ends) : Math.max(...ends);
        children.push({
          type: 'text',
          style: { x: at(beyond) + (left ? -6 : 6), y: middle, text: one.texts ? one.texts[n] : format.label(value, largest), fill: look.ink, fontSize: 12, align: left ? 'right' : 'left', verticalAlign: 'middle' },
        });
        return { type: 'group', children };
      },
    };
  });
  if (narrow) {
    drawn.push({
      type: 'custom', silent: true, z: 3, data: rows.map((row, n) => [n]), encode: { y: 0 }, clip: false,
      renderItem(params, api) {
        const n = api.value(0);
        return { type: 'text', style: { x: 4, y: api.coord([0, n])[1] - api.size([0, 1])[1] / 2 + 4, text: rows[n], fill: look.ink, fontSize: 12, verticalAlign: 'top' } };
      },
    });
  }
  const marks = (data.marks || []).filter((mark) => finite(mark.at));
  for (const mark of marks) {
    drawn.push({
      type: 'custom', silent: true, z: 4, data: [[mark.at, 0]], encode: { x: 0 }, clip: false,
      renderItem(params, api) {
        const { x, y, width, height } = params.coordSys;
        const at = api.coord([mark.at, 0])[0];
        return {
          type: 'group',
          children: [
            { type: 'line', shape: { x1: at, y1: y - 4, x2: at, y2: y + height }, style: { stroke: look.soft, lineWidth: 1.5, lineDash: [5, 4] } },
            { type: 'text', style: { x: Math.min(Math.max(at, x + 60), x + width - 60), y: y - 6, text: mark.name, fill: look.ink, fontSize: 12, align: 'center', verticalAlign: 'bottom' } },
          ],
        };
      },
    });
  }
  return {
    points: { series: 0, count: drawn.length ? data.rows.length : 0, columns: 1 },
    grid: { left: 8, right: data.x.max === undefined ? 28 : Math.max(56, 7 * longest), top: marks.length ? 26 : 10, bottom: 34, containLabel: true },
    xAxis: valueAxis(data.x, context, data.series.flatMap((one) => (one.from || [0]).concat(one.to)), { scale: Boolean(data.x.scale), boundaryGap: data.x.max === undefined ? [roomLeft(data) ? (narrow ? '20%' : '10%') : 0, narrow ? '18%' : '10%'] : 0 }),
    yAxis: {
      type: 'category', data: rows, inverse: true, axisTick: { show: false }, axisLine: { lineStyle: { color: look.line } },
      axisLabel: { show: !narrow, color: look.ink, fontSize: 12, lineHeight: 14, interval: 0, ...twoLines },
    },
    series: drawn,
    tooltip: tooltip(look, {
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: look.line, opacity: 0.35 } },
      formatter(items) {
        if (!items.length) return '';
        const n = items[0].dataIndex;
        const lines = shown.map((k) => {
          const one = data.series[k];
          const value = one.values ? one.values[n] : one.to[n];
          const around = (side) => (one.values && one.errors ? one.errors[side][n] : one[side] && one[side][n]);
          const wide = one.worlds ? [one.worlds.lo[n], one.worlds.hi[n]] : null;
          const said = one.texts ? `${one.texts[n]}; ` : '';
          return `${said}${one.name}: ${spoken(format.full, words, value, around('lo'), around('hi'), wide)}`;
        });
        return box(shortened(data.rows[n], 80), lines);
      },
    }),
  };
}
