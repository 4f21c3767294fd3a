/** Enough for eight processes to share one consumer group; more would make every poll dearer. */
export const PARTITIONS = 8;

export const partitions = Array.from({ length: PARTITIONS }, (_, index) => index);

/** FNV-1a, 32 bits: the partition of a key. Never changes for stored messages. */
export function partitionOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash % PARTITIONS;
}
