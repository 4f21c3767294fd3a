import { rateBetween } from '../failover-course.ts';
import type { Count, Second, Step } from '../figures.ts';
import { PARTS } from '../machine.ts';
import type { Result } from '../result.ts';
import { type Plot, renderPlot, type Series } from './plot.ts';

/** As many as the style has. */
const COLOURS = 5;

/** The steps whose latency is worth a plot of its own, in the order of a purchase. */
const TIMED: Step[] = ['join', 'poll', 'claim', 'hold', 'order', 'purchase'];

/** Every plot of the report. */
export function plots(result: Result): { sale: string[]; gateways: string[]; latency: string[]; machine: string[] } {
  const { seconds, usage, backlog } = result;
  const span: [number, number] = [seconds[0]?.second ?? 0, seconds.at(-1)?.second ?? 1];
  const draw = (plot: Omit<Plot, 'span'>): string => renderPlot({ ...plot, span });
  const counted = (name: Count, label: string, colour: number): Series => ({ name: label, colour, points: seconds.map(({ second, counts }) => ({ x: second, y: counts[name] })) });
  const followed = (value: (second: Second) => number, name: string, colour: number): Series => ({ name, colour, points: seconds.map((second) => ({ x: second.second, y: value(second) })) });
  const stock = (['sold', 'held', 'promised'] as const).map((part, at): Series => ({ name: part, colour: at + 1, points: backlog.map((look) => ({ x: look.second, y: look.stock?.[part] ?? null })) }));
  const behind = (['mails', 'messages'] as const).map((part, at): Series => ({ name: `${part} waiting`, colour: at + 1, points: backlog.map((look) => ({ x: look.second, y: look[part] })) }));
  const gateways = gatewayPlots(result);
  const bothered = seconds.some(({ counts }) => counts.shed + counts.broken > 0);
  return {
    gateways: gateways.map(draw),
    sale: [
      draw({ title: 'Arrivals', says: 'fans who came, whatever became of those before them', unit: 'a second', kind: 'areas', series: [counted('arrived', 'arrived', 1)] }),
      draw({ title: 'Purchases', says: 'orders confirmed', unit: 'a second', kind: 'areas', series: [counted('bought', 'bought', 3)] }),
      draw({ title: 'The serving number', says: 'positions called so far', unit: 'positions', kind: 'lines', series: [followed(({ serving }) => serving, 'serving', 1)] }),
      draw({ title: 'In the line', says: 'people who wait to be called', unit: 'people', kind: 'areas', series: [followed(({ waiting }) => waiting, 'waiting', 2)] }),
      draw({ title: 'The stock', says: `of ${result.event.capacity.toLocaleString('en-US')} places`, unit: 'places', kind: 'stacked', series: stock }),
      draw({ title: 'Went home', says: 'without a ticket, for whatever reason', unit: 'a second', kind: 'areas', series: [counted('wentHome', 'went home', 4)] }),
      ...(bothered ? [draw({ title: 'Not answered', says: 'told to come again, and broken connections', unit: 'a second', kind: 'lines', series: [counted('shed', 'come again', 2), counted('broken', 'broken', 5)] })] : []),
    ],
    latency: TIMED.filter((step) => seconds.some(({ latency }) => latency[step])).map((step) =>
      draw({
        title: step === 'purchase' ? 'Order to confirmed' : step[0]!.toUpperCase() + step.slice(1),
        says: step === 'purchase' ? 'from the order to the confirmed answer, cards on good lines' : 'from when the fan meant to act to the answer',
        unit: 'milliseconds', kind: 'lines', logarithmic: true,
        series: [
          { name: 'median', colour: 1, points: seconds.map(({ second, latency }) => ({ x: second, y: latency[step]?.p50 ?? null })) },
          { name: '99th percentile', colour: 2, points: seconds.map(({ second, latency }) => ({ x: second, y: latency[step]?.p99 ?? null })) },
        ],
      })),
    machine: [
      draw({
        title: 'Processor', says: 'cores in use', unit: 'cores', kind: 'stacked',
        series: PARTS.filter((part) => usage.some(({ cores }) => cores[part] !== undefined)).map((part, at) => ({ name: part, colour: at + 1, points: usage.map(({ second, cores }) => ({ x: second, y: cores[part] ?? 0 })) })),
      }),
      draw({
        title: 'Memory', says: 'private to each part', unit: 'MB', kind: 'lines',
        series: PARTS.filter((part) => usage.some(({ megabytes }) => megabytes[part] !== undefined)).map((part, at) => ({ name: part, colour: at + 1, points: usage.map(({ second, megabytes }) => ({ x: second, y: megabytes[part] ?? null })) })),
      }),
      ...(behind.some(({ points }) => points.some(({ y }) => y !== null)) ? [draw({ title: 'Put off', says: 'what yields to the sale: e-mails with their tickets, messages between services', unit: 'waiting', kind: 'lines', series: behind })] : []),
    ],
  };
}

