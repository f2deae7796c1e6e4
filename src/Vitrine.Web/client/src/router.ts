import { useEffect, useState } from 'preact/hooks';

/**
 * Where the reader is: `#/requests/4bf9…?sort=slowest` is page `requests`, path `["4bf9…"]`, query `sort=slowest`.
 * Routes live behind the hash because the server's own paths belong to its API.
 */
export interface Route {
  page: string;
  path: string[];
  query: URLSearchParams;
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [page = '', ...rest] = path.split('/').filter(Boolean).map(decode);
  return { page, path: rest, query: new URLSearchParams(query) };
}

/** The address of a page: `href('requests', [traceId])`. Empty query values are left out. */
export function href(page: string, path: string[] = [], query: Record<string, string> = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(pairs).toString();
  return `#/${[page, ...path].map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

export function navigate(to: string): void {
  location.hash = to;
}

/** Changes the query in place: typing in a filter leaves no trail of steps to go back through. */
export function replaceQuery(route: Route, query: Record<string, string>): void {
  history.replaceState(null, '', href(route.page, route.path, query));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** The current route; the component renders again when it changes. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return parseRoute(hash);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
