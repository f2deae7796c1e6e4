import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../../../api/http';
import { usePoll } from '../../../api/poll';
import { Icon } from 'kit/components/Icon';
import { duration } from 'kit/format/duration';
import { count, rate } from 'kit/format/number';
import { EngineBlock } from './EngineBlock';
import { gradeErrors } from './grades';
import './panel.css';
import { Row } from './Row';
import type { Summary } from './summary';

const intervalMs = 10_000;
const key = 'vitrine.chat.metrics';

type Look = 'hidden' | 'collapsed' | 'expanded';

/** The document's metrics panel: a line, or all of it. It asks at once, every 10 s while it is seen, and after each answer (`version`). */
export function MetricsPanel({ version }: { version: number }) {
  const [look, setLook] = useState<Look>(recall);
  const [summary, setSummary] = useState<Summary | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = async (signal?: AbortSignal) => {
    try {
      setSummary(await getJson<Summary>('/metrics/summary', signal));
      setProblem(null);
    } catch (error) {
      if (!signal?.aborted) setProblem((error as Error).message);
    }
  };
  const choose = (next: Look) => {
    localStorage.setItem(key, next);
    setLook(next);
  };
  usePoll(load, look === 'hidden' ? null : intervalMs);
  useEffect(() => {
    if (version > 0 && look !== 'hidden') void load();
  }, [version]);

  if (look === 'hidden') return <aside class="metrics hidden"><button type="button" class="quiet" onClick={() => choose('expanded')}>Show Metrics</button></aside>;
  return (
    <aside class="metrics panel" aria-label="Metrics">
      <header>
        <button type="button" class="fold" aria-expanded={look === 'expanded'} onClick={() => choose(look === 'expanded' ? 'collapsed' : 'expanded')}>
          <Icon name="expand" />
          <h2>Metrics</h2>
        </button>
        <button type="button" class="quiet" onClick={() => choose('hidden')}>Hide Metrics</button>
      </header>
      {problem !== null && <p class="problem" role="status">{problem}</p>}
      {summary && (look === 'expanded' ? <Everything summary={summary} /> : <Line summary={summary} />)}
    </aside>
  );
}

function Line({ summary }: { summary: Summary }) {
  const { tokensPerSecond, contextSize } = summary.llamaCppMetrics ?? {};
  return (
    <p class="line">
      <span>In: <b>{count(summary.tokensProcessed)}</b></span>
      <span>Out: <b>{count(summary.tokensGenerated)}</b></span>
      <span>Reqs: <b>{count(summary.totalRequests)}</b></span>
      <span>Avg: <b>{seconds(summary)}</b></span>
      {tokensPerSecond !== undefined && <span>Tokens/sec: <b>{rate(tokensPerSecond)}</b></span>}
      {contextSize !== undefined && <span>Context: <b>{count(contextSize)}</b></span>}
      <Dashboards />
    </p>
  );
}

function Everything({ summary }: { summary: Summary }) {
  return (
    <>
      <section>
        <h3>Chat</h3>
        <dl>
          <Row name="Input Tokens" value={count(summary.tokensProcessed)} />
          <Row name="Output Tokens" value={count(summary.tokensGenerated)} />
          <Row name="Total Requests" value={count(summary.totalRequests)} />
          <Row name="Avg Response" value={seconds(summary)} />
          <Row name="Error Rate" value={`${(summary.errorRate * 100).toFixed(2)} %`} grade={gradeErrors(summary.errorRate)} />
          <Row name="Readers in 30 min" value={count(summary.activeUsers)} />
        </dl>
      </section>
      {summary.llamaCppMetrics && <EngineBlock metrics={summary.llamaCppMetrics} />}
      <p class="note">Tokens are the model server’s count; where it gives none, four characters count as one. <Dashboards /></p>
    </>
  );
}

/** Grafana of the compose stack, on the machine that the page came from. */
function Dashboards() {
  return <a href={`http://${location.hostname}:3001`} target="_blank" rel="noopener noreferrer">Detailed Dashboard</a>;
}

/** The mean, with two decimals as the document has it; below 10 ms they would all be zero. */
function seconds({ averageResponseTime }: Summary): string {
  return averageResponseTime > 0 && averageResponseTime < 0.01 ? duration(averageResponseTime * 1000) : `${averageResponseTime.toFixed(2)} s`;
}

function recall(): Look {
  const kept = localStorage.getItem(key);
  if (kept === 'hidden' || kept === 'collapsed' || kept === 'expanded') return kept;
  return matchMedia('(max-width: 1000px)').matches ? 'collapsed' : 'expanded';
}
