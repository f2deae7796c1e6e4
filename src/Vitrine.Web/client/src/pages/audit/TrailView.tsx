import { useState } from 'preact/hooks';
import { EmptyState } from 'kit/components/EmptyState';
import type { Role } from '../../api/roles';
import { RoleSilence } from '../../components/RoleSilence';
import { ChainState } from './ChainState';
import { isEmpty, type Filter } from './filter';
import { FilterBar } from './FilterBar';
import { RecordTable } from './RecordTable';
import { useTrail } from './useTrail';

const none: Filter = { actor: '', action: '', tenant: '', service: '', correlation: '', start: '', end: '' };

/** The trail of one ledger: the filter, the state of its chain, and the records. */
export function TrailView({ ledger, filter, onChange }: { ledger: Role; filter: Filter; onChange: (to: Partial<Filter>) => void }) {
  const [turn, setTurn] = useState(0);
  const { trail, more } = useTrail(ledger.name, filter, turn);
  return (
    <>
      <FilterBar filter={filter} ledger={ledger.name} onChange={onChange} />
      {trail.error !== null && <RoleSilence role={ledger.name} problem={trail.error} />}
      <ChainState ledger={ledger.name} trail={trail} turn={turn} onReadAgain={() => setTurn(turn + 1)} />
      {trail.records !== null && trail.records.length > 0 && <RecordTable trail={trail} onMore={more} onChange={onChange} />}
      {trail.records?.length === 0 && (isEmpty(filter) ? <FirstRecord /> : <NoMatch onShowAll={() => onChange(none)} />)}
    </>
  );
}

function FirstRecord() {
  return (
    <EmptyState title="Nothing is recorded yet">
      <p>Who asks a model for what, who is refused, who takes a profile or changes a configuration appears here, and each reading of this page as well.</p>
      <p>
        Roles of <code>vitrine up</code> record by themselves. One that runs by itself is told where to: <code>--audit-url</code>.
      </p>
    </EmptyState>
  );
}

function NoMatch({ onShowAll }: { onShowAll: () => void }) {
  return (
    <EmptyState title="No record matches">
      <p>Names must be whole and written as they are recorded; an action may be the beginning of one.</p>
      <p class="ways">
        <button type="button" class="button" onClick={onShowAll}>
          Show all records
        </button>
      </p>
    </EmptyState>
  );
}
