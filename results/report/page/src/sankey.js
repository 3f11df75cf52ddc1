// Bars one after another, split into parts, and bands from a part to the bar that it leads to. Where a part leads to several bars and not enough of it is
// left for all side by side, because the same people go to each, their bands begin narrower and widen. A band that passes other bars has a place
// between them.
//
// On a phone there is no room for bands: each bar is a row of its own, below the one that it follows, and a line leads to it.
import { box, shortened, tooltip } from './axes.js';
import { isNarrow } from './bars.js';

const BAR = 16, LABEL = 34, GAP = 14, TOP = 6;
const ROW = 52, INDENT = 16;

/// How many Latin letters a text is about as wide as.
const lettersOf = (text) => [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0);

/// A band through stations from left to right, each with its `x`, the `y` of its upper edge and how `thick` the band is there.
function bandPath(stations) {
  const edge = (points) => points.slice(1).map(({ x, y }, k) => {
    const half = (points[k].x + x) / 2;
    return `C${half},${points[k].y},${half},${y},${x},${y}`;
  }).join('');
  const lower = stations.map(({ x, y, thick }) => ({ x, y: y + thick })).reverse();
  return `M${stations[0].x},${stations[0].y}${edge(stations)}L${lower[0].x},${lower[0].y}${edge(lower)}Z`;
}

/// Where everything is: of each bar `x`, `y`, `wide`, `tall`, and for each band a path.
function lay(data, width) {
  const columns = 1 + Math.max(...data.places.map((place) => place.column));
  const bands = data.ribbons.map((ribbon) => ({ ribbon, passes: [] }));
  const boxes = data.places.map((place, n) => ({ place, column: place.column, share: place.share, label: LABEL, rank: n }));
  for (const band of bands) {
    const { from, to, share } = band.ribbon;
    for (let column = data.places[from].column + 1; column < data.places[to].column; column += 1) {
      const pass = { column, share, label: 0, rank: to };
      band.passes.push(pass);
      boxes.push(pass);
    }
  }
  const inColumn = Array.from({ length: columns }, (_, c) => boxes.filter((one) => one.column === c).sort((a, b) => a.rank - b.rank));
  // The fullest column settles how tall everybody is.
  const most = 560;
  const scales = inColumn.map((all) => (most - all.reduce((sum, one) => sum + one.label + GAP, 0)) / (all.reduce((sum, one) => sum + one.share, 0) || 1));
  const scale = Math.max(40, Math.min(170, ...scales));
  // The last ones' names need some, too.
  const apart = (width - BAR - 8 - Math.min(180, width / columns)) / Math.max(1, columns - 1);
  for (const one of boxes) Object.assign(one, { x: 4 + one.column * apart, y: 0, wide: BAR, tall: Math.max(2, one.share * scale) });
  const bar = (n) => boxes[n];
  const middle = (one) => one.y + one.tall / 2;
  const mean = (ends) => ends.reduce((sum, one) => sum + middle(one), 0) / ends.length;
  for (const all of inColumn) {
    let below = TOP;
    for (const one of all) {
      const sources = data.ribbons.filter((ribbon) => data.places[ribbon.to] === one.place).map((ribbon) => bar(ribbon.from));
      const wished = sources.length && all.length === 1 ? mean(sources) - one.tall / 2 : 0;
      one.y = Math.max(below + one.label, wished);
      below = one.y + one.tall + GAP;
    }
  }
  for (const all of inColumn.slice().reverse()) {
    if (all.length > 1) continue;
    const ends = data.ribbons.filter((ribbon) => data.places[ribbon.from] === all[0].place).map((ribbon) => bar(ribbon.to));
    if (ends.length) all[0].y = Math.max(TOP + LABEL, mean(ends) - all[0].tall / 2);
  }
  data.places.forEach((place, n) => {
    let top = bar(n).y;
    place.parts.forEach((part, p) => {
      const tall = part.share * bar(n).tall;
      const leaving = bands.filter(({ ribbon }) => ribbon.from === n && ribbon.part === p).sort((a, b) => a.ribbon.to - b.ribbon.to);
      const all = leaving.reduce((sum, { ribbon }) => sum + ribbon.share * scale, 0);
      let at = top;
      for (const band of leaving) {
        const thick = band.ribbon.share * scale * Math.min(1, tall / (all || 1));
        band.stations = [{ x: bar(n).x + BAR, y: at, thick }];
        at += thick;
      }
      top += tall;
    });
  });
  const filled = data.places.map(() => 0);
  for (const band of bands) {
    const thick = Math.max(1, band.ribbon.share * scale);
    for (const pass of band.passes) band.stations.push({ x: pass.x, y: pass.y, thick }, { x: pass.x + BAR, y: pass.y, thick });
  }
  // They arrive in the order in which they come from above.
  const comesFrom = ({ stations }) => stations[stations.length - 1].y;
  for (const band of [...bands].sort((a, b) => comesFrom(a) - comesFrom(b))) {
    const { to, share } = band.ribbon;
    const thick = Math.max(1, share * scale);
    band.stations.push({ x: bar(to).x, y: bar(to).y + filled[to], thick });
    filled[to] += share * scale;
    band.path = bandPath(band.stations);
  }
  const bottom = Math.max(...boxes.map((one) => one.y + one.tall));
  const bars = new Map(data.places.map((place, n) => [place, boxes[n]]));
  const roomFor = (place) => (place.column === columns - 1 ? width - bars.get(place).x - 8 : apart - 6);
  return { bars, bands, roomFor, height: bottom + GAP };
}

