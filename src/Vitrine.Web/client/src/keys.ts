import { useEffect } from 'preact/hooks';
import { pages } from './pages';
import { href, navigate } from './router';
import { isTyping } from 'kit/typing';

const goWithinMs = 1500;

/** Keys that mean the same on every page: `/` goes to the search field, `g` and a page's key to that page. */
export function useGlobalKeys(): void {
  useEffect(() => {
    let goUntil = 0;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '/') {
        const search = document.querySelector<HTMLInputElement>('input[type=search]');
        if (!search) return;
        event.preventDefault();
        search.select();
      } else if (event.key === 'g') {
        goUntil = event.timeStamp + goWithinMs;
      } else if (event.timeStamp < goUntil) {
        goUntil = 0;
        const page = pages.find((candidate) => candidate.key === event.key);
        if (page) navigate(href(page.name));
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
