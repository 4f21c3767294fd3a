/** It cannot be rehearsed: said in a sentence, without a trace. */
export class CannotRehearse extends Error {}
