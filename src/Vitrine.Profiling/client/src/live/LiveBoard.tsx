import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { EmptyState } from 'kit/components/EmptyState';
import { Notice } from 'kit/components/Notice';
import { isTyping } from 'kit/typing';
import { ChartCard } from './ChartCard';
import { LiveToolbar } from './LiveToolbar';
import { select, tagsOf } from './selection';
import { ranges, useSettings } from './settings';
import { useFeed } from './useFeed';
import { useThemeChange } from 'kit/useThemeChange';

interface Props {
  /** The address of the socket, from the page's own. */
  path: string;
  onService?: (service: string) => void;
  /** What stands first in the toolbar. */
  children?: ComponentChildren;
}

/** All charts of a service. Whoever shows it imports live.css too, which is wanted before this comes. */
export function LiveBoard({ path, onService, children }: Props) {
  const [feed, connection] = useFeed(path);
  const [settings, change] = useSettings();
  const [search, setSearch] = useState('');
  const [isHeld, setHeld] = useState(false);
  const [large, setLarge] = useState<string | null>(null);
  const theme = useThemeChange();
  const hold = (held: boolean) => {
    feed.hold(held);
    setHeld(held);
  };

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === 'p') hold(!isHeld);
      else if (event.key === 'm') change({ showsGc: !settings.showsGc });
      else if (event.key === 'Escape') setLarge(null);
      else if (/^[123]$/.test(event.key)) change({ minutes: ranges[Number(event.key) - 1]! });
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  useEffect(() => {
    if (feed.config) onService?.(feed.config.service);
  }, [feed.config]);

  const plots = feed.config?.plots ?? [];
  const shown = select(plots, settings.hiddenTags, search);
  const showAll = () => {
    setSearch('');
    change({ hiddenTags: [] });
  };
  return (
    <div class="live-board">
      <LiveToolbar tags={tagsOf(plots)} settings={settings} onChange={change} search={search} onSearch={setSearch} isHeld={isHeld} onHold={hold}>
        {children}
      </LiveToolbar>
      {connection.state === 'lost' && <Notice>The service does not answer. Trying again every {Math.max(1, Math.round(connection.retryMs / 1000))} s; what was seen stays here.</Notice>}
      {plots.length === 0 && connection.state !== 'lost' && <EmptyState title="Waiting for the first moment"><p>The service begins to measure when somebody looks.</p></EmptyState>}
      {plots.length > 0 && shown.length === 0 && (
        <EmptyState title="No chart matches">
          <p>Nothing here is called that, or its kind is hidden.</p>
          <div class="ways"><button type="button" class="button" onClick={showAll}>Show all charts</button></div>
        </EmptyState>
      )}
      <div class="charts">
        {shown.map((plot) => (
          <ChartCard key={plot.name} plot={plot} feed={feed} settings={settings} theme={theme} isLarge={large === plot.name} onEnlarge={(isLarge) => setLarge(isLarge ? plot.name : null)} />
        ))}
      </div>
    </div>
  );
}
