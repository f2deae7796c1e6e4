import { useState } from 'preact/hooks';
import { Mark } from 'kit/components/Mark';
import { ThemeToggle } from 'kit/components/ThemeToggle';
import { LiveBoard } from './live/LiveBoard';
import './live/live.css';

/** The page of a service alone: who it is, and its charts. In the console the same charts stand beside everything else. */
export function Page() {
  const [service, setService] = useState('');
  const name = (told: string) => {
    setService(told);
    document.title = `${told} · live charts · Vitrine`;
  };
  return (
    <div class="shell">
      <header class="bar">
        <span class="brand">
          <Mark />
          <span>{service === '' ? 'Vitrine' : service}</span>
        </span>
        <span class="bar-subject">Live charts</span>
        <div class="tools">
          <ThemeToggle />
        </div>
      </header>
      <main class="page" id="main" tabIndex={-1}>
        <h1 class="unseen">Live charts{service === '' ? '' : ` of ${service}`}</h1>
        <LiveBoard path="ws" onService={name} />
      </main>
    </div>
  );
}
