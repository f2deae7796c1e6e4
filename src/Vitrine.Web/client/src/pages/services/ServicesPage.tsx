import { useRoles } from '../../api/roles';
import { EmptyState } from 'kit/components/EmptyState';
import { Notice } from 'kit/components/Notice';
import type { Route } from '../../router';
import { RoleCard } from './RoleCard';
import { RolePage } from './RolePage';
import './services.css';

/** The roles of this installation, or one of them: `#/services/gateway`. */
export function ServicesPage({ route }: { route: Route }) {
  const { roles, error } = useRoles();
  const [name, view = 'metrics'] = route.path;
  const role = roles?.find((candidate) => candidate.name === name);
  if (role) return <RolePage key={role.name} role={role} view={view} />;
  return (
    <>
      <h1>Services</h1>
      {error !== null && <Notice>{error}</Notice>}
      {name !== undefined && roles !== null && <Notice>There is no role {name} here.</Notice>}
      {roles?.length === 0 && <EmptyState title="No roles"><p>Start them all with <code>vitrine up</code>.</p></EmptyState>}
      <ul class="cards">{roles?.map((each) => <RoleCard key={each.name} role={each} />)}</ul>
    </>
  );
}
