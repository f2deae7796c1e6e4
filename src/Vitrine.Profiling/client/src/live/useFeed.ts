import { useEffect, useMemo, useState } from 'preact/hooks';
import { Feed } from './feed';
import { readStream, socketUrl, type Connection } from './stream';

/** Watches a socket for as long as the component is there; renders again when the charts or the connection change, not with each moment. */
export function useFeed(path: string): [Feed, Connection] {
  const feed = useMemo(() => new Feed(), [path]);
  const [connection, setConnection] = useState<Connection>({ state: 'connecting' });
  const [, setCharts] = useState(0);
  useEffect(
    () =>
      readStream(
        socketUrl(path),
        (message) => feed.take(message) && setCharts((count) => count + 1),
        (next) => setConnection((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next)),
      ),
    [feed],
  );
  return [feed, connection];
}
