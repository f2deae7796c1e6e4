import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from 'kit/components/Icon';
import type { ChartCanvas } from './drawing/canvas';
import { coloursOf } from './drawing/colours';
import { heatCanvas } from './drawing/heatCanvas';
import { lineCanvas } from './drawing/lineCanvas';
import { savePicture } from './drawing/picture';
import type { Feed } from './feed';
import type { Plot } from './protocol';
import type { Settings } from './settings';

interface Props {
  plot: Plot;
  feed: Feed;
  settings: Settings;
  theme: number;
  isLarge: boolean;
  onEnlarge: (isLarge: boolean) => void;
}

const height = 190;
const largeHeight = 440;

/** One chart: its name, what its lines are worth now or under the pointer, and the picture, which is drawn only while it can be seen. */
export function ChartCard({ plot, feed, settings, theme, isLarge, onEnlarge }: Props) {
  const card = useRef<HTMLElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLUListElement>(null);
  const canvas = useRef<ChartCanvas | null>(null);
  const [isExplained, setExplained] = useState(false);
  const [hidden, setHidden] = useState<number[]>([]);
  const latest = useRef({ settings, hidden });
  latest.current = { settings, hidden };

  useEffect(() => {
    const host = box.current!;
    let isSeen = false;
    let point: [number | null, number | null] = [null, null];
    const write = () => {
      const texts = canvas.current?.readout(...point) ?? [];
      legend.current?.querySelectorAll('output').forEach((output, at) => (output.textContent = texts[at] ?? ''));
    };
    const make = () => {
      const draw = plot.kind === 'heat' ? heatCanvas : lineCanvas;
      canvas.current = draw(host, plot as never, host.clientWidth, host.clientHeight, coloursOf(host), (row, yValue) => {
        point = [row, yValue];
        write();
      });
      for (const at of latest.current.hidden) canvas.current.show(at, false);
    };
    const draw = () => {
      if (!isSeen || feed.history === null) return;
      if (!canvas.current) make();
      const to = feed.endMs / 1000;
      canvas.current!.draw(feed.history, { from: to - latest.current.settings.minutes * 60, to, showsGc: latest.current.settings.showsGc });
      write();
    };
    const seen = new IntersectionObserver(([entry]) => {
      isSeen = entry!.isIntersecting;
      if (isSeen) draw();
    }, { rootMargin: '80px' });
    const resized = new ResizeObserver(() => {
      canvas.current?.resize(host.clientWidth, host.clientHeight);
      draw();
    });
    seen.observe(host);
    resized.observe(host);
    const leave = feed.onFrame(draw);
    return () => {
      leave();
      seen.disconnect();
      resized.disconnect();
      canvas.current?.destroy();
      canvas.current = null;
    };
  }, [feed, plot, theme]);
  useEffect(() => feed.drawSoon(), [settings, hidden]);
  useEffect(() => {
    if (isLarge) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isLarge]);

  const toggle = (at: number) => {
    const isHidden = hidden.includes(at);
    canvas.current?.show(at, isHidden);
    setHidden(isHidden ? hidden.filter((other) => other !== at) : [...hidden, at]);
  };
  const id = `about-${plot.name.replace(/\W+/g, '-')}`;
  return (
    <section class={`panel chart ${isLarge ? 'large' : ''}`} ref={card} aria-label={plot.title} data-plot={plot.name}>
      <header>
        <h2>{plot.title}</h2>
        <button type="button" class="quiet square" aria-label={`What is ${plot.title}?`} title="What is this?" aria-expanded={isExplained} aria-controls={id} onClick={() => setExplained(!isExplained)}>
          <Icon name="info" />
        </button>
        <button type="button" class="quiet square" aria-label={`Save ${plot.title} as a picture`} title="Save as PNG" onClick={() => canvas.current && savePicture(plot, canvas.current, box.current!)}>
          <Icon name="download" />
        </button>
        <button type="button" class="quiet square" aria-label={isLarge ? 'As small as the others' : `Enlarge ${plot.title}`} title={isLarge ? 'Small again (Esc)' : 'Enlarge'} aria-pressed={isLarge} onClick={() => onEnlarge(!isLarge)}>
          <Icon name={isLarge ? 'shrink' : 'enlarge'} />
        </button>
      </header>
      {isExplained && (
        <div class="about" id={id}>
          <p>{plot.info}</p>
          {plot.sources.length > 0 && <p class="sources">{plot.sources.map((source) => <code key={source}>{source}</code>)}</p>}
        </div>
      )}
      <ul class="legend" ref={legend}>
        {plot.kind === 'heat' ? <li><output /></li> : plot.subplots.map((subplot, at) => (
          <li key={subplot.name}>
            <button type="button" aria-pressed={!hidden.includes(at)} title={hidden.includes(at) ? 'Show' : 'Hide'} onClick={() => toggle(at)}>
              <i class={`series-${(at % 6) + 1}`} />
              {subplot.name}
            </button>
            <output />
          </li>
        ))}
      </ul>
      <div class="picture" ref={box} style={{ height: `${isLarge ? largeHeight : height}px` }} role="img" aria-label={`${plot.title} over the last minutes`} />
    </section>
  );
}
