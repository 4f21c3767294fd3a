import { expect, test } from 'vitest';
import { themeScript } from '../ui/theme-script.ts';
import { hashesOf, hashOf } from './inline-scripts.ts';

const page = (...scripts: string[]): string => `<html><head></head><body>${scripts.map((text) => `<script>${text}</script>`).join('')}</body></html>`;

test("parts of Next's stream and the house's own script are blessed", () => {
  const part = String.raw`self.__next_f.push([1,"0:{\"P\":null,\"c\":[\"\",\"pt\"]}\n"])`;
  const boot = '(self.__next_f=self.__next_f||[]).push([0])';
  const chunks = '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":["static/chunks/13e3u5y8gyyl_.js"],"runtimeModuleIds":[94553]});';
  expect(hashesOf(page(part, boot, chunks, themeScript))).toEqual([part, boot, chunks, themeScript].map(hashOf));
});

test.each([
  'alert(1)',
  'self.__next_f.push([1,"a"]);alert(1)',
  'self.__next_f.push([1,alert(1)])',
  'self.__next_f.push([1,"a".concat(alert(1))])',
  'self.__next_f.push([1,{"a":1}])',
  'self.__next_f.push([1,"a","b"])',
  `${themeScript} `,
  '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":["https://evil.example/a.js"],"runtimeModuleIds":[1]});',
  '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":[],"runtimeModuleIds":[1],"a":alert(1)});',
  'self.__next_f.push([1,"a"])//',
])('what somebody smuggled in is not: %s', (text) => {
  expect(hashesOf(page(text))).toEqual([]);
});

test('scripts from files need no hash, and data is no script that runs', () => {
  expect(hashesOf('<script src="/_next/static/a.js" async=""></script><script type="application/ld+json">{"@type":"Event"}</script>')).toEqual([]);
});
