import { useRoles } from '../../api/roles';
import { Notice } from '../../components/Notice';

/** The first page: requests over all roles. */
export function RequestsPage() {
  const { roles, error } = useRoles();
  return (
    <>
      <h1>Requests</h1>
      {error !== null && <Notice>{error}</Notice>}
      <ul>{roles?.map((role) => <li key={role.name}><a href={`${role.debug}/operations`}>{role.name}</a></li>)}</ul>
    </>
  );
}
