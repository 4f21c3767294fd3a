import { Injectable } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { Config } from '../config.js';
import { requestId } from '../request-context.js';

// What must never reach a log, wherever it stands in a logged object.
const SECRETS = ['password', 'token', 'lineToken', 'admissionToken', 'authorization', 'cookie', 'apiKey', 'secret', 'secretKey', 'accessToken', 'webhookSecret'];

/** The database quotes the row that it refused, with all that it holds: whom it belongs to, where mail goes, a card's token. */
const QUOTED_ROWS = ['err.detail', 'err.cause.detail'];

export const redact = { paths: [...SECRETS.flatMap((name) => [name, `*.${name}`]), ...QUOTED_ROWS], censor: '[kept out]' };

function write(logger: Logger, level: 'debug' | 'info' | 'warn' | 'error' | 'fatal', about: object, message: string): void {
  const id = requestId();
  logger[level](id && !('requestId' in about) ? { requestId: id, ...about } : about, message);
}

/** Structured logs: one JSON object a line, with the id of the request on whose behalf it was written. */
@Injectable()
export class Log {
  private readonly logger: Logger;

  constructor(config: Config) {
    this.logger = pino({
      level: config.logLevel,
      base: { service: config.service },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact,
    });
  }

  debug(about: object, message: string): void {
    write(this.logger, 'debug', about, message);
  }
  info(about: object, message: string): void {
    write(this.logger, 'info', about, message);
  }
  warn(about: object, message: string): void {
    write(this.logger, 'warn', about, message);
  }
  error(about: object, message: string): void {
    write(this.logger, 'error', about, message);
  }
  /** The last words of a process. */
  fatal(about: object, message: string): void {
    write(this.logger, 'fatal', about, message);
  }
}
