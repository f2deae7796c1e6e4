import { Choices } from 'kit/components/Choices';
import type { Role } from '../../api/roles';
import { CaptureProgress } from './CaptureProgress';
import { kinds, type CaptureKind } from './kinds';
import type { Running } from './useCapture';

const lengths = ['5', '10', '30', '60'];

/** What a form says: role and kind, how long, and for a heap whether a collection comes first. */
export interface Asked {
  role: string;
  kind: CaptureKind;
  seconds: string;
  collects: boolean;
}

interface Props {
  roles: Role[];
  asked: Asked;
  running: Running | null;
  onChange: (to: Record<string, string>) => void;
  onStart: () => void;
  onCancel: () => void;
}

/** What to take a profile of, the button that takes it, and how far it is. */
export function CaptureForm({ roles, asked, running, onChange, onStart, onCancel }: Props) {
  const { role, kind, seconds, collects } = asked;
  return (
    <form
      class="panel capture"
      onSubmit={(event) => {
        event.preventDefault();
        onStart();
      }}
    >
      <div class="asked">
        <Choices label="Role" choices={roles.map(({ name }) => ({ value: name, label: name }))} value={role} onChoose={(value) => onChange({ role: value })} />
        <Choices label="Kind" choices={kinds} value={kind.value} onChoose={(value) => onChange({ kind: value })} />
        {kind.takesSeconds && <Choices label="How long" choices={lengths.map((value) => ({ value, label: `${value} s` }))} value={seconds} onChoose={(value) => onChange({ seconds: value })} />}
        {kind.value === 'heap' && (
          <Choices
            label="When"
            choices={[
              { value: '', label: 'As it is' },
              { value: '1', label: 'After a collection' },
            ]}
            value={collects ? '1' : ''}
            onChoose={(value) => onChange({ gc: value })}
          />
        )}
      </div>
      <div class="taking">
        {running === null ? (
          <>
            <p class="dim">{kind.says}</p>
            <button type="submit" class="button primary">Take profile</button>
          </>
        ) : (
          <CaptureProgress running={running} onCancel={onCancel} />
        )}
      </div>
    </form>
  );
}
