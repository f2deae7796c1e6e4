
'use strict';

const byId = id => document.getElementById(id);
const number = value => value.toLocaleString('en');

/** Makes an element with text, never with markup: everything shown is text. */
function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function shape(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** Cells that begin with a number stand right. */
function row(cells, name = 'td') {
  const made = element('tr');
  for (const cell of cells) made.append(cell instanceof Node ? cell : element(name, typeof cell === 'number' ? number(cell) : cell, typeof cell === 'number' ? 'n' : ''));
  return made;
}

function bar(share) {
  const svg = shape('svg', { class: 'bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none' });
  svg.append(shape('rect', { class: 'ground', width: 100, height: 10 }), shape('rect', { class: 'fill', width: Math.max(0, Math.min(100, share * 100)), height: 10 }));
  const cell = element('td', undefined, 'wide');
  cell.append(svg);
  return cell;
}

function showProgress(update) {
  byId('campaign').textContent = `${update.scenario} on the ${update.engine} engine, from seed ${update.seed}`;
  byId('state').textContent = update.state;
  byId('state').className = `state ${update.state}`;
  byId('done').textContent = number(update.iterations);
  byId('planned').textContent = update.iterations_planned == null ? 'iterations' : `of ${number(update.iterations_planned)} iterations`;
  byId('gauge').lastElementChild.setAttribute('width', update.iterations_planned ? 100 * update.iterations / update.iterations_planned : update.iterations ? 100 : 0);
  byId('volume').textContent = `${number(update.commands)} commands, ${number(update.entries)} entries, ${number(Math.round(update.elapsed_seconds))} s`;
}

function showCoverage(update) {
  const dimensions = [['States under faults', update.state_coverage], ['Message sequences', update.message_sequences], ['Fault combinations', update.fault_combinations], ['Event sequences', update.event_sequences]];
  const most = Math.max(1, ...dimensions.map(([, count]) => count));
  byId('total').textContent = number(dimensions.reduce((sum, [, count]) => sum + count, 0));
  byId('corpus').textContent = number(update.corpus_size);
  byId('states').textContent = number(update.state_coverage);
  byId('messages').textContent = number(update.message_sequences);
  byId('dimensions').replaceChildren(...dimensions.map(([name, count]) => row([name, bar(count / most), count])));
  const frequent = Math.max(1, ...update.strikes.map(strike => strike.count));
  byId('strikes').replaceChildren(row(['Fault', 'State', 'Struck', ''], 'th'), ...update.strikes.map(strike => row([strike.fault, strike.state, strike.count, bar(strike.count / frequent)])));
}

function showSeeds(update) {
  byId('top').replaceChildren(row(['Seed', 'Seen first', 'Seen', 'Commands', 'Faults'], 'th'), ...update.top_seeds.map(seed => row([String(seed.seed), seed.unique_coverage, seed.coverage, seed.commands, seed.faults])));
  const newest = [...update.recent_seeds].reverse();
  const most = Math.max(1, ...newest.map(seed => seed.unique_coverage));
  byId('recent').replaceChildren(...newest.map((seed, i) => shape('rect', {
    class: seed.failed ? 'failed' : 'fill',
    x: 100 - newest.length + i + 0.1,
    width: 0.8,
    y: seed.failed ? 0 : 23 - 23 * seed.unique_coverage / most,
    height: seed.failed ? 24 : 1 + 23 * seed.unique_coverage / most,
  })));
}

function showMatrix(update) {
  const faults = [...new Set(update.matrix.map(cell => cell.fault))].sort((a, b) => (a === 'none' ? -1 : b === 'none' ? 1 : a < b ? -1 : 1));
  const cells = new Map(update.matrix.map(cell => [`${cell.fault} ${cell.invariant}`, cell]));
  const most = Math.max(1, ...update.matrix.map(cell => cell.iterations));
  const field = cell => cell === undefined
    ? element('td', '·', 'none')
    : cell.broken > 0 ? element('td', `${number(cell.broken)} broken`, 'broken') : element('td', number(cell.iterations), `d${1 + Math.min(3, Math.floor(4 * cell.iterations / most))}`);
  byId('matrix').replaceChildren(
    row(['', ...faults], 'th'),
    ...update.invariants.map(invariant => row([element('th', invariant.name), ...faults.map(fault => field(cells.get(`${fault} ${invariant.name}`)))])));
}

let shownFailures = 0;
function showFailures(update) {
  byId('timeline').replaceChildren(...update.found.map(failure => shape('rect', { x: 99.5 * failure.at_seconds / Math.max(0.1, update.elapsed_seconds), width: 0.5, height: 6 })));
  if (update.found.length === 0) return;
  if (shownFailures === 0) byId('failures').replaceChildren();
  for (const failure of update.found.slice(shownFailures)) {
    const details = element('details');
    details.append(element('summary', `${failure.at_seconds.toFixed(1)} s, seed ${failure.seed}: ${failure.invariant} after ${failure.fault}. ${failure.what}`), element('pre', failure.events.join('\n')), element('code', failure.repeat));
    byId('failures').append(details);
  }
  shownFailures = update.found.length;
}

const updates = new EventSource('vopr/updates');
updates.addEventListener('coverage-update', event => {
  const update = JSON.parse(event.data);
  for (const show of [showProgress, showCoverage, showSeeds, showMatrix, showFailures]) show(update);
});
updates.addEventListener('error', () => {
  byId('state').textContent = 'connection lost';
  byId('state').className = 'state lost';
});
