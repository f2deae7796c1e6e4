import { useEffect, useRef } from 'preact/hooks';

/**
 * Runs `work` now and then every `intervalMs`, counted from the end of the run before, so that a slow server is never asked twice at once.
 * A hidden tab does not poll; it catches up when it is seen again. `intervalMs` null stops. `work` ends early by its signal.
 */
export function usePoll(work: (signal: AbortSignal) => Promise<void>, intervalMs: number | null): void {
  const latest = useRef(work);
  latest.current = work;
  useEffect(() => {
    if (intervalMs === null) return undefined;
    const stop = new AbortController();
    let timer = 0;
    let working = false;
    const run = async () => {
      clearTimeout(timer);
      if (working || document.hidden || stop.signal.aborted) return;
      working = true;
      await latest.current(stop.signal).catch(() => undefined);
      working = false;
      if (!stop.signal.aborted) timer = setTimeout(run, intervalMs);
    };
    const see = () => void run();
    document.addEventListener('visibilitychange', see);
    see();
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', see);
    };
  }, [intervalMs]);
}
