import { Injectable } from '@nestjs/common';
import { SignedTokens, TokenRefused } from '#platform';

/** What a line token says. The place it names is bound to its user, else to this device. */
export interface LineClaims {
  eventId: string;
  entry: number;
  entryId: string;
  deviceId: string;
}

/** What an admission token says. */
export interface AdmissionClaims {
  admissionId: string;
  eventId: string;
  entry: number;
}

/** The two tokens of the line. They carry no right by themselves: whose they are is looked up when they are used. */
@Injectable()
export class LineTokens {
  constructor(private readonly tokens: SignedTokens) {}

  signPlace(claims: LineClaims): string {
    return this.tokens.sign('line', { ...claims });
  }

  /** @throws TokenRefused when it is altered or another event's. */
  verifyPlace(eventId: string, token: string): LineClaims {
    const claims = this.tokens.verify<LineClaims>('line', token);
    if (claims.eventId !== eventId) throw new TokenRefused({ purpose: 'line' });
    return claims;
  }

  /**
   * The same admission has the same token, however often it is asked for. The token has no end of its own: when the window is over, the
   * database says so, and a process whose clock is a minute fast must not send anybody away before.
   */
  signAdmission({ id, eventId, entry }: { id: string; eventId: string; entry: number }): string {
    return this.tokens.sign('admission', { admissionId: id, eventId, entry } satisfies AdmissionClaims);
  }

  /** @throws TokenRefused when it is altered. */
  verifyAdmission(token: string): AdmissionClaims {
    const { admissionId, eventId, entry } = this.tokens.verify<AdmissionClaims>('admission', token);
    return { admissionId, eventId, entry };
  }
}
