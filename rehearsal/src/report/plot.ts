import { escape, number } from './words.ts';

/** A line or an area over the seconds of the rehearsal; null is a gap. */
export interface Series {
  name: string;
  /** One of the style's colours, 1 to 5. */
  colour: number;
  points: { x: number; y: number | null }[];
}

export interface Plot {
  title: string;
  /** What is drawn, for who cannot see it and for the line below the title. */
  says: string;
  unit: string;
  series: Series[];
  kind: 'lines' | 'areas' | 'stacked';
  /** Latencies of milliseconds and of seconds are only both seen on a logarithmic scale. */
  logarithmic?: boolean;
  /** From and to, in seconds from the opening: the same for all plots of a report, so that they can be read together. */
  span: [number, number];
}

const WIDTH = 640;
const HEIGHT = 200;
const MARGIN = { left: 52, right: 12, top: 10, bottom: 24 };
const inner = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
/** More points than pixels draw nothing more. */
const POINTS_MAX = inner.width / 2;

/** One plot as a figure with its SVG: no script, no font, no resource. */
export function renderPlot(plot: Plot): string {
  const series = (plot.kind === 'stacked' ? stacked(plot.series) : plot.series).map((one) => ({ ...one, points: thinned(one.points) }));
  const values = series.flatMap(({ points }) => points.flatMap(({ y }) => (y === null ? [] : [y])));
  const scale = plot.logarithmic ? logarithmic(values) : linear(values);
  const x = (second: number): number => MARGIN.left + ((second - plot.span[0]) / Math.max(1, plot.span[1] - plot.span[0])) * inner.width;
  const y = (value: number): number => MARGIN.top + inner.height * (1 - scale.at(value));
  const drawn = series.map((one, index) => {
    const below = plot.kind === 'stacked' ? series[index - 1]?.points : undefined;
    return (plot.kind === 'lines' ? '' : area(one, below, x, y, scale.floor)) + line(one, x, y);
  });
  return `<figure>
<figcaption><b>${escape(plot.title)}</b> <span>${escape(plot.says)}</span></figcaption>
${legend(plot.series)}<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(`${plot.title}: ${plot.says}`)}">
${scale.ticks.map((tick) => `<path class="grid" d="M${MARGIN.left} ${f(y(tick))}H${WIDTH - MARGIN.right}"/><text x="${MARGIN.left - 6}" y="${f(y(tick) + 3.5)}" text-anchor="end">${number(tick)}</text>`).join('')}
${timeTicks(plot.span).map((tick) => `<path class="${tick === 0 ? 'opening' : 'grid'}" d="M${f(x(tick))} ${MARGIN.top}V${MARGIN.top + inner.height}"/><text x="${f(x(tick))}" y="${HEIGHT - 8}" text-anchor="middle">${timeOf(tick)}</text>`).join('')}
<text class="unit" x="${MARGIN.left + 4}" y="${MARGIN.top + 9}">${escape(plot.unit)}</text>
${drawn.toReversed().join('\n')}
</svg></figure>`;
}

function legend(series: readonly Series[]): string {
  if (series.length < 2) return '';
  return `<p class="legend">${series.map(({ name, colour }) => `<span><i class="c${colour}"></i>${escape(name)}</span>`).join('')}</p>\n`;
}

function line({ colour, points }: Series, x: (second: number) => number, y: (value: number) => number): string {
  return `<path class="line s${colour}" d="${pathOf(points, x, y)}"/>`;
}

function area({ colour, points }: Series, below: Series['points'] | undefined, x: (second: number) => number, y: (value: number) => number, floor: number): string {
  const top = points.filter((point): point is { x: number; y: number } => point.y !== null);
  const [first, last] = [top[0], top.at(-1)];
  if (!first || !last) return '';
  const bottom = below?.filter((point): point is { x: number; y: number } => point.y !== null).toReversed() ?? [{ x: last.x, y: floor }, { x: first.x, y: floor }];
  return `<path class="area a${colour}" d="${pathOf(top, x, y)}L${bottom.map((point) => `${f(x(point.x))} ${f(y(point.y))}`).join('L')}Z"/>`;
}

/** An SVG path; gaps lift the pen, and a point between two gaps is a dot (a line of no length with round ends). */
export function pathOf(points: Series['points'], x: (second: number) => number, y: (value: number) => number): string {
  let pen = 'M';
  let path = '';
  for (const point of points) {
    if (point.y !== null) path += `${pen}${f(x(point.x))} ${f(y(point.y))}${pen === 'M' ? 'h0' : ''}`;
    pen = point.y === null ? 'M' : 'L';
  }
  return path;
}

/** Each series upon the sum of those before it. */
export function stacked(series: readonly Series[]): Series[] {
  const sums: number[] = [];
  return series.map((one) => ({ ...one, points: one.points.map(({ x, y }, look) => ({ x, y: (sums[look] = (sums[look] ?? 0) + (y ?? 0)) })) }));
}

/** Where there are more points than can be told apart, the highest of each group: peaks are what one looks for. */
export function thinned(points: Series['points'], max = POINTS_MAX): Series['points'] {
  const size = Math.ceil(points.length / max);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, group) =>
    points.slice(group * size, (group + 1) * size).reduce((highest, point) => ((point.y ?? -Infinity) > (highest.y ?? -Infinity) ? point : highest)));
}

interface Scale {
  /** 0 at the bottom, 1 at the top. */
  at(value: number): number;
  floor: number;
  ticks: number[];
}

/** From 0 to a little above the highest value, with round numbers on the way. */
export function linear(values: readonly number[]): Scale {
  const highest = Math.max(...values, 1e-9);
  const step = roundStep(highest / 4);
  const top = Math.ceil(highest / step) * step;
  return { at: (value) => value / top, floor: 0, ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, index) => Number((index * step).toPrecision(6))) };
}

export function logarithmic(values: readonly number[]): Scale {
  const positive = values.filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(...positive, 1)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...positive, 10))));
  return {
    at: (value) => (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low),
    floor: 10 ** low,
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  };
}

/** 1, 2 or 5 times a power of ten, not less than wanted. */
export function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5].find((factor) => factor * power >= wanted) ?? 10) * power;
}

function timeTicks([from, to]: [number, number]): number[] {
  const step = [5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600].find((seconds) => (to - from) / seconds <= 8) ?? 7_200;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}

function timeOf(second: number): string {
  if (second === 0) return 'opening';
  const size = Math.abs(second);
  return `${second < 0 ? '−' : ''}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`;
}

const f = (value: number): string => String(Math.round(value * 10) / 10);
