import { mostPoints } from './history';

const width = 120;
const height = 24;
const margin = 2;

/** The course of a figure, newest at the right. From zero up, so that a steady figure looks steady. */
export function Sparkline({ points, label }: { points: number[]; label: string }) {
  const most = Math.max(...points, Number.MIN_VALUE);
  const least = Math.min(...points, 0);
  const x = (index: number) => width - margin - (points.length - 1 - index) * ((width - 2 * margin) / (mostPoints - 1));
  const y = (value: number) => height - margin - ((value - least) / (most - least)) * (height - 2 * margin);
  return (
    <svg class="sparkline" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {points.length > 1 && <polyline points={points.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ')} />}
    </svg>
  );
}
