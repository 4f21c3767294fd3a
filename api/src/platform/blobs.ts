import { Inject, Injectable } from '@nestjs/common';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { Config } from './config.js';
import { newId } from './ids.js';

/** A bucket of immutable files under keys like `codes/<event>/<id>.svg`. */
export abstract class BlobStore {
  /** Keeps bytes under a key; all of them are there, or none. What was there is replaced. @throws where the key would lead out of the bucket */
  abstract put(key: string, bytes: Uint8Array | string): Promise<void>;
  /** Null when there is none under that key. */
  abstract get(key: string): Promise<Buffer | null>;
}

/** The embedded bucket: a folder. */
@Injectable()
export class FolderBlobStore extends BlobStore {
  private readonly made = new Set<string>();

  constructor(@Inject(Config) private readonly config: { bucketFolder: string }) {
    super();
  }

  override async put(key: string, bytes: Uint8Array | string): Promise<void> {
    const path = this.pathOf(key);
    const folder = dirname(path);
    if (!this.made.has(folder)) {
      // Ticket codes and letters are nobody else's on this machine.
      await mkdir(folder, { recursive: true, mode: 0o700 });
      this.made.add(folder);
    }
    // Renamed into place, so that a reader or a crash never sees half a file.
    const draft = `${path}.${newId()}`;
    await writeFile(draft, bytes);
    await rename(draft, path);
  }

  override async get(key: string): Promise<Buffer | null> {
    return readFile(this.pathOf(key)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  }

  private pathOf(key: string): string {
    if (normalize(key) !== key || key.startsWith('/') || key.startsWith('..')) throw new Error(`not a blob key: ${key}`);
    return join(this.config.bucketFolder, key);
  }
}
