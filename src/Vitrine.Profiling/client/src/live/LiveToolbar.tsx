import type { ComponentChildren } from 'preact';
import { Choices } from 'kit/components/Choices';
import { Icon } from 'kit/components/Icon';
import { SearchField } from 'kit/components/SearchField';
import { tagName, toggleTag } from './selection';
import { ranges, type Settings } from './settings';

interface Props {
  tags: string[];
  settings: Settings;
  onChange: (change: Partial<Settings>) => void;
  search: string;
  onSearch: (search: string) => void;
  isHeld: boolean;
  onHold: (isHeld: boolean) => void;
  children?: ComponentChildren;
}

/** Which charts, how far back, and whether they go on. */
export function LiveToolbar({ tags, settings, onChange, search, onSearch, isHeld, onHold, children }: Props) {
  const { hiddenTags, minutes, showsGc } = settings;
  return (
    <div class="toolbar live-toolbar">
      {children}
      <div class="tags" role="group" aria-label="Kinds of charts">
        {tags.map((tag) => (
          <button
            key={tag}
            type="button"
            class="tag"
            aria-pressed={!hiddenTags.includes(tag)}
            title={`${tagName(tag)}: click to show or hide, with Alt to see it alone`}
            onClick={(event) => onChange({ hiddenTags: toggleTag(hiddenTags, tag, tags, event.altKey) })}
          >
            {tagName(tag)}
          </button>
        ))}
      </div>
      <button type="button" class="tag gc" aria-pressed={showsGc} title="Lines where a collection ended (m)" onClick={() => onChange({ showsGc: !showsGc })}>
        GC lines
      </button>
      <SearchField value={search} placeholder="Find a chart by title, line or metric" onInput={onSearch} />
      <Choices label="How far back" choices={ranges.map((range) => ({ value: String(range), label: `${range} min` }))} value={String(minutes)} onChoose={(range) => onChange({ minutes: Number(range) })} />
      <button type="button" class={`button live ${isHeld ? '' : 'on'}`} aria-pressed={!isHeld} title={isHeld ? 'Go on (p)' : 'Hold the charts still (p)'} onClick={() => onHold(!isHeld)}>
        <Icon name={isHeld ? 'play' : 'pause'} />
        {isHeld ? 'Paused' : 'Live'}
      </button>
    </div>
  );
}
