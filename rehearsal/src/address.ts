import { BlockList, isIP } from 'node:net';
import { CannotRehearse } from './cannot-rehearse.ts';

/** Networks that are nobody else's: RFC 1918, loopback, link-local, and their like of version 6 (RFC 4193, RFC 4291). */
const OWN = new BlockList();
for (const [network, prefix] of [['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['127.0.0.0', 8], ['169.254.0.0', 16]] as const) OWN.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [['::1', 128], ['fc00::', 7], ['fe80::', 10]] as const) OWN.addSubnet(network, prefix, 'ipv6');

/** The address of a box office. Over the open net the organiser's token goes encrypted or, unless that is asked for, not at all. @throws CannotRehearse */
export function officeAt(given: string, insecure: boolean): URL {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new CannotRehearse(`--url is "${given}", which is not the address of a box office.`);
  if (url.protocol === 'http:' && !insecure && !isOwn(url.hostname)) {
    throw new CannotRehearse(`--url is "${given}": whoever listens on the way would have the organiser's token. Use https, or say --insecure where nobody can listen.`);
  }
  return url;
}

function isOwn(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(host);
  return version === 0 ? host === 'localhost' || host.endsWith('.localhost') : OWN.check(host, version === 6 ? 'ipv6' : 'ipv4');
}
