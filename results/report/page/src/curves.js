// Lines over a numeric axis. Around a line: the sampling error as a thin dashed pair of lines, worlds as a soft band. Dots that no line joins have whiskers.
import { colour } from './theme.js';
import { box, spoken, tooltip, valueAxis } from './axes.js';

const finite = (value) => typeof value === 'number';

/// A polygon between lo and hi, one for each run of numbers without a gap.
function band(series, lo, hi, fill, opacity, look, z) {
  const points = series.x.map((x, k) => [x, lo[k], hi[k]]).filter(([, low, high]) => finite(low) && finite(high));
  return {
    type: 'custom',
    silent: true,
    z,
    data: points,
    encode: { x: 0, y: [1, 2] },
    clip: true,
    renderItem(params, api) {
      if (params.dataIndexInside !== 0) return null;
      const upper = [];
      const lower = [];
      points.forEach(([x, low, high], k) => {
        // A staircase holds its height until the next step.
        if (series.steps && k > 0) {
          upper.push(api.coord([x, points[k - 1][2]]));
          lower.push(api.coord([x, points[k - 1][1]]));
        }
        upper.push(api.coord([x, high]));
        lower.push(api.coord([x, low]));
      });
      return {
        type: 'group',
        children: [
          { type: 'polygon', shape: { points: upper.concat(lower.slice().reverse()) }, style: { fill, opacity } },
        ].concat(
          opacity > 0 ? [] : [upper, lower].map((side) => ({
            type: 'polyline',
            shape: { points: side },
            style: { stroke: fill, fill: 'none', lineWidth: 1, lineDash: [3, 3], opacity: 0.9 },
          })),
        ),
      };
    },
  };
}

/// The sampling error of dots that no line joins.
function whiskers(series, stroke) {
  const points = series.x.map((x, k) => [x, series.lo[k], series.hi[k]]).filter(([, low, high]) => finite(low) && finite(high) && low !== high);
  return {
    type: 'custom', silent: true, z: 2, data: points, encode: { x: 0, y: [1, 2] }, clip: true,
    renderItem(params, api) {
      const [x, top] = api.coord([api.value(0), api.value(2)]);
      const bottom = api.coord([api.value(0), api.value(1)])[1];
      const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: 1.4 } });
      return { type: 'group', children: [line(x, top, x, bottom), line(x - 4, top, x + 4, top), line(x - 4, bottom, x + 4, bottom)] };
    },
  };
}

/// A curve's points; of bins, whose shares are given at their middles, the corners.
function corners(one) {
  const points = one.x.map((x, k) => [x, one.y[k]]).filter(([, y]) => finite(y));
  if (one.steps !== 'middle') return points;
  return points.flatMap(([x, y], k) => {
    const border = k > 0 ? (points[k - 1][0] + x) / 2 : x;
    return k > 0 ? [[border, points[k - 1][1]], [border, y], [x, y]] : [[x, y]];
  });
}

/// What lies under a curve: in its colour, or on either side of zero in those of losses and gains.
function filling(one, stroke, look) {
  const points = corners(one);
  const under = (part, fill) => ({
    type: 'custom', silent: true, z: 1, data: part, encode: { x: 0, y: 1 }, clip: true,
    renderItem(params, api) {
      if (params.dataIndexInside !== 0) return null;
      const ends = [part[0], part[part.length - 1]].map(([x]) => api.coord([x, 0]));
      return { type: 'polygon', shape: { points: [ends[0], ...part.map((point) => api.coord(point)), ends[1]] }, style: { fill, opacity: one.filled === 'signed' ? 0.4 : 0.16 } };
    },
  });
  if (one.filled !== 'signed') return [under(points, stroke)];
  const cut = points.flatMap(([x, y], k) => {
    const [x0, y0] = points[Math.max(0, k - 1)];
    return x0 < 0 && x > 0 ? [[0, y0 - ((y - y0) * x0) / (x - x0)], [x, y]] : [[x, y]];
  });
  return [[cut.filter(([x]) => x <= 0), look.loss], [cut.filter(([x]) => x >= 0), look.gain]]
    .filter(([part]) => part.length > 1)
    .map(([part, fill]) => under(part, fill));
}

