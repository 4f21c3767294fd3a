import { Injectable } from '@nestjs/common';
import { afterCommit, Batcher, Database, newId, NotSignedIn, Outbox, type Principal, Sessions, type Tx } from '#platform';
import { SignedIn } from './identity.events.js';
import { endedBySignIn, hashOf, looksLikeToken, newToken, SESSION_SECONDS, type SessionEnd } from './session.js';
import { type DescribedSession, type LiveSession, type Origin, type PreviousSession, SessionRepository } from './session.repository.js';
import type { User } from './user.js';

// How long another process may still believe in a session that ended here, and the most a busy session asks the database.
const REMEMBERED_MS = 1_000;
// About 25 MB; beyond it the ones remembered longest ago are asked for again.
const REMEMBERED_MAX = 50_000;

/** A session that has just been opened; the only time its token is seen. */
export interface OpenedSession {
  id: string;
  token: string;
  deviceId: string;
  createdAt: Date;
  expiresAt: Date;
}

/** Opens, finds and ends sessions: at most one live one per user and per device (S1.17). */
@Injectable()
export class LiveSessions extends Sessions {
  private readonly remembered = new Map<string, { principal: Principal; until: number }>();
  /** The remembered token of each user; one, as there is one live session. */
  private readonly tokens = new Map<string, string>();
  private readonly lookUps = new Batcher<string, Principal | null>({
    name: 'identity.sessions',
    execute: (tokens) => this.lookUp(tokens),
    // One look-up is under a millisecond; a second one may start while the first one is being answered.
    concurrency: 2,
  });

  constructor(
    private readonly database: Database,
    private readonly repository: SessionRepository,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  override async find(token: string): Promise<Principal | null> {
    const known = this.remembered.get(token);
    if (known && known.until > performance.now()) return known.principal;
    return looksLikeToken(token) ? this.lookUps.submit(token) : null;
  }

  /** The session behind a request, as its owner sees it, and the one before it. @throws NotSignedIn when it is gone. */
  async describe(sessionId: string): Promise<{ session: DescribedSession; previous: PreviousSession | null }> {
    const [session, previous] = await Promise.all([this.repository.byId(this.database.reads, sessionId), this.repository.before(this.database.reads, sessionId)]);
    if (!session) throw new NotSignedIn();
    return { session, previous };
  }

  /** Opens a session and ends whatever it may not stand beside. The caller has locked the user's row, or has just inserted it. */
  async open(tx: Tx, user: Pick<User, 'id'>, origin: Origin): Promise<OpenedSession> {
    const signIn = { userId: user.id, deviceId: origin.deviceId };
    await this.repository.lockDevice(tx, origin.deviceId);
    const live = await this.repository.lockLive(tx, signIn);
    await this.end(tx, live.flatMap((session) => {
      const because = endedBySignIn(session, signIn);
      return because ? [{ session, because }] : [];
    }));
    const { token, hash } = newToken();
    const id = newId();
    const times = await this.repository.insert(tx, { id, tokenHash: hash, userId: user.id, seconds: SESSION_SECONDS, ...origin });
    await this.outbox.append(tx, [SignedIn.message({ ...signIn, sessionId: id, address: origin.address })]);
    return { id, token, deviceId: origin.deviceId, ...times };
  }

  /** Ends what is live of a user. The caller has locked the user's row. */
  async endAll(tx: Tx, userId: string, because: SessionEnd): Promise<void> {
    const live = await this.repository.lockLive(tx, { userId });
    await this.end(tx, live.map((session) => ({ session, because })));
  }

  /** Ends one session; one that has ended stays as it is. */
  async signOut({ sessionId, userId }: Pick<Principal, 'sessionId' | 'userId'>): Promise<void> {
    await this.repository.end(this.database.reads, [{ id: sessionId, because: 'signed_out' }]);
    this.forget(userId);
  }

  /** The user is looked up anew at the next request: the session or what it may do has changed. Call it after the commit. */
  forget(userId: string): void {
    const token = this.tokens.get(userId);
    if (token === undefined) return;
    this.tokens.delete(userId);
    this.remembered.delete(token);
  }

  /** The same for all accounts of a rehearsal. */
  forgetRehearsal(eventId: string): void {
    for (const { principal } of this.remembered.values()) if (principal.rehearsalEventId === eventId) this.forget(principal.userId);
  }

  private async end(tx: Tx, ends: { session: LiveSession; because: SessionEnd }[]): Promise<void> {
    await this.repository.end(tx, ends.map(({ session, because }) => ({ id: session.id, because })));
    afterCommit(tx, () => ends.forEach(({ session }) => this.forget(session.userId)));
  }

  private async lookUp(tokens: string[]): Promise<(Principal | null)[]> {
    // The age of an answer counts from the question: an end that commits in between is not remembered away longer than promised.
    const until = performance.now() + REMEMBERED_MS;
    const hashes = tokens.map(hashOf);
    const bearers = new Map((await this.repository.bearers(this.database.reads, hashes)).map(({ tokenHash, ...principal }) => [tokenHash, principal]));
    return tokens.map((token, index) => {
      const principal = bearers.get((hashes[index] as Buffer).toString('hex')) ?? null;
      if (principal) this.remember(token, principal, until);
      return principal;
    });
  }

  private remember(token: string, principal: Principal, until: number): void {
    // Whatever other token the user had has ended; `delete` also moves this one to the end of the order.
    this.remembered.delete(this.tokens.get(principal.userId) ?? token);
    this.remembered.set(token, { principal, until });
    this.tokens.set(principal.userId, token);
    if (this.remembered.size > REMEMBERED_MAX) this.forget((this.remembered.values().next().value as { principal: Principal }).principal.userId);
  }
}
