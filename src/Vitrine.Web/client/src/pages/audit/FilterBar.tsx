import type { ComponentChildren } from 'preact';
import { Icon } from 'kit/components/Icon';
import { SearchField } from 'kit/components/SearchField';
import { exportUrl, type Filter } from './filter';
import { actions } from './record';

const services = ['gateway', 'model', 'forecast', 'web', 'ledger'];
const formats = [
  { value: 'json', label: 'JSON' },
  { value: 'jsonl', label: 'JSON lines' },
  { value: 'csv', label: 'CSV' },
];

/** Who, what, where, when; and the range as a file. */
export function FilterBar({ filter, ledger, onChange }: { filter: Filter; ledger: string; onChange: (to: Partial<Filter>) => void }) {
  return (
    <div class="toolbar audit-filter">
      <SearchField value={filter.actor} placeholder="Actor" onInput={(actor) => onChange({ actor })} />
      <Pick label="Action" values={actions} value={filter.action} onPick={(action) => onChange({ action })} />
      <Pick label="Service" values={services} value={filter.service} onPick={(service) => onChange({ service })} />
      <Field label="Tenant">
        <input type="text" value={filter.tenant} spellcheck={false} autocomplete="off" onInput={(event) => onChange({ tenant: event.currentTarget.value })} />
      </Field>
      <Field label="Trace">
        <input type="text" value={filter.correlation} spellcheck={false} autocomplete="off" onInput={(event) => onChange({ correlation: event.currentTarget.value })} />
      </Field>
      <Field label="From">
        <input type="date" value={filter.start} onInput={(event) => onChange({ start: event.currentTarget.value })} />
      </Field>
      <Field label="To">
        <input type="date" value={filter.end} onInput={(event) => onChange({ end: event.currentTarget.value })} />
      </Field>
      <div class="exports" role="group" aria-label="Export" title="Everything of these days, whatever the other filters: only a trail without gaps can be verified">
        <Icon name="download" />
        {formats.map(({ value, label }) => (
          <a key={value} class="button" href={exportUrl(ledger, filter, value)} download>
            {label}
          </a>
        ))}
      </div>
    </div>
  );
}

function Field({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

function Pick({ label, values, value, onPick }: { label: string; values: string[]; value: string; onPick: (value: string) => void }) {
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        <option value="">any</option>
        {value !== '' && !values.includes(value) && <option value={value}>{value}…</option>}
        {values.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </Field>
  );
}
