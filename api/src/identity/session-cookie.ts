import '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import { Config, SESSION_COOKIE } from '#platform';
import type { AttemptOrigin, SignedInUser } from './sign-in.js';

const ATTEMPT_COOKIE = 'catraca_oidc';
const ATTEMPT_PATH = '/api/v1/auth/oidc';
// As long as the database keeps one (`user_agent_is_bounded`).
const USER_AGENT_LENGTH_MAX = 256;

/** What identity leaves in a browser: the session, and for some minutes an attempt to sign in by a third party. */
@Injectable()
export class SessionCookie {
  constructor(private readonly config: Config) {}

  set(reply: FastifyReply, { session }: SignedInUser): void {
    void reply.setCookie(SESSION_COOKIE, session.token, { ...this.options(reply), path: '/', expires: session.expiresAt });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(SESSION_COOKIE, { ...this.options(reply), path: '/' });
  }

  setAttempt(reply: FastifyReply, token: string, seconds: number): void {
    void reply.setCookie(ATTEMPT_COOKIE, token, { ...this.options(reply), path: ATTEMPT_PATH, maxAge: seconds });
  }

  /** The attempt that this browser began; it ends with this reading. */
  takeAttempt(request: FastifyRequest, reply: FastifyReply): string | undefined {
    void reply.clearCookie(ATTEMPT_COOKIE, { ...this.options(reply), path: ATTEMPT_PATH });
    return request.cookies[ATTEMPT_COOKIE];
  }

  // Lax: not sent with what other sites post, but with a link from an e-mail or the way back from the third party.
  private options(reply: FastifyReply) {
    const secure = reply.request.protocol === 'https' || this.config.publicUrl.startsWith('https:');
    return { httpOnly: true, sameSite: 'lax', secure } as const;
  }
}

/** Where a request to sign in comes from. */
export function originOf(request: FastifyRequest, deviceId: string): AttemptOrigin {
  const userAgent = request.headers['user-agent']?.slice(0, USER_AGENT_LENGTH_MAX) ?? null;
  // A proxy may forward nonsense; then the proxy itself is where the request comes from.
  const address = [request.ip, request.socket.remoteAddress ?? ''].map(withoutZone).find((each) => isIP(each) !== 0) ?? '::';
  return { deviceId, address, userAgent };
}

/** The zone of a link-local address names an interface of this machine; an inet has none. */
function withoutZone(address: string): string {
  return address.split('%')[0] as string;
}
