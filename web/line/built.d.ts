// Made by build.ts; a checkout that was not built yet knows its shape all the same.
declare module '#line/built.json' {
  const assets: import('./frame.ts').Assets;
  export default assets;
}
