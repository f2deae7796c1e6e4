
// Zoom, search and keys of a flame graph. Names come from the frames' titles and are handled as text only.
(() => {
  'use strict';
  const html = 'http://www.w3.org/1999/xhtml';
  const picture = document.documentElement;
  const canvas = document.getElementById('frames');
  const [head, details, found] = ['head', 'details', 'found'].map((id) => document.getElementById(id));
  const margin = Number(canvas.getAttribute('x'));
  const letterWidth = 6.6;
  const frames = [...document.querySelectorAll('.frame')].map(read);
  const root = frames[0];
  let shown = root;

  // A parent stands before its children, so the last frame one row up is the parent.
  function read(element) {
    const { start, value, depth, short } = element.dataset;
    const title = element.querySelector('title');
    const lines = title.textContent.split('\n');
    title.remove();
    return { element, text: element.querySelector('text'), name: lines[0], short: lines[0].slice(Number(short)), says: lines.join('  ·  '), start: Number(start), value: Math.max(1, Number(value)), depth: Number(depth), children: [] };
  }
  const way = [];
  for (const frame of frames) {
    frame.parent = way[frame.depth - 1];
    frame.parent?.children.push(frame);
    way[frame.depth] = frame;
    frame.element.setAttribute('tabindex', '-1');
    frame.element.setAttribute('role', 'button');
    frame.element.setAttribute('aria-label', frame.says);
    frame.element.addEventListener('click', () => zoom(frame));
    frame.element.addEventListener('mouseenter', () => tell(frame));
    frame.element.addEventListener('focus', () => tell(frame));
  }

  function tell(frame) {
    details.textContent = frame.says;
  }

  /** The name, else type and method, else as much of them as fits. */
  function fitting({ name, short }, letters) {
    if (letters >= name.length) return name;
    return letters >= short.length ? short : letters < 3 ? '' : `${short.slice(0, letters - 1)}…`;
  }

  function layOut() {
    const width = Math.max(320, picture.clientWidth || innerWidth) - 2 * margin;
    canvas.setAttribute('width', width);
    for (const frame of frames) {
      const isAbove = frame.depth < shown.depth && frame.start <= shown.start && frame.start + frame.value >= shown.start + shown.value;
      const isIn = frame.start >= shown.start && frame.start + frame.value <= shown.start + shown.value && frame.depth >= shown.depth;
      const share = isAbove ? 1 : frame.value / shown.value;
      const isSeen = isAbove || (isIn && share * width >= 0.4);
      frame.element.style.display = isSeen ? '' : 'none';
      frame.element.classList.toggle('above', isAbove);
      if (!isSeen) continue;
      frame.element.setAttribute('x', isAbove ? '0%' : `${(100 * (frame.start - shown.start)) / shown.value}%`);
      frame.element.setAttribute('width', `${100 * share}%`);
      const letters = Math.floor((share * width - 8) / letterWidth);
      frame.text.textContent = fitting(frame, letters);
    }
  }

  function zoom(frame) {
    root.element.setAttribute('tabindex', '-1');
    shown.element.setAttribute('tabindex', '-1');
    shown = frame;
    shown.element.setAttribute('tabindex', '0');
    reset.disabled = frame === root;
    layOut();
    count();
  }

  function matcher(words) {
    try {
      const pattern = new RegExp(words, 'i');
      return (name) => pattern.test(name);
    } catch {
      const plain = words.toLowerCase();
      return (name) => name.toLowerCase().includes(plain);
    }
  }

  function search() {
    const words = field.value.trim();
    const matches = words === '' ? () => false : matcher(words);
    for (const frame of frames) {
      frame.isFound = matches(frame.name);
      frame.element.classList.toggle('found', frame.isFound);
    }
    count();
  }

  /** The share of what is shown that has a match on its way; a match below a match counts once. */
  function count() {
    let [sum, end, matches] = [0, -1, 0];
    for (const frame of frames) {
      if (!frame.isFound || frame.start < shown.start || frame.start + frame.value > shown.start + shown.value) continue;
      matches++;
      if (frame.start < end) continue;
      sum += frame.value;
      end = frame.start + frame.value;
    }
    found.textContent = field.value.trim() === '' ? '' : `found in ${((100 * Math.min(sum, shown.value)) / shown.value).toFixed(1)} %, ${matches} ${matches === 1 ? 'frame' : 'frames'}`;
  }

  function make(name, properties, parent) {
    const element = Object.assign(document.createElementNS(html, name), properties);
    parent.append(element);
    return element;
  }
  const form = make('form', {}, document.getElementById('tools'));
  const field = make('input', { type: 'search', placeholder: 'Search (/), names or a pattern' }, form);
  field.setAttribute('aria-label', 'Search');
  const reset = make('button', { type: 'button', textContent: 'Reset', title: 'Show all (Esc)', disabled: true }, form);
  form.addEventListener('submit', (event) => event.preventDefault());
  field.addEventListener('input', search);
  reset.addEventListener('click', () => zoom(root));

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      if (field.value === '') zoom(root);
      field.value = '';
      search();
      return;
    }
    if (event.target === field) return;
    if (event.key === '/') {
      event.preventDefault();
      field.select();
      return;
    }
    const at = frames.find((frame) => frame.element === document.activeElement) ?? shown;
    const beside = at.parent?.children ?? [at];
    const next = {
      ArrowUp: at.parent,
      ArrowDown: at.children[0],
      ArrowLeft: beside[beside.indexOf(at) - 1],
      ArrowRight: beside[beside.indexOf(at) + 1],
    }[event.key];
    if (event.key === 'Enter' || event.key === ' ') zoom(at);
    else if (next && next.element.style.display !== 'none') next.element.focus();
    else return;
    event.preventDefault();
  }

  picture.setAttribute('width', '100%');
  addEventListener('keydown', press);
  addEventListener('resize', layOut);
  // What tells and what is pressed stay in sight when the picture is taller than the window.
  addEventListener('scroll', () => head.setAttribute('transform', `translate(0 ${scrollY})`));
  zoom(root);
  tell(root);
})();
