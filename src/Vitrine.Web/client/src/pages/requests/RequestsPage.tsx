import { href, type Route } from '../../router';
import { RequestList } from './list/RequestList';
import { Story } from './story/Story';

/** The first page: the requests of all roles, and one of them unfolded when the address names it. */
export function RequestsPage({ route }: { route: Route }) {
  const id = route.path[0];
  return id === undefined ? <RequestList route={route} /> : <Story key={id} id={id} back={href('requests', [], Object.fromEntries(route.query))} />;
}