/// A stripe across the whole figure, below its curves, and its name above them.
function stripe(area, look) {
  const layer = (z, children) => ({
    type: 'custom', silent: true, z, data: [[0, area.lo, area.hi]], encode: { y: [1, 2] }, clip: false,
    renderItem(params, api) {
      const { x, width } = params.coordSys;
      return { type: 'group', children: children(x, width, api.coord([0, area.hi])[1], api.coord([0, area.lo])[1]) };
    },
  });
  const field = layer(0, (x, width, top, bottom) => [
    { type: 'rect', shape: { x, y: top, width, height: bottom - top }, style: { fill: look[area.role], opacity: 0.14 } },
    { type: 'line', shape: { x1: x, y1: bottom, x2: x + width, y2: bottom }, style: { stroke: look[area.role], lineWidth: 1.5, lineDash: [6, 4] } },
  ]);
  const name = layer(4, (x, width, top, bottom) => {
    // A stripe too thin for its name has it above.
    const isThin = bottom - top < 18;
    return [{ type: 'text', style: { x: x + width - 6, y: isThin ? top - 4 : top + 4, text: area.name, fill: look.ink, fontSize: 12, align: 'right', verticalAlign: isThin ? 'bottom' : 'top', ...look.halo } }];
  });
  return [field, name];
}

/// Lines across the figure at a place of an axis, each with its name where it fits.
function marks(data, look) {
  const shown = (data.marks || []).filter((mark) => finite(mark.at));
  return shown.map((mark, n) => ({
    type: 'custom', silent: true, z: 4, data: [mark.axis === 'x' ? [mark.at, 0] : [0, mark.at]], encode: mark.axis === 'x' ? { x: 0 } : { y: 1 }, clip: false,
    renderItem(params, api) {
      const { x, y, width, height } = params.coordSys;
      const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: look.soft, lineWidth: 1.5, lineDash: [5, 4] } });
      const text = (at, up, align, vertical) => ({
        type: 'text',
        style: { x: at, y: up, text: mark.name, fill: look.ink, fontSize: 12, align, verticalAlign: vertical, ...look.halo },
      });
      if (mark.axis === 'x') {
        const at = api.coord([mark.at, 0])[0];
        const left = at < x + width / 2;
        const row = shown.slice(0, n).filter((other) => other.axis === 'x').length;
        return { type: 'group', children: [line(at, y, at, y + height), text(at + (left ? 6 : -6), data.areas ? y + height - 8 - 18 * row : y + 6 + 18 * row, left ? 'left' : 'right', data.areas ? 'bottom' : 'top')] };
      }
      const at = api.coord([0, mark.at])[1];
      return { type: 'group', children: [line(x, at, x + width, at), text(mark.low ? x + 8 : x + width - 6, at - 4, mark.low ? 'left' : 'right', 'bottom')] };
    },
  }));
}

/// The ends of the axis that time, shares or spend run along: no wider than what is shown. Amounts end anywhere.
function reach(data, shown) {
  const all = (shown.length ? shown : data.series).flatMap((one) => one.x);
  return { bare: data.x.format === 'money' && data.x.min === undefined && data.x.max === undefined && !data.x.log, min: data.x.min !== undefined ? data.x.min : Math.min(...all), max: data.x.max !== undefined ? data.x.max : Math.max(...all) };
}

