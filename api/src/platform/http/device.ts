import '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config.js';
import { newId } from '../ids.js';
import { SignedTokens } from '../security/signed-tokens.js';

/** The browser or app that a request comes from, known by a signed cookie or the `X-Device` header. */
export interface Device {
  id: string;
  /** What a client without cookies sends back as `X-Device`. */
  token: string;
}

export const DEVICE_COOKIE = 'catraca_device';
// Browsers cap a cookie's life at 400 days.
const COOKIE_SECONDS = 400 * 24 * 3_600;

/** Tells devices apart, so that each has a session of its own; what names them is signed, so nobody makes one up. */
@Injectable()
export class Devices {
  constructor(
    private readonly tokens: SignedTokens,
    private readonly config: Config,
  ) {}

  /**
   * The request's device; a new one is made and given to the client (cookie and `X-Device`) when it brought none.
   * @throws TokenRefused when an `X-Device` was altered. An altered cookie is replaced: its owner cannot mend it.
   */
  recognise(request: FastifyRequest, reply: FastifyReply): Device {
    const header = request.headers['x-device'];
    if (typeof header === 'string') return this.read(header);
    const cookie = request.cookies[DEVICE_COOKIE];
    if (cookie) {
      try {
        return this.read(cookie);
      } catch {
        // Falls through to a new device.
      }
    }
    return this.give(request, reply);
  }

  /** A new device for the client, whatever it had before: the one by which it was known leads to it no more. */
  give(request: FastifyRequest, reply: FastifyReply): Device {
    const id = newId();
    const token = this.tokens.sign('device', { id });
    const secure = request.protocol === 'https' || this.config.publicUrl.startsWith('https:');
    void reply.setCookie(DEVICE_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: COOKIE_SECONDS });
    void reply.header('x-device', token);
    return { id, token };
  }

  private read(token: string): Device {
    return { id: this.tokens.verify<{ id: string }>('device', token).id, token };
  }
}
