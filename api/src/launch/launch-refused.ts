/**
 * Something the person at the keyboard can put right: a taken port, a folder of another version, a missing build.
 * The message is the whole answer, one or two sentences that say what to do; it is printed without a stack trace.
 */
export class LaunchRefused extends Error {
  override readonly name = 'LaunchRefused';
}
