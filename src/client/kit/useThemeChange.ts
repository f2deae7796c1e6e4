import { useEffect, useState } from 'preact/hooks';

/** A number that is another after each change of the theme, for what cannot follow by style sheets alone. */
export function useThemeChange(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const count = () => setChanges((before) => before + 1);
    const chosen = new MutationObserver(count);
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', count);
    return () => {
      chosen.disconnect();
      system.removeEventListener('change', count);
    };
  }, []);
  return changes;
}
