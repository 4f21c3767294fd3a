import { Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { Config } from '#platform';
import { ThirdPartyNotConfigured, ThirdPartyRefused, ThirdPartyUnavailable } from './identity.errors.js';

/** What of an attempt stays with the browser that made it, and must come back with the answer. */
export interface AttemptSecrets {
  state: string;
  nonce: string;
  verifier: string;
}

/** Who the third party says somebody is. */
export interface ExternalPerson {
  issuer: string;
  subject: string;
  email: string | null;
  /** Whether the third party has proven that the address is theirs. */
  emailProven: boolean;
  name: string | null;
}

// Nobody waits longer for a page to come up.
const TIMEOUT_SECONDS = 5;
const unreachable = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']);

/** One OpenID Connect provider: authorization code flow with PKCE, state and nonce, and the signature of every ID token checked. */
@Injectable()
export class ThirdParty {
  private discovered: Promise<oidc.Configuration> | undefined;

  constructor(private readonly config: Config) {}

  /** Where to send the browser. @throws ThirdPartyNotConfigured, ThirdPartyUnavailable */
  async begin(): Promise<{ url: string; secrets: AttemptSecrets }> {
    const provider = await this.provider();
    const secrets = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: this.redirectUrl,
      scope: 'openid email profile',
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, secrets };
  }

  /** Who came back, from the query the browser was sent back with. @throws ThirdPartyNotConfigured, ThirdPartyRefused, ThirdPartyUnavailable */
  async complete(query: string, { state, nonce, verifier }: AttemptSecrets): Promise<ExternalPerson> {
    const provider = await this.provider();
    const url = new URL(this.redirectUrl);
    url.search = query;
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, url, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true });
      const claims = tokens.claims() as oidc.IDToken;
      // Some providers tell the address only to those who ask for it.
      const asks = !claims['email'] && provider.serverMetadata().userinfo_endpoint !== undefined;
      const about = asks ? { ...claims, ...(await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub)) } : claims;
      return personOf(claims.iss, claims.sub, about);
    } catch (error) {
      throw isUnreachable(error) ? new ThirdPartyUnavailable() : new ThirdPartyRefused();
    }
  }

  get redirectUrl(): string {
    return `${this.config.publicUrl}/api/v1/auth/oidc/callback`;
  }

  private async provider(): Promise<oidc.Configuration> {
    const settings = this.config.oidc;
    if (!settings) throw new ThirdPartyNotConfigured();
    const issuer = new URL(settings.issuer);
    // Plain http only for a provider that the operator names so: one on the same machine, or a test.
    // oxlint-disable-next-line typescript/no-deprecated -- marked so only to stand out
    const execute = [oidc.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [])];
    this.discovered ??= oidc.discovery(issuer, settings.clientId, settings.clientSecret, undefined, { execute, timeout: TIMEOUT_SECONDS });
    try {
      return await this.discovered;
    } catch {
      this.discovered = undefined;
      throw new ThirdPartyUnavailable();
    }
  }
}

function personOf(issuer: string, subject: string, about: Record<string, unknown>): ExternalPerson {
  const text = (claim: unknown) => (typeof claim === 'string' && claim !== '' ? claim : null);
  return { issuer, subject, email: text(about['email']), emailProven: about['email_verified'] === true, name: text(about['name']) };
}

/** fetch reports an unreachable server as a TypeError. */
function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError || unreachable.has((error as { code?: string }).code ?? '');
}
