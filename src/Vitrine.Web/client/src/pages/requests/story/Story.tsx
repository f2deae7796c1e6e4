import { useEffect, useMemo, useState } from 'preact/hooks';
import { EmptyState } from 'kit/components/EmptyState';
import { RoleSilence } from '../../../components/RoleSilence';
import { navigate } from '../../../router';
import { isTyping } from 'kit/typing';
import { Forgotten } from './Forgotten';
import { Headline } from './Headline';
import { LogLines } from './LogLines';
import { PhaseBar } from './PhaseBar';
import { ScopeDetails } from './ScopeDetails';
import { SeriesTable } from './SeriesTable';
import { WhyThisPod } from './WhyThisPod';
import { allOf, tellingOf, treeOf } from './scopeTree';
import { useStory } from './useStory';
import { Waterfall } from './Waterfall';
import './story.css';

/** One request unfolded: where its time went, every scope over all roles, why it went where it went, what was logged and what moved. */
export function Story({ id, back }: { id: string; back: string }) {
  const { roots, asked, silent } = useStory(id);
  const tree = useMemo(() => treeOf(roots), [roots]);
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isTyping(event.target) && !document.querySelector('dialog[open]')) navigate(back);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [back]);

  if (!asked) return <EmptyState title="Asking the roles …" />;
  const silences = silent.map(({ role, problem }) => <RoleSilence key={role} role={role} problem={problem} />);
  if (tree.length === 0) return <Forgotten id={id} back={back}>{silences}</Forgotten>;
  const nodes = allOf(tree);
  const selected = nodes.find((node) => node.key === chosen) ?? tellingOf(tree)!;
  return (
    <article class="story">
      <Headline id={id} roots={roots} back={back} />
      {silences}
      <PhaseBar tree={tree} />
      <div class="story-body">
        <Waterfall tree={tree} selected={selected.key} onSelect={setChosen} />
        <ScopeDetails node={selected} />
        <div class="more-of-it">
          <WhyThisPod nodes={nodes} />
          <LogLines nodes={nodes} selected={selected.key} onSelect={setChosen} />
          <SeriesTable nodes={nodes} selected={selected.key} onSelect={setChosen} />
        </div>
      </div>
    </article>
  );
}
