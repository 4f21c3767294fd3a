import type { Machines, Sale } from './capacity.ts';
import type { Costs } from './costs.ts';

/** What the calculator prints. */
export function describeMachines(sale: Sale, { load, api, postgres, edge, mailMinutes, beyondMeasured }: Machines, costs: Costs): string {
  const whole = (value: number): string => Math.ceil(value).toLocaleString('en');
  const cores = (value: number): string => value.toFixed(2);
  return [
    `${whole(sale.fans)} people, ${whole(sale.tickets)} tickets, sold in ${sale.minutes} minutes; everybody joins within ${sale.joinMinutes} minutes.`,
    '',
    'In the busiest second',
    `  ${whole(load.joinsPerSecond)} joins, ${whole(load.purchasesPerSecond)} purchases, ${whole(load.pollsPerSecond)} polls, ${whole(load.originPollsPerSecond)} of them at the origin`,
    `  busy with it: ${cores(api.busyCores)} cores of the API, ${cores(postgres.busyCores)} of PostgreSQL`,
    '',
    'To have for it',
    `  API         ${api.processes} ${api.processes === 1 ? 'process' : 'processes'} on ${api.cores} cores with ${api.memoryGibibytes} GiB, on two machines at least where one may fail`,
    `  PostgreSQL  ${postgres.cores} cores, ${postgres.memoryGibibytes} GiB, ${postgres.diskGibibytes} GiB of SSD for this sale`,
    sale.edgeNodes === 0
      ? `  no cache    all polls come to the origin: ${whole(edge.megabitsPerSecond)} Mbit/s`
      : `  cache       ${whole(edge.megabitsPerSecond)} Mbit/s of small answers, from ${whole(sale.edgeNodes)} nodes`,
    `  mail        the last tickets are in the mail ${mailMinutes < 1 ? 'within a minute' : `${whole(mailMinutes)} minutes`} after the sale`,
    ...beyondMeasured.map(({ name, perSecond, measuredPerSecond, from }) =>
      `\n${whole(perSecond)} ${name} a second are more than the ${whole(measuredPerSecond)} that one event was seen to hold (${from}): rehearse it on these machines before you promise it.`),
    '',
    `Costs: ${costs.measured.on}, ${costs.measured.at}, ${costs.measured.command}.`,
  ].join('\n');
}
