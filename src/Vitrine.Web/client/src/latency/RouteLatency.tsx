import { useState } from 'preact/hooks';
import { usePoll } from '../api/poll';
import { useRoles, type Role } from '../api/roles';
import { duration } from 'kit/format/duration';
import { clock } from 'kit/format/time';
import { closed, type Candle } from './candles';
import { LatencyChart } from './LatencyChart';
import { leastCandles, predict, questionOf, type Prediction } from './prediction';

/** Three a minute of the hundred that the forecaster grants a caller: many readers may look. */
const pollMs = 20_000;

interface Props {
  role: Role;
  route: string;
  candles: Candle[];
  nowMs: number;
}

/** The latency of a route, drawn beyond now where a forecaster runs and there is enough to ask it about. */
export function RouteLatency({ role, route, candles, nowMs }: Props) {
  const forecaster = useRoles().roles?.find(({ pack }) => pack === 'kronos');
  const [prediction, setPrediction] = useState<Prediction | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const over = closed(candles, nowMs);
  const question = questionOf(`${role.name} ${route}`, over, nowMs);
  usePoll(async (signal) => {
    try {
      setPrediction(await predict(forecaster!, question!, signal));
      setProblem(null);
    } catch (error) {
      if (!signal.aborted) setProblem((error as Error).message);
    }
  }, forecaster && question ? pollMs : null);

  const shown = question && problem === null ? prediction : null;
  return (
    <section class="panel latency">
      <LatencyChart candles={candles} prediction={shown} />
      <p class="dim" role="status">{shown ? expectation(shown) : absence()}</p>
    </section>
  );

  function absence(): string {
    if (!forecaster) return 'No forecaster runs here, so the chart ends now.';
    if (problem !== null) return `No forecast: ${problem}`;
    if (question) return 'The forecaster is being asked.';
    return over.length < leastCandles ? `A forecast needs ${leastCandles} intervals of five seconds with requests; there are ${over.length}.` : 'No forecast while nobody asks.';
  }
}

function expectation({ model, atMs, close, lower, upper, coverage }: Prediction): string {
  const [least, centre, most] = [lower, close, upper].map((values) => duration(values.at(-1)!));
  const time = clock(new Date(atMs.at(-1)!)).slice(0, 8);
  return `Expected at ${time}: ${centre}, with a probability of ${Math.round(coverage * 100)} % from ${least} to ${most}. Forecast by ${model}.`;
}
