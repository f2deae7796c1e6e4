import { useState } from 'preact/hooks';
import { EmptyState } from 'kit/components/EmptyState';
import { Notice } from 'kit/components/Notice';
import { useRoles } from '../../api/roles';
import { replaceQuery, type Route } from '../../router';
import { CaptureForm, type Asked } from './CaptureForm';
import { KeptList } from './kept/KeptList';
import { kindOf } from './kinds';
import { ProfileView } from './ProfileView';
import { useCapture } from './useCapture';
import './profiles.css';

/** What a role's process spends its time and memory with: a profile is taken here, looked at, and kept by whoever wants. */
export function ProfilesPage({ route }: { route: Route }) {
  const { roles, error } = useRoles();
  const { running, captured, problem, start, cancel } = useCapture();
  const [taken, setTaken] = useState(0);
  const { query } = route;
  const role = roles?.find(({ name }) => name === query.get('role')) ?? roles?.find(({ name }) => name === 'model') ?? roles?.[0];
  const asked: Asked = { role: role?.name ?? '', kind: kindOf(query.get('kind')), seconds: query.get('seconds') ?? '10', collects: query.get('gc') === '1' };
  const change = (to: Record<string, string>) => replaceQuery({ ...route, page: 'profiles' }, { ...Object.fromEntries(query), ...to });
  const take = () => {
    setTaken(taken + 1);
    start(wantedOf(asked));
  };

  return (
    <section class="profiles" aria-labelledby="profiles-title">
      <h1 id="profiles-title" class="unseen">Profiles</h1>
      {error !== null && <Notice>The list of roles is missing: {error}</Notice>}
      {roles && role && <CaptureForm roles={roles} asked={asked} running={running} onChange={change} onStart={take} onCancel={cancel} />}
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      {captured !== null && <ProfileView key={`${captured.fileName} ${taken}`} captured={captured} />}
      {captured === null && running === null && problem === null && (
        <EmptyState title="No profile yet">
          <p>A profile says where a role's time or memory goes, function by function. It costs a few percent while it is taken and nothing afterwards.</p>
        </EmptyState>
      )}
      {role && <KeptList key={role.name} role={role.name} onOpen={start} />}
    </section>
  );
}

function wantedOf({ role, kind, seconds, collects }: Asked) {
  const parameters = kind.takesSeconds ? `?seconds=${seconds}` : kind.value === 'heap' && collects ? '?gc=1' : '';
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '');
  return {
    path: `/roles/${role}/debug/pprof/${kind.path}${parameters}`,
    title: `${kind.label} of ${role}`,
    fileName: `${role}-${kind.value}-${stamp}.pb.gz`,
    sample: kind.sample,
    seconds: kind.takesSeconds ? Number(seconds) : 0,
  };
}
