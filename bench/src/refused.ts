/** Something that the person at the keyboard can put right, or should at least read as a sentence. */
export class BenchRefused extends Error {}
