import '@fastify/cookie';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config.js';
import { DomainError, NotAllowed, NotSignedIn } from '../errors.js';
import { ACCESS, type AccessRule, type Principal, REHEARSALS, type Role, Sessions } from './access.js';

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal | null;
  }
}

/** The cookie that carries a browser's session token; programs show the same token as a bearer's. */
export const SESSION_COOKIE = 'catraca_session';

/** A browser sent this on behalf of another site's page. */
export class CrossSite extends DomainError {
  static readonly code = 'platform.cross_site';
  static readonly status = 403;
  constructor() {
    super(CrossSite, {});
  }
}

const BEARER = 'Bearer ';

function sessionTokenOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization?.startsWith(BEARER)) return authorization.slice(BEARER.length);
  return request.cookies[SESSION_COOKIE];
}

/**
 * Browsers say in these headers that another site's page started a request, and only they send cookies unasked. Also asked where no
 * cookie came: another site could sign its visitor in as somebody else. No page can make a browser send our bearer tokens.
 *
 * A header of our own beside these is not asked for. Every browser that keeps a `SameSite` cookie sends at least `Origin` with what a page changes, so it would
 * refuse no page more; but it would refuse programs that keep the session in a cookie, of which the public API knew before.
 */
function refuseCrossSite(request: FastifyRequest, publicUrl: string): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method) || request.headers.authorization?.startsWith(BEARER)) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none') throw new CrossSite();
  } else if (origin !== undefined && !isOwn(origin, request.host, publicUrl)) {
    throw new CrossSite();
  }
}

/** The address that people know, or the one that this request came to: a proxy may have put its own in the place of the first. */
function isOwn(origin: string, host: string, publicUrl: string): boolean {
  return URL.canParse(origin) && (new URL(origin).host === host || new URL(origin).origin === new URL(publicUrl).origin);
}

/** The one mechanism that checks who may call a route (S1.13). */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    // Routes that slipped past the check at the start are closed to everybody.
    if (rule === undefined) throw new NotAllowed();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    refuseCrossSite(request, this.config.publicUrl);
    if (rule === 'public') return true;
    const principal = await recognise(request, this.sessions);
    if (rule !== 'recognised') admit(principal, rule);
    const open = this.reflector.getAllAndOverride<true | undefined>(REHEARSALS, [context.getHandler(), context.getClass()]) ?? false;
    if (principal && !isAtHome(principal, open, request)) throw new NotAllowed();
    return true;
  }
}

async function recognise(request: FastifyRequest, sessions: Sessions): Promise<Principal | null> {
  const token = sessionTokenOf(request);
  const principal = token === undefined ? null : await sessions.find(token);
  request.principal = principal;
  return principal;
}

function admit(principal: Principal | null, rule: 'signed-in' | readonly Role[]): void {
  if (!principal) throw new NotSignedIn();
  if (rule === 'signed-in' || principal.role === 'administrator' || rule.includes(principal.role)) return;
  throw new NotAllowed();
}

/** Whether somebody may be on this route, as far as rehearsals are concerned. */
function isAtHome({ rehearsalEventId }: Principal, open: boolean, { params }: FastifyRequest): boolean {
  if (rehearsalEventId === null) return true;
  const { eventId } = params as { eventId?: string };
  return open && (eventId === undefined || eventId.toLowerCase() === rehearsalEventId);
}

/** For bodies so large that reading them is itself a favour: the same checks, before a byte of the body is read. */
export async function admitBeforeBody(request: FastifyRequest, sessions: Sessions, { publicUrl, rule }: { publicUrl: string; rule: readonly Role[] }): Promise<void> {
  refuseCrossSite(request, publicUrl);
  const principal = await recognise(request, sessions);
  admit(principal, rule);
  if (principal && !isAtHome(principal, false, request)) throw new NotAllowed();
}
