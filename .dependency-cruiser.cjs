/** Folders of packages/core/src in the order of the way through: each may import only those before it. */
const stages = [
  'errors',
  'model',
  'contract',
  'decorators',
  'read',
  'parse',
  'normalize',
  'compare',
  'archive',
  'decide',
  'edit',
  'plan',
  'apply',
  'report',
  'flows',
]
/** Test kits of the core: they may import every stage, and only tests and other test kits import them. */
const kits = ['testing', 'conformance']

const core = '^packages/core/src/'
const fixture = '[.]fixture[.]ts$'
const test = '[.](test|fixture)[.]ts$'

const stageOrder = stages.slice(0, -1).map((stage, index) => ({
  name: `stage-order-${stage}`,
  comment: `${stage} imports a later stage; the order is ${stages.join(', ')}.`,
  severity: 'error',
  from: { path: `${core}${stage}/` },
  to: { path: `${core}(${stages.slice(index + 1).join('|')})/` },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...stageOrder,
    {
      name: 'stage-known',
      comment: 'A folder of the core that is not in the list of stages would escape their order.',
      severity: 'error',
      from: {},
      to: { path: `${core}[^/]+/`, pathNot: `${core}(${[...stages, ...kits].join('|')})/` },
    },
    {
      name: 'no-cycle',
      comment: 'Files that import each other, types included, cannot be read one by one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that cannot be found is an import that the other rules cannot judge.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'core-without-node',
      comment: 'The core runs in a browser or an edge worker: what a runtime offers is passed in.',
      severity: 'error',
      from: { path: core, pathNot: [`${core}testing/`, test] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-alone',
      comment: 'The core knows no adapter and no command.',
      severity: 'error',
      from: { path: '^packages/core/' },
      to: { path: '^(packages/(?!core/)|examples/)' },
    },
    {
      name: 'adapter-alone',
      comment: 'An adapter knows the core and its own store: no other adapter, no command.',
      severity: 'error',
      from: { path: '^packages/adapter-([^/]+)/' },
      to: { path: '^(packages/(adapter-|cli/)|examples/)', pathNot: '^packages/adapter-$1/' },
    },
    {
      name: 'no-own-index',
      comment: 'Inside a package import the file; the index is for other packages.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: ['^packages/$1/src/index[.]ts$', '^packages/$1/src/.+/index[.]ts$'] },
    },
    {
      name: 'no-reaching-in',
      comment: 'From outside a package only its entry points are imported.',
      severity: 'error',
      from: { path: '^(?:packages|examples)/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/',
        pathNot: ['^packages/$1/', '/src/(testing/|conformance/)?index[.]ts$'],
      },
    },
    {
      name: 'test-kit-stays-out',
      comment: 'No stage leans on a test kit of the core; only tests and the kits themselves do.',
      severity: 'error',
      from: { path: core, pathNot: [`${core}(testing|conformance)/`, test] },
      to: { path: `${core}(testing|conformance)/` },
    },
    {
      name: 'test-kit-without-runner',
      comment: 'Whoever adopts a kit brings a test runner of their own.',
      severity: 'error',
      from: { path: 'packages/[^/]+/src/(testing|conformance)/', pathNot: test },
      to: { path: '(^|/)(vitest|jest|mocha|ava|tap)(/|$)|^node:test$|^test$' },
    },
    {
      name: 'fixture-for-tests',
      comment: 'A fixture may lean on the test kits, so nothing but tests leans on it.',
      severity: 'error',
      from: { pathNot: test },
      to: { path: fixture },
    },
    {
      name: 'test-kit-not-shipped',
      comment: 'What an adapter ships must not reach a test kit, over however many files.',
      severity: 'error',
      from: { path: '^packages/adapter-[^/]+/src/index[.]ts$' },
      to: { path: '^packages/[^/]+/src/(testing|conformance)/', reachable: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['types', 'import'],
    },
    // Ours alone: what a dependency ships in a folder of that name has to be seen.
    exclude: { path: ['^(packages|examples)/[^/]+/dist/', '^(packages|examples)/[^/]+/coverage/'] },
    doNotFollow: { path: 'node_modules' },
  },
}
