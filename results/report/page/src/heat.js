// A field of cells, each as dark as its share is large, with the share written in it where there is room.
import { box, shortened, tooltip } from './axes.js';

export function heat(data, context) {
  const { look, formats, width } = context;
  const cells = [];
  data.values.forEach((row, y) => row.forEach((value, x) => cells.push([x, y, typeof value === 'number' ? value : NaN])));
  const shade = (value) => look.heat[Math.min(look.heat.length - 1, Math.max(0, Math.floor(value * look.heat.length)))];
  const format = formats[data.format];
  return {
    points: { series: 0, count: cells.length, columns: data.columns.length },
    grid: { left: 8, right: 16, top: 8, bottom: 34, containLabel: true },
    xAxis: {
      type: 'category', data: data.columns, name: data.x.title, nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: look.soft, fontSize: 12 },
      axisLabel: { color: look.soft, fontSize: 12, hideOverlap: true }, axisTick: { show: false }, axisLine: { show: false },
    },
    yAxis: {
      type: 'category', data: data.rows.map((row) => shortened(row, Math.max(10, Math.floor(width / 26)))), inverse: true,
      axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: look.ink, fontSize: 12, interval: 0 },
    },
    series: [{
      type: 'custom', data: cells, encode: { x: 0, y: 1 },
      renderItem(params, api) {
        const value = api.value(2);
        const [cx, cy] = api.coord([api.value(0), api.value(1)]);
        const [w, h] = api.size([1, 1]);
        const children = [{
          type: 'rect', shape: { x: cx - w / 2 + 0.5, y: cy - h / 2 + 0.5, width: w - 1, height: h - 1 },
          style: { fill: Number.isNaN(value) ? 'none' : shade(value), stroke: look.line, lineWidth: Number.isNaN(value) ? 1 : 0 },
        }];
        if (w > 34 && !Number.isNaN(value)) {
          const deep = shade(value) === look.heat[3] || shade(value) === look.heat[4];
          const text = deep === look.dark ? '#10141a' : deep || look.dark ? '#ffffff' : '#10141a';
          children.push({ type: 'text', style: { x: cx, y: cy, text: `${Math.round(value * 100)}`, fill: text, fontSize: 11, align: 'center', verticalAlign: 'middle' } });
        }
        return { type: 'group', children };
      },
    }],
    tooltip: tooltip(look, {
      trigger: 'item',
      formatter: (item) => box(shortened(data.rows[item.value[1]], 80), [`${data.x.title} ${data.columns[item.value[0]]}: ${format.full(item.value[2])}`]),
    }),
  };
}
