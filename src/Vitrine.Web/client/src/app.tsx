import { useEffect } from 'preact/hooks';
import { RolesProvider } from './api/roles';
import { Shell } from './components/Shell';
import { pages } from './pages';
import { useRoute } from './router';
import { useGlobalKeys } from './keys';

/** The whole console: the shell, and in it the page that the address names. */
export function App() {
  const route = useRoute();
  const page = pages.find((candidate) => candidate.name === route.page) ?? pages[0];
  const Content = page.component;
  useGlobalKeys();
  useEffect(() => {
    document.title = `${page.title} · Vitrine`;
  }, [page]);
  return (
    <RolesProvider>
      <Shell current={page}>
        <Content route={route} />
      </Shell>
    </RolesProvider>
  );
}
