// Colours that people with any colour vision tell apart (Okabe and Ito, 2008), on light and on dark ground.

const light = {
  dark: false,
  ink: '#1d2330', soft: '#5b6472', line: '#d5dae2', ground: '#ffffff', error: '#1d2330',
  gain: '#0072b2', loss: '#d55e00', total: '#5b6472', front: '#e69f00', back: '#0072b2', again: '#009e73', pale: '#c3cad5',
  series: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b98a00', '#3f7fb5', '#7a5195', '#5b6472'],
  heat: ['#f3f7fb', '#b9d5ea', '#6aa9d4', '#2a78b5', '#0b3f73'],
  // From the middle outwards.
  below: ['#fbe6d8', '#f5bd94', '#e98a4b', '#c65a0c'], above: ['#d7e9f5', '#93c2e2', '#3f8fc6', '#0b4f8a'],
};
const dark = {
  dark: true,
  ink: '#e8ebf0', soft: '#a6afbd', line: '#3a4250', ground: '#171b22', error: '#ffffff',
  gain: '#56b4e9', loss: '#f0894a', total: '#a6afbd', front: '#e9b44c', back: '#56b4e9', again: '#2fc79b', pale: '#525c6c',
  series: ['#56b4e9', '#f0894a', '#2fc79b', '#e39bc4', '#f0e442', '#8fb8e0', '#b79ad6', '#a6afbd'],
  heat: ['#1e2733', '#244a6b', '#2f74ab', '#56b4e9', '#c4e6fa'],
  below: ['#3b2b22', '#6d4223', '#b0642c', '#f0894a'], above: ['#1f3343', '#245a86', '#3a8fce', '#9bd4f6'],
};

export function theme(printing) {
  const look = !printing && window.matchMedia('(prefers-color-scheme: dark)').matches ? dark : light;
  // Around a text that lies over lines; on paper it would be there twice for whoever copies it.
  const halo = printing ? {} : { stroke: look.ground, lineWidth: 3 };
  return { ...look, halo, font: 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", sans-serif' };
}

/// Colour of the series number k, or of its role.
export function colour(look, series, k) {
  return (series.role && look[series.role]) || look.series[k % look.series.length];
}
