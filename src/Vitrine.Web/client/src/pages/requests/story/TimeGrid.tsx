import { percentOf, type Span } from './timeSpan';

/** The lines of the axis, behind the rows. */
export function TimeGrid({ span, ticks, firstTokenMs }: { span: Span; ticks: number[]; firstTokenMs: number | undefined }) {
  return (
    <div class="grid" aria-hidden="true">
      {ticks.map((tick) => (
        <i key={tick} style={{ left: `${percentOf(span, tick)}%` }} />
      ))}
      {firstTokenMs !== undefined && <i class="first-token" style={{ left: `${percentOf(span, firstTokenMs)}%` }} />}
    </div>
  );
}
