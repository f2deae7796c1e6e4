/** Messages as the server writes them, cut to what a test looks at. */
export const config = {
  event: 'config',
  data: {
    service: 'shop',
    series: [
      {
        name: 'cpu-overall', title: 'CPU (Overall)', type: 'bar', tags: ['cpu'], infoText: 'Processor time.', events: 'lastgc', metrics: ['Environment.CpuUsage'],
        layout: { barmode: 'stack', yaxis: { title: 'cpu-seconds / second', ticksuffix: 's' } },
        subplots: [{ name: 'user', stackgroup: '', type: '' }, { name: 'system', stackgroup: '', type: '' }],
      },
      {
        name: 'total-pauses-gc', title: 'Pauses', type: 'heatmap', tags: ['scheduler', 'gc'], infoText: 'Pauses.', events: '', metrics: ['GCSuspendEEBegin'],
        layout: { yaxis: { title: 'pause duration', tickvals: [0, 2], ticktext: [0.001, 0.1] } },
        buckets: [0, 1, 2], custom_data: [0.001, 0.01, 0.1], hover: { yname: 'pause duration', yunit: 'duration', zname: 'pauses' },
      },
      {
        name: 'orders', title: 'Orders', type: 'scatter', tags: ['service', 'misc'], infoText: '', events: '', metrics: [],
        layout: { barmode: '', yaxis: { title: 'orders/s', ticksuffix: ' orders/s' } }, subplots: [{ name: 'taken', stackgroup: '', type: '' }],
      },
    ],
    events: ['lastgc'],
  },
};

export function moment(timestamp: number, cpu: (number | null)[], pauses: number[], lastgc: number[] = []) {
  return { event: 'metrics', data: { series: { lastgc, 'cpu-overall': cpu, 'total-pauses-gc': pauses, orders: [1] }, timestamp } };
}
