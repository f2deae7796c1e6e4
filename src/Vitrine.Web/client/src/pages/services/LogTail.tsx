import { useEffect, useRef, useState } from 'preact/hooks';
import type { Role } from '../../api/roles';
import { Icon } from 'kit/components/Icon';
import { Notice } from 'kit/components/Notice';
import { SearchField } from 'kit/components/SearchField';
import { followLog } from './followLog';
import { LogLine } from './LogLine';

const newest = 200;
const mostKept = 1000;
const againAfterMs = 3000;

interface Line {
  number: number;
  text: string;
}

/** A role's log, live. Pausing holds the view still; what comes meanwhile is there afterwards. */
export function LogTail({ role }: { role: Role }) {
  const [lines, setLines] = useState<Line[]>([]);
  const [held, setHeld] = useState<Line[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const end = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const stop = new AbortController();
    let number = 0;
    let timer = 0;
    const follow = async () => {
      setLines([]);
      const take = (come: string[]) => {
        setProblem(null);
        setLines((before) => [...before, ...come.map((text) => ({ number: number++, text }))].slice(-mostKept));
      };
      try {
        await followLog(role.debug, newest, take, stop.signal);
        setProblem('The role ended its log. It is asked again every few seconds.');
      } catch (error) {
        if (stop.signal.aborted) return;
        setProblem((error as Error).message);
      }
      timer = setTimeout(follow, againAfterMs);
    };
    void follow();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [role.debug]);

  const shown = (held ?? lines).filter((line) => line.text.toLowerCase().includes(search.toLowerCase()));
  useEffect(() => {
    const box = end.current?.parentElement;
    if (box && held === null) box.scrollTop = box.scrollHeight;
  }, [lines, held]);

  return (
    <>
      {problem !== null && <Notice>{problem}</Notice>}
      <div class="find">
        <SearchField value={search} placeholder="Find in the log" onInput={setSearch} />
        <button type="button" class="button" aria-pressed={held !== null} onClick={() => setHeld(held === null ? lines : null)}>
          <Icon name={held === null ? 'pause' : 'play'} />
          {held === null ? 'Pause' : 'Follow'}
        </button>
      </div>
      <div class="panel log" tabIndex={0} role="log" aria-label={`Log of ${role.name}`}>
        {shown.length === 0 && <p class="dim">{lines.length === 0 ? 'Nothing was logged yet.' : 'No line holds this.'}</p>}
        {shown.map((line) => <LogLine key={line.number} text={line.text} />)}
        <div ref={end} />
      </div>
    </>
  );
}
