// From the page's figures to ECharts, and what a reader can do with them: hover, switch series off, choose one of several.
import * as echarts from 'echarts/core';
import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { formats, words } from './format.js';
import { theme } from './theme.js';
import { curves } from './curves.js';
import { bars, isNarrow } from './bars.js';
import { heat, rowHeight } from './heat.js';
import { sankey, sankeyHeight } from './sankey.js';
import { controls, legend } from './controls.js';
import { underKeyboard } from './keyboard.js';
import { onPaper } from './paper.js';

echarts.use([CustomChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

const kinds = { curves, bars, heat, sankey };
/// Paper is as wide as this, in CSS pixels, whatever the window was; and curves so tall that two of them go on a page.
const PAPER = 680;
const PAPER_CURVES = 280;
const figures = [];

function height(data, width, printing) {
  if (data.kind === 'curves') return printing ? PAPER_CURVES : width < 480 ? 300 : 360;
  if (data.kind === 'sankey') return sankeyHeight(data, width);
  if (data.kind === 'heat') return data.rows.length * rowHeight(data, printing) + 90;
  const name = isNarrow(width) ? 20 : 0;
  return data.rows.length * (name + (data.overlay ? 34 : Math.max(30, 14 + 20 * data.series.length))) + 90;
}

function draw(figure, printing) {
  const { data, place } = figure;
  const width = printing ? PAPER : place.clientWidth;
  if (!width) return;
  const look = theme(printing);
  const tall = height(data, width, printing);
  place.style.height = `${tall}px`;
  if (!figure.chart) figure.chart = echarts.init(place, null, { renderer: 'svg', width, height: tall });
  figure.chart.resize({ width, height: tall });
  const { points, ...option } = kinds[data.kind](data, { formats: formats(), words: words(), look, hidden: figure.hidden, chosen: figure.chosen, width, printing });
  figure.chart.setOption({ animation: false, textStyle: { fontFamily: look.font }, ...option }, true);
  figure.points = points;
  legend(figure, look);
}

export function start() {
  for (const place of document.querySelectorAll('.chart')) {
    const data = JSON.parse(document.getElementById(`data-${place.dataset.figure}`).textContent);
    const figure = { data, place, hidden: new Set(), chosen: data.choose ? data.choose.start : undefined };
    figure.redraw = () => draw(figure, false);
    figures.push(figure);
    controls(figure);
    underKeyboard(figure);
    draw(figure, false);
  }
  const all = (printing) => figures.forEach((figure) => draw(figure, printing));
  let waiting = 0;
  window.addEventListener('resize', () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => all(false));
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => all(false));
  onPaper(all);
  document.documentElement.dataset.drawn = figures.length;
}
