export { isAtLeast, type LoadLevel, levels, worstOf } from './level.js';
export { Load, type Neighbour } from './load.js';
