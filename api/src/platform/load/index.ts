export { isAtLeast, type LoadLevel, levels } from './level.js';
export { Load } from './load.js';
