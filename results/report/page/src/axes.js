// Axes, marks and hover texts, the same in all figures.

/// How many digits tell numbers apart that lie so far from each other.
function digitsFor(numbers) {
  const all = numbers.filter((number) => typeof number === 'number');
  const spread = Math.max(...all) - Math.min(...all);
  return spread > 0 ? Math.ceil(Math.log10(Math.max(...all.map(Math.abs)) / spread)) + 2 : 3;
}

/// `numbers`: what is drawn along it. `axis.bare`: its ends are no round numbers, and are not written.
export function valueAxis(axis, context, numbers, extra) {
  const { look, formats } = context;
  const digits = digitsFor(axis.zero ? [0, ...numbers] : numbers);
  return {
    type: axis.log ? 'log' : 'value',
    name: axis.title,
    nameLocation: 'middle',
    nameGap: 30,
    nameTextStyle: { color: look.soft, fontSize: 12 },
    nameTruncate: { maxWidth: context.width - 32, ellipsis: '…' },
    axisLabel: { color: look.soft, fontSize: 12, hideOverlap: true, ...(axis.bare ? { showMinLabel: false, showMaxLabel: false } : {}), formatter: (value) => formats[axis.format].axis(value, digits) },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: look.line } },
    min: axis.min,
    max: axis.max,
    scale: !axis.zero,
    minInterval: axis.format === 'step' || axis.format === 'month' ? 1 : undefined,
    ...extra,
  };
}

/// A box of text lines; as elements, so that no name in it is ever read as HTML.
export function box(title, lines) {
  const element = document.createElement('div');
  element.className = 'hover';
  const head = document.createElement('strong');
  head.textContent = title;
  element.append(head);
  for (const line of lines) {
    const row = document.createElement('div');
    row.textContent = line;
    element.append(row);
  }
  return element;
}

export function tooltip(look, extra) {
  return { confine: true, backgroundColor: look.ground, borderColor: look.line, textStyle: { color: look.ink, fontSize: 13 }, ...extra };
}

/// "12.30 USD (sampling error, 95 %: 12.10 to 12.50)"
export function spoken(format, words, value, lo, hi, worlds) {
  let text = format(value);
  if (lo !== undefined && lo !== null && hi !== null && lo !== hi) text += ` (${words.sampling}: ${format(lo)} – ${format(hi)})`;
  if (worlds && worlds[0] !== null && worlds[0] !== worlds[1]) text += ` (${words.worlds}: ${format(worlds[0])} – ${format(worlds[1])})`;
  return text;
}

/// A path that is too long for a line goes on in the next, behind the last dot that fits.
export function brokenAtDots(name, letters) {
  if (name.length <= letters || name.includes(' ')) return name;
  const dot = name.lastIndexOf('.', letters - 1);
  return dot > 0 ? `${name.slice(0, dot + 1)}\n${name.slice(dot + 1)}` : name;
}

/// A long name, as short as the room for it.
export function shortened(name, letters) {
  const all = [...name];
  return all.length > letters ? `${all.slice(0, letters - 1).join('')}…` : name;
}
