import type { ComponentChildren } from 'preact';
import { pages, type Page } from '../pages';
import { href } from '../router';
import { Icon } from 'kit/components/Icon';
import { KeyHelp } from './KeyHelp';
import { Mark } from 'kit/components/Mark';
import { ThemeToggle } from 'kit/components/ThemeToggle';

/** The frame of every page: who we are, where to go, and the page itself. On narrow screens the navigation stands at the bottom, near the thumb. */
export function Shell({ current, children }: { current: Page; children: ComponentChildren }) {
  const skip = (event: Event) => {
    event.preventDefault();
    document.getElementById('main')?.focus();
  };
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={skip}>
        Skip to the page
      </a>
      <header class="bar">
        <a class="brand" href={href(pages[0].name)}>
          <Mark />
          <span>Vitrine</span>
        </a>
        <nav class="nav" aria-label="Pages">
          {pages.map((page) => (
            <a key={page.name} href={href(page.name)} aria-current={page === current ? 'page' : undefined} title={`${page.title} (g ${page.key})`}>
              <Icon name={page.icon} />
              <span>{page.title}</span>
            </a>
          ))}
        </nav>
        <div class="tools">
          <KeyHelp />
          <ThemeToggle />
        </div>
      </header>
      <main class="page" id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
