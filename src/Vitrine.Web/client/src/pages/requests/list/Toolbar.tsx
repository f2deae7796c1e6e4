import { Choices, type Choice } from 'kit/components/Choices';
import { Icon } from 'kit/components/Icon';
import { SearchField } from 'kit/components/SearchField';
import { count } from 'kit/format/number';
import type { Group, Listing } from './listing';

interface Props {
  listing: Listing;
  counts: Record<Group, number>;
  onChange: (to: Partial<Listing>) => void;
  paused: boolean;
  onPause: (paused: boolean) => void;
}

const labels: Record<Group, string> = { all: 'All', running: 'Running', ok: 'OK', failed: 'Failed', cancelled: 'Cancelled' };

/** What is shown, in which order, and whether it goes on. */
export function Toolbar({ listing, counts, onChange, paused, onPause }: Props) {
  // Nobody misses the cancelled while there are none; the failed are reassuring at zero.
  const shown = (Object.keys(labels) as Group[]).filter((group) => group !== 'cancelled' || counts[group] > 0 || listing.group === group);
  const groups: Choice<Group>[] = shown.map((group) => ({ value: group, label: labels[group], figure: count(counts[group]) }));
  return (
    <div class="toolbar">
      <Choices
        label="What"
        choices={[
          { value: 'inferences', label: 'Inferences' },
          { value: 'everything', label: 'Everything' },
        ]}
        value={listing.what}
        onChoose={(what) => onChange({ what })}
      />
      <Choices label="Outcome" choices={groups} value={listing.group} onChoose={(group) => onChange({ group })} />
      <Choices
        label="Order"
        choices={[
          { value: 'newest', label: 'Newest' },
          { value: 'slowest', label: 'Slowest' },
        ]}
        value={listing.sort}
        onChoose={(sort) => onChange({ sort })}
      />
      <SearchField value={listing.search} placeholder="Filter by path, model, status, role or trace id" onInput={(search) => onChange({ search })} />
      <button
        type="button"
        class={`button live ${paused ? '' : 'on'}`}
        onClick={() => onPause(!paused)}
        title={paused ? 'Go on' : 'Hold the list still'}
        aria-pressed={!paused}
      >
        <Icon name={paused ? 'play' : 'pause'} />
        {paused ? 'Paused' : 'Live'}
      </button>
    </div>
  );
}
