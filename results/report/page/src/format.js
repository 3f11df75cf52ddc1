// Numbers as the page's language writes them.

let said;
/// What the page says in its own language.
export function words() {
  if (!said) said = JSON.parse(document.getElementById('page-words').textContent);
  return said;
}

let made;
/// By name: how a number of that kind is written: in full, short for axes, and beside bars of which the longest is `largest`.
export function formats() {
  if (made) return made;
  const { language, currency, decimals } = words();
  // What is rounded to nothing has no sign.
  const unsigned = (text) => (/^-[0.,]+\D*$/.test(text) ? text.slice(1) : text);
  const written = (options) => {
    const format = new Intl.NumberFormat(language, options);
    return (value) => (value === null || value === undefined ? '?' : typeof value === 'string' ? words()[value] || value : unsigned(format.format(value)));
  };
  const money = written({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const amount = written({ maximumFractionDigits: 0 });
  // A large sum needs no cents.
  const spoken = (value) => `${Math.abs(value) >= 1e4 ? amount(value) : money(value)} ${currency}`;
  // As many digits as it takes to tell the labels of an axis apart.
  const compact = [3, 4, 5, 6].map((digits) => written({ notation: 'compact', maximumSignificantDigits: digits }));
  const short = (value, digits = 3) => compact[Math.min(Math.max(digits, 3), 6) - 3](value);
  const share = written({ style: 'percent', maximumFractionDigits: 1 });
  const number = written({ maximumFractionDigits: 2 });
  const percent = written({ style: 'percent', maximumFractionDigits: 1 });
  made = {
    money: { full: spoken, axis: short, label: (value, largest) => (largest >= 1e5 ? compact[0] : largest >= 1e3 ? amount : money)(value) },
    share: { full: share, axis: percent, label: share },
    number: { full: number, axis: short, label: number },
    step: { full: (value) => words().step.replace('{n}', number(value)), axis: number, label: number },
    month: { full: (value) => words().month.replace('{n}', number(value)), axis: number, label: number },
  };
  return made;
}
