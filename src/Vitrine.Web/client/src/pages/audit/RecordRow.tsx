import { useState } from 'preact/hooks';
import { Icon } from 'kit/components/Icon';
import { clock } from 'kit/format/time';
import { Outcome } from '../../components/Outcome';
import { RoleTag } from '../../components/RoleTag';
import type { Filter } from './filter';
import { toneOfAction, type AuditRecord } from './record';
import { RecordDetails } from './RecordDetails';

const nothing = <span class="dim">–</span>;

/** One record. The button is what a keyboard reaches; a click anywhere on the row does the same. */
export function RecordRow({ record, problem, onChange }: { record: AuditRecord; problem: string | null; onChange: (to: Partial<Filter>) => void }) {
  const [open, setOpen] = useState(false);
  const toggle = (event: MouseEvent) => {
    if (getSelection()?.isCollapsed !== false && !(event.target as Element).closest('a')) setOpen(!open);
  };
  const at = new Date(record.timestamp);
  return (
    <>
      <tr class={`record ${problem === null ? '' : 'broken'}`} onClick={toggle}>
        <td class="number sequence">{record.sequence}</td>
        <td class="time">
          <span class="day">{day(at)}</span> {clock(at)}
        </td>
        <td class="what">
          <button type="button" class={`unfold ${toneOfAction(record.action)}`} aria-expanded={open}>
            {problem !== null && <Icon name="warning" label={problem} />}
            {record.action}
          </button>{' '}
          <span class="dim">{record.operation}</span>
        </td>
        <td class="service">
          <RoleTag role={record.service} />
        </td>
        <td class="actor" title={record.actor ?? undefined}>{record.actor ?? nothing}</td>
        <td class="subject" title={record.subject_id ?? undefined}>{record.subject_id ?? nothing}</td>
        <td class="how">{record.outcome === null ? nothing : <Outcome outcome={record.outcome} />}</td>
      </tr>
      {open && (
        <tr class="unfolded">
          <td colSpan={7}>
            <RecordDetails record={record} problem={problem} onChange={onChange} />
          </td>
        </tr>
      )}
    </>
  );
}

/** The day in the reader's zone, as `2024-12-31`. */
function day(at: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}
