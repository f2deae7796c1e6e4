import { duration } from 'kit/format/duration';
import { percentOf, type Span } from './timeSpan';

interface Props {
  span: Span;
  ticks: number[];
  /** When the first token was there; undefined where it is not in the span. */
  firstTokenMs: number | undefined;
  title: string;
  /** The way back to all of the time; null when all of it is shown. */
  onWhole: (() => void) | null;
}

/** The times along the top of the waterfall. */
export function TimeAxis({ span, ticks, firstTokenMs, title, onWhole }: Props) {
  return (
    <div class="axis">
      {onWhole === null ? (
        <span>{title}</span>
      ) : (
        <button type="button" class="whole" onClick={onWhole}>
          Show all of the time
        </button>
      )}
      <div aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${percentOf(span, tick)}%` }}>
            {tick === 0 ? '0' : duration(tick)}
          </span>
        ))}
        {firstTokenMs !== undefined && (
          <span class="first-token" style={{ left: `${percentOf(span, firstTokenMs)}%` }}>
            first token
          </span>
        )}
      </div>
      <span>took</span>
    </div>
  );
}
