import 'reflect-metadata';
import { afterAll } from 'vitest';
import { tidyUp } from './at-end.js';

afterAll(tidyUp);
