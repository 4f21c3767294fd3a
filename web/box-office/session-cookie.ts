/** The cookie in which the box office keeps a browser's session. Who comes without it is signed in nowhere, and nobody needs to be asked. */
export const sessionCookie = 'catraca_session';
