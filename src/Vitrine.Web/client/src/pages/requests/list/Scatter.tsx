import { toneOf } from '../../../components/Outcome';
import { duration } from 'kit/format/duration';
import { clock } from 'kit/format/time';
import type { Request } from './request';
import { storyOf, type Listing } from './listing';
import { placeDots } from './scatterLayout';

/** The requests as dots: when they began, from left to right, and how long they took, upwards on a logarithmic scale. A dot opens its request. */
export function Scatter({ requests, listing }: { requests: Request[]; listing: Listing }) {
  const { dots, ticks, fromMs, untilMs } = placeDots(requests);
  return (
    <figure class="scatter" aria-label={`${requests.length} requests by time and duration`}>
      <div class="field">
        {ticks.map((tick) => (
          <div key={tick.ms} class="tick" style={{ bottom: `${tick.percent}%` }}>
            {duration(tick.ms)}
          </div>
        ))}
        {dots.map(({ request, leftPercent, bottomPercent }) => (
          <a
            key={request.id}
            class={toneOf(request.outcome)}
            href={storyOf(request, listing)}
            tabIndex={-1}
            title={`${clock(new Date(request.startedAtMs))}  ${request.title}  ${request.outcome ?? 'running'}  ${duration(request.durationMs)}`}
            style={{ left: `${leftPercent}%`, bottom: `${bottomPercent}%` }}
          />
        ))}
      </div>
      <figcaption>
        <span>{clock(new Date(fromMs)).slice(0, 8)}</span>
        <span>{clock(new Date(untilMs)).slice(0, 8)}</span>
      </figcaption>
    </figure>
  );
}
