const grouped = new Intl.NumberFormat('en', { useGrouping: true, maximumFractionDigits: 0 });
const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A count: `1,204`. */
export function count(value: number): string {
  return grouped.format(value);
}

/** A rate in at most three figures: `499.5`, `38.2`, `1,204`. */
export function rate(value: number): string {
  return value >= 1000 ? count(value) : String(Number(value.toPrecision(value >= 100 ? 4 : 3)));
}

/** Any number, to six places: what a fact or a series holds. */
export function plain(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? grouped.format(value) : String(Number(value.toPrecision(6)));
}

/** A size: `512 B`, `5.31 MiB`. */
export function bytes(value: number): string {
  let step = 0;
  while (value >= 1024 && step < binaryUnits.length - 1) {
    value /= 1024;
    step++;
  }
  return `${step === 0 ? value : Number(value.toPrecision(3))} ${binaryUnits[step]}`;
}

/** Money: enough places to show two figures of a thousandth of a cent. */
export function cost(value: number, currency: string): string {
  const amount = value === 0 ? '0' : value >= 0.1 ? value.toFixed(2) : String(Number(value.toPrecision(2)));
  return currency === 'USD' ? `$${amount}` : `${amount} ${currency}`.trim();
}
