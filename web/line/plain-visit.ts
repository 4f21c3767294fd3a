import { outcome, personal, programme } from '#box-office/server.ts';
import { isPassing, type Failure } from '#box-office/problem.ts';
import type { User } from '#box-office/session.ts';
import { sessionCookie } from '#box-office/session-cookie.ts';
import type { Locale } from '#words/locales.ts';
import { admissionCookie } from './admission.ts';
import { positionOf } from './draw.ts';
import { type Pace, withPace } from './estimate.ts';
import { awayRefresh, emptyPage } from './page.ts';
import { type CookiePlace, placeCookie, readPlaceCookie, writeCookie, writePlaceCookie } from './place-cookie.ts';
import { goTo, isSecure, personalPage } from './plain-answer.ts';
import { type Act, acts, plainPage, readSaid, readStop, saidName, type Said, withStop } from './plain.ts';
import { settingOf } from './setting.ts';
import { endedBy, isBeyond, type Place, type Serving, sceneOf, type Sight, type Stop, stopOf } from './sight.ts';

/** The paces of lines as this process saw them while somebody looked: a page without a script remembers nothing itself. */
const paces = new Map<string, Pace[]>();
/** More lines at once are nobody's ordinary evening. */
const pacesMax = 200;

interface Visitor {
  locale: Locale;
  eventId: string;
  request: Request;
}

const pathOf = ({ locale, eventId }: Visitor) => `/${locale}/events/${eventId}/line/plain`;

/** The line as one visitor without JavaScript sees it now. Looking takes, claims and leaves no place: forms do. */
export async function seePlainly(visitor: Visitor): Promise<Response> {
  const { locale, eventId, request } = visitor;
  const setting = settingOf(locale);
  const box = await personal(locale);
  const params = { path: { eventId } };
  const [event, serving, user] = await Promise.all([
    outcome(programme(locale).GET('/api/v1/events/{eventId}', { params })),
    outcome(box.GET('/api/v1/events/{eventId}/serving', { params })),
    cookieOf(request, sessionCookie) === undefined ? null : who(locale),
  ]);
  const failure = event.failure ?? serving.failure;
  if (event.data && !event.data.lineRequired) return goTo(`/${locale}/events/${eventId}/choose/plain`);
  if (!event.data || !serving.data) {
    const kind = failure!.status === 404 || failure!.status === 400 || failure!.status === 422 ? 'gone' : 'away';
    return personalPage(emptyPage(setting, `/events/${eventId}/line/plain`, kind), kind === 'gone' ? 404 : 503, kind === 'gone' ? null : awayRefresh, kind === 'gone' ? forgotten(visitor) : []);
  }
  const { searchParams } = new URL(request.url);
  const kept = readPlaceCookie(cookieOf(request, placeCookie(eventId)));
  const known = kept && (await withPosition(visitor, kept, serving.data));
  const told = readStop(searchParams.get('stop'));
  const hears = known ? await heard(visitor, known, serving.data, user) : { place: null, stop: told, cookies: [] };
  // Said until somebody does something about it, also after a reload: the address tells it, since the place is forgotten now.
  if (hears.stop && hears.stop !== told) return goTo(withStop(pathOf(visitor), hears.stop), hears.cookies);
  const { place, stop, cookies } = user ? hears : besides(hears, told);
  const sight: Sight = {
    place, serving: serving.data, stop, signedIn: user === undefined ? undefined : user !== null, opensAt: Date.parse(event.data.saleStartsAt), now: Date.now(), paces: pacesOf(eventId, serving.data), ticketLimit: event.data.sessionTicketLimit,
  };
  const { body, refresh } = plainPage(event.data, sight, setting, readSaid(searchParams.get('said')));
  // A line that is over leaves nothing to be believed, here or beside it.
  if (kept && sceneOf(sight) === 'closed') return personalPage(body, 200, refresh, forgotten(visitor));
  const isNew = known && place !== null && known.position !== kept.position && cookies.length === 0;
  return personalPage(body, 200, refresh, isNew ? [writePlaceCookie(eventId, known, isSecure(visitor))] : cookies);
}

/** What a form of the page asked for; afterwards the page is looked at again. That it is our own page's form, the gate has seen (server/gate.ts). */
export async function actPlainly(visitor: Visitor): Promise<Response> {
  const { request } = visitor;
  const wish = new URLSearchParams((await request.text()).slice(0, formLengthMax)).get('act');
  const act = acts.find((each) => each === wish);
  return act ? await deeds[act](visitor) : goTo(pathOf(visitor));
}

function pacesOf(eventId: string, { calledPerMinute }: Serving): Pace[] {
  const known = withPace(paces.get(eventId) ?? [], { at: Date.now(), calledPerMinute });
  if (paces.size >= pacesMax) paces.clear();
  paces.set(eventId, known);
  return known;
}

/** `act=claim` and nothing else. */
const formLengthMax = 100;

