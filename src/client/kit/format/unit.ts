import { exactMs } from './duration';
import { bytes, plain } from './number';

/** A number with its unit in UCUM as people write it: `{token}` is a remark and becomes `tokens`, seconds are shown as milliseconds. */
export function withUnit(value: number, unit: string): string {
  switch (unit) {
    case 's':
      return exactMs(value * 1000);
    case 'By':
      return bytes(value);
    case '':
    case '{currency}':
      return plain(value);
    case '%':
      return `${plain(value)} %`;
    default: {
      const [counted = '', ...per] = unit.replace(/[{}]/g, '').split('/');
      return `${plain(value)} ${[value === 1 ? counted : `${counted}s`, ...per].join('/')}`;
    }
  }
}

/** How many of something: `1 line`, `2 lines`. */
export function counted(value: number, noun: string): string {
  return withUnit(value, `{${noun}}`);
}
