/**
 * Who may import whom. Each module names the modules below it; everything else is forbidden, so a new folder must find
 * its place here. docs/architecture.md draws the same graph.
 */
const below = {
  platform: [],
  paper: [],
  identity: ['platform'],
  catalog: ['platform', 'identity'],
  inventory: ['platform', 'identity', 'catalog'],
  'waiting-room': ['platform', 'identity', 'catalog', 'inventory'],
  tickets: ['platform', 'paper', 'identity', 'catalog', 'inventory', 'waiting-room'],
  payments: ['platform'],
  // Of the catalog it hears one event: that a show was cancelled, whose money is no organiser's any more.
  wallet: ['platform', 'paper', 'payments', 'catalog'],
  orders: ['platform', 'identity', 'catalog', 'inventory', 'waiting-room', 'tickets', 'payments', 'wallet'],
  rehearsal: ['platform', 'identity', 'catalog', 'inventory', 'tickets', 'orders'],
  // These hear what others publish; a module's face is where its events stand.
  notifications: ['platform', 'identity', 'catalog', 'tickets', 'wallet', 'orders'],
  audit: ['platform', 'identity', 'catalog', 'inventory', 'waiting-room', 'tickets', 'payments', 'wallet', 'orders'],
  // What everybody keeps of a person, told and forgotten: of each module its face's part for that.
  privacy: ['platform', 'identity', 'catalog', 'inventory', 'waiting-room', 'tickets', 'payments', 'wallet', 'orders', 'notifications', 'audit'],
  // Programs beside the box office: they start it and check it, and share nothing with its modules.
  launch: [],
  verify: ['launch'],
};

/** The same for the web: what a folder may import beside itself. Nouns know each other only where one is a step of another. */
const web = {
  words: [],
  'box-office': ['words'],
  ui: ['words', 'box-office'],
  programme: ['words', 'box-office', 'ui'],
  line: ['words', 'box-office', 'ui'],
  seats: ['words', 'box-office', 'ui', 'line'],
  checkout: ['words', 'box-office', 'ui'],
  tickets: ['words', 'box-office', 'ui'],
  orders: ['words', 'box-office', 'ui', 'checkout'],
  wallet: ['words', 'box-office', 'ui', 'checkout'],
  account: ['words', 'box-office', 'ui'],
};

/** A test may set up a whole purchase to try one step of it. */
const TESTS = '\\.(spec|e2e)\\.ts$|/fixtures/';

const layers = Object.entries(below).map(([module, allowed]) => ({
  name: `${module}-imports-only-what-is-below-it`,
  severity: 'error',
  from: { path: `^api/src/${module}/`, pathNot: TESTS },
  to: { path: '^api/src/', pathNot: `^api/src/(${[module, ...allowed].join('|')})/` },
}));

const webLayers = Object.entries(web).map(([noun, allowed]) => ({
  name: `web-${noun}-imports-only-what-is-below-it`,
  severity: 'error',
  from: { path: `^web/${noun}/`, pathNot: TESTS },
  to: { path: '^web/', pathNot: `^web/(${[noun, ...allowed, 'node_modules'].join('|')})/` },
}));

export default {
  forbidden: [
    ...layers,
    ...webLayers,
    {
      name: 'nobody-imports-a-route',
      comment: 'app/ reads addresses and puts nouns together.',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/app/' },
      to: { path: '^web/app/' },
    },
    {
      name: 'the-web-knows-the-api-by-its-description',
      comment: 'schema.d.ts is made from api/openapi.json; nothing else of the API is known to pages.',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/test/' },
      to: { path: '^(api|simulator|rehearsal|bench)/' },
    },
    {
      name: 'every-module-has-its-place',
      comment: 'A folder below api/src that this file does not know.',
      severity: 'error',
      from: { path: '^api/src/[^/]+/', pathNot: `^api/src/(${Object.keys(below).join('|')})/` },
      to: {},
    },
    {
      name: 'only-through-the-face',
      comment: "Another module's index.ts is all there is to import; launch and verify are programs without a face.",
      severity: 'error',
      from: { path: '^api/src/([^/]+)/' },
      to: { path: '^api/src/[^/]+/', pathNot: ['^api/src/$1/', '^api/src/[^/]+/index\\.ts$', '^api/src/launch/'] },
    },
    {
      name: 'entries-only-through-the-face',
      severity: 'error',
      from: { path: '^api/src/[^/]+\\.ts$' },
      to: { path: '^api/src/[^/]+/', pathNot: '^api/src/[^/]+/index\\.ts$' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^node:' } },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^(api|simulator|rehearsal|bench)/src/', pathNot: TESTS },
      to: { path: [TESTS, '^(api|rehearsal)/test/', '^api/vitest'] },
    },
    {
      name: 'no-tests-in-the-pages',
      severity: 'error',
      from: { path: '^web/(app|server|words|box-office|ui|programme|line|seats|checkout|tickets|orders|wallet|account)/', pathNot: TESTS },
      to: { path: [TESTS, '^web/test/'] },
    },
    {
      name: 'no-development-packages-in-the-product',
      severity: 'error',
      from: { path: '^(api|simulator|rehearsal|bench)/src/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'providers-are-spoken-to-by-http',
      comment: 'The simulator stands for somebody else’s system.',
      severity: 'error',
      from: { path: '^api/src/', pathNot: TESTS },
      to: { path: ['^simulator/', '@catraca/simulator'] },
    },
    { name: 'simulator-stands-alone', severity: 'error', from: { path: '^simulator/' }, to: { path: '^(api|rehearsal|bench)/' } },
    {
      name: 'rehearsed-by-http',
      comment: 'Fans know nothing of the box office but its API; of the simulator only the generator of chance is borrowed.',
      severity: 'error',
      from: { path: '^rehearsal/' },
      to: { path: ['^api/', '^simulator/', '^bench/'], pathNot: '^simulator/src/random\\.ts$' },
    },
    {
      name: 'bench-stands-outside',
      comment: 'It measures what people start, over HTTP and in the database, and nobody imports it.',
      severity: 'error',
      from: { path: '^bench/' },
      to: { path: '^(api|simulator|rehearsal)/' },
    },
    { name: 'nobody-imports-the-bench', severity: 'error', from: { path: '^(api|simulator|rehearsal)/' }, to: { path: '^bench/' } },
  ],
  required: [
    {
      name: 'aliases-resolve',
      comment: 'A known edge of the graph. Were it not seen, no other rule would see anything either.',
      severity: 'error',
      module: { path: '^api/src/main\\.ts$' },
      to: { path: '^api/src/platform/index\\.ts$' },
    },
    {
      name: 'aliases-of-the-web-resolve',
      severity: 'error',
      module: { path: '^web/ui/header\\.tsx$' },
      to: { path: '^web/words/locales\\.ts$' },
    },
  ],
  options: {
    // TypeScript 7 has no parser to offer. Without the conditions "#inventory" resolves to nothing and every rule passes.
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default', 'types'] },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(api|simulator)/dist/|^web/(\\.next|public/line/|next-env)' },
  },
};
