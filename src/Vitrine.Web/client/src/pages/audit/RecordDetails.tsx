import { Notice } from 'kit/components/Notice';
import { Copyable } from '../../components/Copyable';
import { href } from '../../router';
import type { Filter } from './filter';
import type { AuditRecord } from './record';

const links = new Set(['prev_hash', 'hash', 'event_id', 'correlation_id', 'request_id']);

/** Everything that a record says, under the names that its exports have, and the ways on from it. */
export function RecordDetails({ record, problem, onChange }: { record: AuditRecord; problem: string | null; onChange: (to: Partial<Filter>) => void }) {
  const { correlation_id: trace, actor } = record;
  return (
    <div class="record-details">
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <dl>
        {Object.entries(record).map(([name, value]: [string, unknown]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{shownOf(name, value)}</dd>
          </div>
        ))}
      </dl>
      <p class="ways">
        {trace !== null && (
          <>
            <a class="button" href={href('requests', [trace])}>
              The request, unfolded
            </a>
            <button type="button" class="button" onClick={() => onChange({ correlation: trace })}>
              All records of this request
            </button>
          </>
        )}
        {actor !== null && (
          <button type="button" class="button" onClick={() => onChange({ actor })}>
            All of this actor
          </button>
        )}
      </p>
    </div>
  );
}

function shownOf(name: string, value: unknown) {
  if (value === null) return <span class="dim">null</span>;
  if (links.has(name)) return <Copyable text={String(value)} what={name} />;
  return Array.isArray(value) ? value.join(', ') : String(value);
}
