import { useMemo, useState } from 'preact/hooks';
import { Choices } from 'kit/components/Choices';
import { SearchField } from 'kit/components/SearchField';
import { duration } from 'kit/format/duration';
import { count } from 'kit/format/number';
import { Figure } from '../../components/Figure';
import type { Captured } from './capture';
import { FlameGraph } from './flame/FlameGraph';
import { flameTree } from './flame/flameTree';
import { LabelFilter } from './LabelFilter';
import { labelsOf, withLabels } from './labels';
import { SaveButton } from './SaveButton';
import { matcher } from './search';
import { TopTable } from './TopTable';
import { valueText } from './value';

/** A profile unfolded: what was measured, the flame graph, the functions that cost most, narrowed by labels and by a search. */
export function ProfileView({ captured }: { captured: Captured }) {
  const { profile, title } = captured;
  const [kind, setKind] = useState(captured.kind);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [search, setSearch] = useState('');
  const samples = useMemo(() => withLabels(profile.samples, chosen), [profile, chosen]);
  const tree = useMemo(() => flameTree(samples, kind), [samples, kind]);
  const matches = useMemo(() => matcher(search), [search]);
  const { unit } = profile.kinds[kind]!;
  return (
    <article class="profile" aria-label={title}>
      <header class="profile-head">
        <div>
          <h2>{title}</h2>
          {profile.comments.length > 0 && <p class="dim">{profile.comments.join('; ')}</p>}
        </div>
        <dl>
          <Figure name={profile.kinds[kind]!.name}>{valueText(tree.total, unit)}</Figure>
          {profile.durationMs > 0 && <Figure name="Measured for">{duration(profile.durationMs)}</Figure>}
          <Figure name="Stacks">{count(samples.length)}</Figure>
        </dl>
        <SaveButton captured={captured} />
      </header>
      <div class="toolbar">
        {profile.kinds.length > 1 && (
          <Choices label="What is counted" choices={profile.kinds.map(({ name }, place) => ({ value: String(place), label: name }))} value={String(kind)} onChoose={(place) => setKind(Number(place))} />
        )}
        {labelsOf(profile.samples, kind).filter(({ values }) => values.length > 1).map((label) => (
          <LabelFilter key={label.key} label={label} chosen={chosen[label.key]} onChoose={(value) => setChosen((before) => choose(before, label.key, value))} />
        ))}
        <SearchField value={search} placeholder="Find functions by name or pattern" onInput={setSearch} />
      </div>
      <FlameGraph tree={tree} unit={unit} matches={matches} />
      <TopTable samples={samples} kind={kind} unit={unit} total={tree.total} matches={matches} onFind={setSearch} />
    </article>
  );
}

function choose(before: Record<string, string>, key: string, value: string | null): Record<string, string> {
  const { [key]: _, ...others } = before;
  return value === null ? others : { ...others, [key]: value };
}