const deeds: Record<Act, (visitor: Visitor) => Promise<Response>> = {
  async join(visitor) {
    const { locale, eventId } = visitor;
    const { response, ...answer } = await asked((await personal(locale)).POST('/api/v1/events/{eventId}/line', { params: { path: { eventId } }, body: {} }));
    if (answer.failure) return refused(visitor, answer.failure);
    return goTo(pathOf(visitor), [...devices(response), writePlaceCookie(eventId, { ...answer.data, userId: null }, isSecure(visitor))]);
  },

  async leave(visitor) {
    const { locale, eventId } = visitor;
    const { response, ...answer } = await asked((await personal(locale)).DELETE('/api/v1/events/{eventId}/line', { params: { path: { eventId } } }));
    if (answer.failure) return refused(visitor, answer.failure);
    return goTo(withStop(pathOf(visitor), 'left'), [...devices(response), ...forgotten(visitor)]);
  },

  async claim(visitor) {
    const { locale, eventId, request } = visitor;
    const place = readPlaceCookie(cookieOf(request, placeCookie(eventId)));
    if (!place) return goTo(pathOf(visitor));
    const { lineToken } = place;
    const answer = await asked((await personal(locale)).POST('/api/v1/events/{eventId}/admissions', { params: { path: { eventId } }, body: { lineToken } }));
    if (answer.failure) return refused(visitor, answer.failure);
    const { admissionToken, expiresAt } = answer.data;
    const seconds = (Date.parse(expiresAt) - Date.now()) / 1_000;
    return goTo(`/${locale}/events/${eventId}/choose/plain`, [writeCookie(admissionCookie(eventId), admissionToken, { seconds, secure: isSecure(visitor) })]);
  },
};

/** Kindly, and with what to do: by a state of the page where there is one, else by a sentence above it. */
function refused(visitor: Visitor, failure: Failure): Response {
  const stop = stopOf(failure.code);
  if (stop && readStop(stop)) return goTo(withStop(pathOf(visitor), stop), endedBy(failure) ? forgotten(visitor) : []);
  if (failure.code === 'line.challenge_unsolved') return goTo(said(visitor, { plain: 'challenge' }));
  if (failure.code === 'line.not_yet') return goTo(said(visitor, { live: 'notYet' }));
  return goTo(isPassing(failure) ? said(visitor, { plain: 'failed' }) : pathOf(visitor));
}

/** After the draw the position follows from the entry; whoever was drawn is told it once and keeps it. */
async function withPosition({ locale, eventId }: Visitor, place: CookiePlace, { state }: Serving): Promise<CookiePlace> {
  if (place.position !== null || state === 'lottery' || state === 'scheduled') return place;
  const { data } = await outcome((await personal(locale)).GET('/api/v1/events/{eventId}/line/draw', { params: { path: { eventId } } }));
  return { ...place, position: data ? positionOf(place.entry, data) : null };
}

interface Heard {
  place: Place | null;
  stop: Stop | null;
  cookies: string[];
}

/** Whose turn has come by the number, whose place the line may have lost, or whoever has signed in since, is asked about at the box office, as the script does: only it knows until when the turn waits, and whether it was answered or went by. */
async function heard(visitor: Visitor, place: CookiePlace, serving: Serving, user: User | null | undefined): Promise<Heard> {
  const waiting: Heard = { place: { ...place, state: 'waiting' }, stop: null, cookies: [] };
  const isPassedBy = place.position !== null && place.position < serving.serving;
  // Long before the turn: who waits in another account's place would hear of it only then. Once, since what is heard is kept with whose it is.
  const mayBeAnothers = Boolean(user) && user?.id !== place.userId;
  if (!isPassedBy && !isBeyond(place, serving) && !mayBeAnothers) return waiting;
  const { locale, eventId } = visitor;
  const { lineToken } = place;
  const { response, ...answer } = await asked((await personal(locale)).POST('/api/v1/events/{eventId}/line/place', { params: { path: { eventId } }, body: { lineToken } }));
  if (answer.data) return { place: answer.data, stop: null, cookies: [...devices(response), writePlaceCookie(eventId, { ...answer.data, userId: user?.id ?? place.userId }, isSecure(visitor))] };
  // An account's place is told to nobody else, but its own account gets it back by entering.
  const gone = stopOf(answer.failure.code) === 'notYours' ? 'notYours' : endedBy(answer.failure);
  return gone ? { place: null, stop: gone, cookies: forgotten(visitor) } : waiting;
}

/** Who is not signed in is told of their device's turn that only its account may claim: there a claim's refusal, which the address tells, weighs more than what was heard. */
function besides(hears: Heard, told: Stop | null): Heard {
  return told === 'notYours' ? { ...hears, stop: hears.stop ?? told } : hears;
}

/** Who is signed in. Undefined where nobody answers: then nobody is told that they are not. */
async function who(locale: Locale): Promise<User | null | undefined> {
  const { data, failure } = await outcome((await personal(locale)).GET('/api/v1/auth/session'));
  return failure && isPassing(failure) ? undefined : (data?.user ?? null);
}

async function asked<Data>(call: Promise<{ data?: Data; error?: unknown; response: Response }>) {
  let response: Response | null = null;
  const answer = await outcome(call.then((answered) => ((response = answered.response), answered)));
  return { ...answer, response: response as Response | null };
}

/** The device's cookie, as the box office gave it, goes on to the browser. */
function devices(response: Response | null): string[] {
  return response?.headers.getSetCookie() ?? [];
}

function forgotten(visitor: Visitor): string[] {
  return [placeCookie(visitor.eventId), admissionCookie(visitor.eventId)].map((name) => writeCookie(name, '', { seconds: 0, secure: isSecure(visitor) }));
}

function said(visitor: Visitor, each: Said): string {
  return `${pathOf(visitor)}?said=${saidName(each)}`;
}

function cookieOf(request: Request, name: string): string | undefined {
  const pair = request.headers.get('cookie')?.split(/; */).find((each) => each.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
