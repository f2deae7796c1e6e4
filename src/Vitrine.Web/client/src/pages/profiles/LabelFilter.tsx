import type { Label } from './labels';
import { shareText } from './value';

const all = '\u0000';

/** Narrows a profile to one value of a label, each with its share. */
export function LabelFilter({ label, chosen, onChoose }: { label: Label; chosen: string | undefined; onChoose: (value: string | null) => void }) {
  const whole = label.values.reduce((sum, { total }) => sum + total, 0);
  return (
    <label class="label-filter">
      <span>{label.key}</span>
      <select aria-label={label.key} value={chosen ?? all} onChange={({ currentTarget }) => onChoose(currentTarget.value === all ? null : currentTarget.value)}>
        <option value={all}>all</option>
        {label.values.map(({ value, total }) => (
          <option key={value} value={value}>
            {value === '' ? 'none' : value}, {shareText(total, whole)}
          </option>
        ))}
      </select>
    </label>
  );
}
