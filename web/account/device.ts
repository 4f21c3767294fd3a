export interface Device {
  browser: string | null;
  system: string | null;
}

type Sign = readonly [name: string, sign: RegExp];

// In this order: almost every browser also says that it is Chrome and Safari, and those of phones that they are a desktop's.
const browsers: readonly Sign[] = [
  ['Edge', /\bEdg(A|iOS)?\//], ['Opera', /\bOPR\//], ['Samsung Internet', /\bSamsungBrowser\//], ['Firefox', /\b(Firefox|FxiOS)\//], ['Chrome', /\b(Chrome|CriOS)\//], ['Safari', /\bVersion\/\S+.*\bSafari\//],
];
const systems: readonly Sign[] = [
  ['iPhone', /\biPhone\b/], ['iPad', /\biPad\b/], ['Android', /\bAndroid\b/], ['ChromeOS', /\bCrOS\b/], ['Windows', /\bWindows\b/], ['Mac', /\bMac OS X\b/], ['Linux', /\bLinux\b/],
];

/** The kind of browser and device that a `User-Agent` tells of, enough for its owner to recognise it; null for what it does not tell. */
export function deviceOf(userAgent: string | null): Device {
  const named = (signs: readonly Sign[]) => signs.find(([, sign]) => sign.test(userAgent ?? ''))?.[0] ?? null;
  return { browser: named(browsers), system: named(systems) };
}

/** So much of an address as names a network and no home: half of an IPv4 address, the first three groups of an IPv6 one (a provider's region, about). */
export function roughAddress(address: string | null): string | null {
  const four = /^(?:::ffff:)?(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(address ?? '')?.[1];
  // Its words say that it goes on: an ellipsis after a dot looks like a mistake.
  if (four !== undefined) return four;
  // `2001:db8::1` has zeros where it has two colons: what comes after them is the end of the address.
  const groups = (address ?? '').split('::', 1)[0]!.split(':').filter((group) => /^[0-9a-f]{1,4}$/i.test(group));
  return groups.length > 0 && address!.includes(':') ? groups.slice(0, 3).join(':') : null;
}
