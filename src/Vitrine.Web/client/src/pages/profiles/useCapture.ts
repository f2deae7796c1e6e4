import { useEffect, useRef, useState } from 'preact/hooks';
import { capture, type Captured } from './capture';

/** What is asked for: the path, what it is called, and how long it measures. */
export interface Wanted {
  path: string;
  title: string;
  fileName: string;
  sample?: string | undefined;
  seconds: number;
}

/** A capture that runs: its name, when it began and how long it takes. */
export interface Running {
  title: string;
  startedAt: number;
  seconds: number;
}

export interface Capture {
  running: Running | null;
  captured: Captured | null;
  problem: string | null;
  start: (wanted: Wanted) => void;
  cancel: () => void;
}

// The newest profile outlives the page: whoever comes back finds it.
let newest: Captured | null = null;

/** One capture at a time; leaving the page ends the one that runs. */
export function useCapture(): Capture {
  const [running, setRunning] = useState<Running | null>(null);
  const [captured, setCaptured] = useState(newest);
  const [problem, setProblem] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const cancel = () => {
    stop.current?.abort();
    stop.current = null;
    setRunning(null);
  };
  const start = async ({ path, title, fileName, sample, seconds }: Wanted) => {
    cancel();
    const own = new AbortController();
    stop.current = own;
    setProblem(null);
    setRunning({ title, startedAt: performance.now(), seconds });
    try {
      newest = await capture(path, title, fileName, sample, own.signal);
      setCaptured(newest);
    } catch (error) {
      if (!own.signal.aborted) setProblem((error as Error).message);
    }
    if (stop.current === own) setRunning(null);
  };
  return { running, captured, problem, start: (wanted) => void start(wanted), cancel };
}