export function curves(data, context) {
  const { look, formats, words, hidden, chosen } = context;
  const drawn = [];
  const shown = data.series.filter((one, k) => !hidden.has(k) && (one.choice === undefined || one.choice === chosen));
  shown.forEach((one) => {
    const k = data.series.indexOf(one);
    const stroke = colour(look, one, k);
    (one.bands || []).forEach((wide, n) => drawn.push(band(one, wide.lo, wide.hi, stroke, n === 0 ? 0.16 : 0.26, look, 1)));
    if (one.filled) drawn.push(...filling(one, stroke, look));
    if (one.lo) drawn.push(one.loose ? whiskers(one, stroke) : band(one, one.lo, one.hi, stroke, 0, look, 2));
    drawn.push({
      type: 'line',
      name: one.name,
      z: 3,
      data: one.x.map((x, n) => [x, finite(one.y[n]) ? one.y[n] : null]),
      step: one.steps === 'middle' ? 'middle' : one.steps ? 'end' : false,
      showSymbol: Boolean(one.points || one.dots),
      symbol: 'circle',
      symbolSize: one.dots ? (value, item) => (one.dots.includes(item.dataIndex) ? 9 : 0) : 8,
      color: stroke,
      lineStyle: { color: stroke, width: one.loose ? 0 : one.thin ? 1.5 : 2.5, type: ['solid', 'dashed', 'dotted'][one.dash || 0] },
      emphasis: { disabled: true },
    });
  });
  const line = shown.find((one) => !one.loose);
  if (data.signed && line) {
    // What lies below zero in the colour of losses.
    const points = line.x.map((x, k) => [x, line.y[k]]).filter(([, y]) => finite(y));
    const fill = (keep, paint) => ({
      type: 'custom', silent: true, z: 1, data: points, encode: { x: 0, y: 1 }, clip: true,
      renderItem(params, api) {
        if (params.dataIndexInside !== 0) return null;
        const shape = [api.coord([points[0][0], 0])];
        points.forEach(([x, y], k) => {
          if (k > 0 && (points[k - 1][1] < 0) !== (y < 0)) {
            const [x0, y0] = points[k - 1];
            shape.push(api.coord([x0 + ((x - x0) * y0) / (y0 - y), 0]));
          }
          shape.push(api.coord([x, keep(y) ? y : 0]));
        });
        shape.push(api.coord([points[points.length - 1][0], 0]));
        return { type: 'polygon', shape: { points: shape }, style: { fill: paint, opacity: 0.35 } };
      },
    });
    drawn.push(fill((y) => y < 0, look.loss), fill((y) => y >= 0, look.gain));
  }
  (data.areas || []).forEach((area) => drawn.push(...stripe(area, look)));
  drawn.push(...marks(data, look));
  const lines = drawn.findIndex((one) => one.type === 'line');
  const count = lines < 0 ? 0 : drawn[lines].data.length;
  return {
    points: { series: lines, count, columns: count },
    grid: { left: 16, right: 24, top: 28, bottom: 34, containLabel: true },
    xAxis: valueAxis({ ...data.x, ...reach(data, shown) }, context, shown.flatMap((one) => one.x), { splitLine: { show: false }, axisLine: { show: true, onZero: false, lineStyle: { color: look.soft } } }),
    yAxis: valueAxis(data.y, context, shown.flatMap((one) => one.y), { nameLocation: 'end', nameGap: 12, nameTextStyle: { color: look.soft, fontSize: 12, align: 'left' }, axisLine: { show: false, onZero: false } }),
    series: drawn,
    tooltip: tooltip(look, {
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: look.soft } },
      formatter(items) {
        const lines = [];
        const at = items.length ? items[0].axisValue : 0;
        shown.forEach((one) => {
          const n = one.x.indexOf(at);
          if (n < 0) return;
          const wide = one.bands && one.bands.length ? [one.bands[0].lo[n], one.bands[0].hi[n]] : null;
          lines.push(`${one.name}: ${spoken(formats[data.y.format].full, words, one.y[n], one.lo && one.lo[n], one.hi && one.hi[n], wide)}`);
        });
        return box(formats[data.x.format].full(at), lines);
      },
    }),
  };
}