/// The same as rows.
function layRows(data, width) {
  const deepest = Math.max(...data.places.map((place) => place.column));
  const indent = Math.min(INDENT, (width / 3) / (deepest || 1));
  const longest = width - 12 - deepest * indent, most = Math.max(...data.places.map((place) => place.share));
  const bars = new Map(data.places.map((place, n) =>
    [place, { x: 4 + place.column * indent, y: n * ROW + 28, wide: Math.max(2, (longest * place.share) / most), tall: 14 }]));
  const bands = data.ribbons.map((ribbon) => {
    const start = bars.get(data.places[ribbon.from]), end = bars.get(data.places[ribbon.to]);
    const x = start.x + 3, y = end.y + end.tall / 2;
    return { ribbon, line: [[x, start.y + start.tall], [x, y], [end.x, y]] };
  });
  return { bars, bands, roomFor: (place) => width - bars.get(place).x - 8, height: data.places.length * ROW + 4 };
}

export const sankeyHeight = (data, width) => (isNarrow(width) ? layRows(data, width) : lay(data, width)).height;

export function sankey(data, { look, width }) {
  const narrow = isNarrow(width);
  const { bars, bands, roomFor } = narrow ? layRows(data, width) : lay(data, width);
  const role = (ribbon) => data.places[ribbon.from].parts[ribbon.part].role;
  const drawBand = (n) => {
    const { ribbon, path, line } = bands[n];
    const fill = look[role(ribbon)];
    if (line) return { type: 'polyline', shape: { points: line }, style: { stroke: fill, lineWidth: 2, fill: 'none' } };
    return { type: 'path', shape: { pathData: path }, style: { fill, opacity: role(ribbon) === 'pale' ? 0.5 : 0.32 } };
  };
  const drawPlace = (n) => {
    const place = data.places[n], one = bars.get(place);
    const children = [];
    let done = 0;
    for (const part of place.parts) {
      if (!(part.share > 0)) continue;
      const shape = narrow
        ? { x: one.x + done * one.wide, y: one.y, width: part.share * one.wide, height: one.tall }
        : { x: one.x, y: one.y + done * one.tall, width: one.wide, height: part.share * one.tall };
      children.push({ type: 'rect', shape, style: { fill: look[part.role] } });
      done += part.share;
    }
    const room = roomFor(place);
    const write = (text, y, fill, letters) => children.push({ type: 'text', style: { x: one.x, y, text: shortened(text, letters), fill, fontSize: 12, verticalAlign: 'bottom', ...look.halo } });
    if (narrow) {
      write(`${shortened(place.name, Math.max(6, Math.floor(room / 7.2) - place.label.length - 2))}  ${place.label}`, one.y - 3, look.ink, 200);
    } else {
      write(place.name, one.y - 17, look.ink, Math.max(4, Math.floor(room / 7.2)));
      const letters = Math.max(4, Math.floor(room / 6.4));
      write(lettersOf(place.label) > letters && place.short ? place.short : place.label, one.y - 3, look.soft, letters);
    }
    return { type: 'group', children };
  };
  const series = (name, items, draw, z) => ({
    type: 'custom', name, coordinateSystem: 'none', z, data: items.map((_, n) => ({ value: [n] })), renderItem: (params) => draw(params.dataIndex), clip: false,
  });
  return {
    points: { series: 1, count: data.places.length, columns: 1 },
    series: [series('bands', bands, drawBand, 2), series('places', data.places, drawPlace, 3)],
    tooltip: tooltip(look, {
      trigger: 'item',
      formatter(item) {
        const said = item.seriesName === 'bands' ? bands[item.dataIndex].ribbon : data.places[item.dataIndex];
        return box(shortened(said.name, 80), said.says);
      },
    }),
  };
}
