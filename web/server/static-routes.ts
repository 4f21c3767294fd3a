import { existsSync, readFileSync } from 'node:fs';

interface Manifest {
  routes: Record<string, unknown>;
  dynamicRoutes: Record<string, { routeRegex: string }>;
}

/**
 * Which addresses Next answers with what it made ahead of time. Everything else is rendered for one request and can have a nonce; what is
 * kept must not, or the next reader would get somebody else's.
 */
export function staticRoutes(manifestFile: string): (pathname: string) => boolean {
  // While developing there is no manifest and nothing is kept.
  if (!existsSync(manifestFile)) return () => false;
  const { routes, dynamicRoutes } = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  const patterns = Object.values(dynamicRoutes).map(({ routeRegex }) => new RegExp(routeRegex));
  return (pathname) => pathname in routes || patterns.some((pattern) => pattern.test(pathname));
}
