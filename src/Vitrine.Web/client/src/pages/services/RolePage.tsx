import type { ComponentType } from 'preact';
import type { Role } from '../../api/roles';
import { Choices } from 'kit/components/Choices';
import { Icon } from 'kit/components/Icon';
import { Notice } from 'kit/components/Notice';
import { duration } from 'kit/format/duration';
import { count } from 'kit/format/number';
import { href, navigate } from '../../router';
import { Latency } from '../../latency/Latency';
import { ConfigTable } from './ConfigTable';
import { LogTail } from './LogTail';
import { MetricsTable } from './metrics/MetricsTable';
import { ModelsTable } from './ModelsTable';
import { Readiness } from './Readiness';
import { useRoleStatus, type RoleStatus } from './roleStatus';
import { SignalsView } from './SignalsView';

interface View {
  label: string;
  content: ComponentType<{ role: Role; status: RoleStatus }>;
}

const views: Record<string, View> = {
  metrics: { label: 'Metrics', content: MetricsTable },
  latency: { label: 'Latency', content: Latency },
  log: { label: 'Log', content: LogTail },
  signals: { label: 'Signals', content: SignalsView },
  models: { label: 'Models', content: ModelsTable },
  settings: { label: 'Settings', content: ConfigTable },
};

/** One role: what it is, and its metrics, latency, log, signals, models or settings. */
export function RolePage({ role, view }: { role: Role; view: string }) {
  const status = useRoleStatus(role);
  const { index, models } = status;
  const offered = Object.entries(views).filter(([name]) => name !== 'models' || models.length > 0 || view === 'models');
  const Content = (views[view] ?? views['metrics']!).content;
  return (
    <>
      <header class="role-head">
        <a class="quiet square" href={href('services')} aria-label="All services"><Icon name="back" /></a>
        <h1>{role.name}</h1>
        <Readiness status={status} />
        {index && (
          <p class="dim">
            {role.pack} {index.version}, up for {duration(index.uptimeSeconds * 1000)}, {count(index.ended)} requests ended, {count(index.running)} running
          </p>
        )}
      </header>
      {status.problem !== null && <Notice tone="bad">{status.problem}</Notice>}
      {status.ready?.isReady === false && <Notice>Not ready: {status.ready.reason}</Notice>}
      <Choices
        label="What to see of this role"
        choices={offered.map(([value, { label }]) => ({ value, label }))}
        value={view}
        onChoose={(chosen) => navigate(href('services', [role.name, chosen]))}
      />
      <div class="role-view"><Content role={role} status={status} /></div>
    </>
  );
}