/** What the box office's metrics told of each gateway: how many attempts a second ended well, and how many otherwise. */
function gatewayPlots({ backlog, failover }: Result): Omit<Plot, 'span'>[] {
  const names = [...new Set(backlog.flatMap(({ attempts }) => Object.keys(attempts ?? {}).map((name) => name.split(' ')[0]!)))].sort();
  const rate = (name: string, wanted: (state: string) => boolean): Series['points'] => backlog.slice(1).map((look, at) => ({ x: look.second, y: perSecond(backlog[at]!, look, name, wanted) }));
  const ofGateways = names.map((name): Omit<Plot, 'span'> => ({
    title: name[0]!.toUpperCase() + name.slice(1), unit: 'attempts a second', kind: 'lines',
    says: failover?.provider === name ? `died at ${failover.atSecond} s and was back ${failover.forSeconds} s later` : 'how attempts at this gateway ended',
    series: [{ name: 'captured', colour: 3, points: rate(name, (state) => state === 'captured') }, { name: 'anything else', colour: 5, points: rate(name, (state) => state !== 'captured') }],
  }));
  return failover ? [...ofGateways, ...failoverPlots(backlog)] : ofGateways;
}

/** How the box office noticed that a gateway was gone, and what it did with the payments that it was to take. */
function failoverPlots(backlog: Result['backlog']): Omit<Plot, 'span'>[] {
  const named = (part: 'breakers' | 'failovers') => [...new Set(backlog.flatMap((look) => Object.keys(look[part] ?? {})))].sort();
  return [
    {
      title: 'Breakers', says: '0 closed, 1 on trial, 2 open: nothing is sent', unit: 'state', kind: 'lines',
      series: named('breakers').map((name, at) => ({ name, colour: (at % COLOURS) + 1, points: backlog.map((look) => ({ x: look.second, y: look.breakers?.[name] ?? null })) })),
    },
    {
      title: 'Failovers', says: 'payments that went on to another gateway, because the one before has not charged', unit: 'a second', kind: 'lines',
      series: named('failovers').map((name, at) => ({
        name: name.replace(' ', ' to '), colour: (at % COLOURS) + 1,
        points: backlog.slice(1).map((look, before) => ({ x: look.second, y: rateBetween(backlog[before]!, look, ({ failovers }) => failovers && (failovers[name] ?? 0)) })),
      })),
    },
  ];
}

function perSecond(before: Result['backlog'][number], now: Result['backlog'][number], name: string, wanted: (state: string) => boolean): number | null {
  const sum = (attempts: Record<string, number>) => Object.entries(attempts).reduce((all, [key, count]) => (key.startsWith(`${name} `) && wanted(key.slice(name.length + 1)) ? all + count : all), 0);
  return rateBetween(before, now, ({ attempts }) => attempts && sum(attempts));
}
