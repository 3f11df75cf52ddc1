// Bars one after another, split into parts, and bands from a part to the bar that it leads to. Where a part leads to several bars and not enough of it is
// left for all side by side, because the same people go to each, their bands begin at the same place.
//
// On a phone there is no room for bands: each bar is a row of its own, below the one that it follows, and a line leads to it.
import { box, shortened, tooltip } from './axes.js';
import { isNarrow } from './bars.js';

const BAR = 16, LABEL = 34, GAP = 14, TOP = 6;
const ROW = 52, INDENT = 16;

/// Where everything is: of each bar `x`, `y`, `wide`, `tall`, and for each band a path.
function lay(data, width) {
  const columns = 1 + Math.max(...data.places.map((place) => place.column));
  const inColumn = Array.from({ length: columns }, (_, c) => data.places.filter((place) => place.column === c));
  // The fullest column settles how tall everybody is.
  const most = 560;
  const scales = inColumn.map((places) => (most - places.length * (LABEL + GAP)) / (places.reduce((sum, place) => sum + place.share, 0) || 1));
  const scale = Math.max(30, Math.min(170, ...scales));
  // The last ones' names need some, too.
  const apart = (width - BAR - 8 - Math.min(180, width / columns)) / Math.max(1, columns - 1);
  const bars = new Map(data.places.map((place) => [place, { x: 4 + place.column * apart, y: 0, wide: BAR, tall: Math.max(2, place.share * scale) }]));
  const bar = (n) => bars.get(data.places[n]);
  const middle = (one) => one.y + one.tall / 2;
  const mean = (ends) => ends.reduce((sum, one) => sum + middle(one), 0) / ends.length;
  for (const places of inColumn) {
    let below = TOP;
    for (const place of places) {
      const one = bars.get(place);
      const sources = data.ribbons.filter((ribbon) => data.places[ribbon.to] === place).map((ribbon) => bar(ribbon.from));
      const wished = sources.length && places.length === 1 ? mean(sources) - one.tall / 2 : 0;
      one.y = Math.max(below + LABEL, wished);
      below = one.y + one.tall + GAP;
    }
  }
  for (const places of inColumn.slice().reverse()) {
    if (places.length > 1) continue;
    const ends = data.ribbons.filter((ribbon) => data.places[ribbon.from] === places[0]).map((ribbon) => bar(ribbon.to));
    if (ends.length) bars.get(places[0]).y = Math.max(TOP + LABEL, mean(ends) - bars.get(places[0]).tall / 2);
  }
  const bands = data.ribbons.map((ribbon) => ({ ribbon, thick: ribbon.share * scale }));
  const filled = data.places.map(() => 0);
  data.places.forEach((place, n) => {
    let top = bar(n).y;
    place.parts.forEach((part, p) => {
      const tall = part.share * place.share * scale;
      const leaving = bands.filter(({ ribbon }) => ribbon.from === n && ribbon.part === p);
      const fits = leaving.reduce((sum, { thick }) => sum + thick, 0) <= tall * 1.001;
      let at = top;
      for (const band of leaving) {
        band.from = at;
        if (fits) at += band.thick;
      }
      top += tall;
    });
  });
  for (const band of [...bands].sort((a, b) => a.from - b.from)) {
    const end = bar(band.ribbon.to), start = bar(band.ribbon.from);
    const to = end.y + filled[band.ribbon.to];
    filled[band.ribbon.to] += band.thick;
    const [x1, x2, y1, thick] = [start.x + BAR, end.x, band.from, Math.max(1, band.thick)];
    const half = (x1 + x2) / 2;
    band.path = `M${x1},${y1}C${half},${y1},${half},${to},${x2},${to}L${x2},${to + thick}C${half},${to + thick},${half},${y1 + thick},${x1},${y1 + thick}Z`;
  }
  const bottom = Math.max(...[...bars.values()].map((one) => one.y + one.tall));
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
  const halo = { stroke: look.ground, lineWidth: 3 };
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
    const write = (text, y, fill, letters) => children.push({ type: 'text', style: { x: one.x, y, text: shortened(text, letters), fill, fontSize: 12, verticalAlign: 'bottom', ...halo } });
    if (narrow) {
      write(`${shortened(place.name, Math.max(6, Math.floor(room / 7.2) - place.label.length - 2))}  ${place.label}`, one.y - 3, look.ink, 200);
    } else {
      write(place.name, one.y - 17, look.ink, Math.max(4, Math.floor(room / 7.2)));
      write(place.label, one.y - 3, look.soft, Math.max(4, Math.floor(room / 6.4)));
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
