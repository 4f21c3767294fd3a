/** The number that a variable of the environment wishes for; undefined where it says nothing. */
export function numberIn(environment: Record<string, string | undefined>, name: string): number | undefined {
  const text = environment[name];
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,10}(\.\d+)?$/.test(text)) throw new Error(`${name} is "${text}"; it is a number.`);
  return Number(text);
}
