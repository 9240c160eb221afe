// Who may import whom (ARCHITECTURE.md has the table). Each rule has a test in test/tooling/layers.test.ts.
const { indexRules, interfaces, never, only, pkg, tests } = require('./scripts/checks/layer-rule.cjs')

const [shared, zod] = ['^src/shared/', pkg('zod')]
/** Values are forbidden; types are gone when built. */
const typesOnly = { dependencyTypesNot: ['type-only'] }

const sharedRules = [
  only(
    'shared-is-pure',
    '^src/shared/(?!messages/)',
    [shared, zod],
    'shared runs in every process: zod is its only dependency',
  ),
  only(
    'messages-are-leaves',
    '^src/shared/messages/',
    ['^src/shared/messages/', pkg('intl-messageformat')],
    'texts know nothing of what shows them (docs/adr/0038)',
  ),
  only(
    'shared-errors-first',
    '^src/shared/errors/',
    ['^src/shared/(errors|messages)/', zod],
    'messages ← errors ← util ← domain ← contract',
  ),
  only(
    'shared-util-order',
    '^src/shared/util/',
    ['^src/shared/(util|errors)/', '^src/shared/messages/formats[.]ts$', zod],
    'errors ← util ← domain ← contract',
  ),
  only(
    'shared-prompting-order',
    '^src/shared/prompting/',
    ['^src/shared/(prompting|domain|util|errors|messages)/'],
    'errors ← util ← domain (types) ← prompting',
  ),
  never(
    'shared-prompting-takes-types',
    '^src/shared/prompting/',
    '^src/shared/domain/',
    'the window runs it without zod',
    {
      dependencyTypesNot: ['type-only'],
    },
  ),
  only(
    'shared-search-order',
    '^src/shared/search/',
    ['^src/shared/(search|domain|util|errors|messages)/'],
    'errors ← util ← domain (types) ← search',
  ),
  never(
    'shared-search-takes-types',
    '^src/shared/search/',
    '^src/shared/domain/(?!color-labels|searched-values)',
    'the window runs it',
    typesOnly,
  ),
  never('shared-domain-order', '^src/shared/domain/', '^src/shared/contract/', 'errors ← util ← domain ← contract'),
]

const preloadRules = [
  only('client-is-alone', '^src/client/', ['^src/client/', pkg('@modelcontextprotocol/client'), '^fs$'], 'ADR 0054'),
  only(
    'preload-is-small',
    '^src/preload/',
    ['^src/preload/', pkg('electron'), '^src/shared/contract/'],
    'one sandboxable file',
  ),
  never('preload-takes-types', '^src/preload/', '^src/shared/', 'a value would pull zod into it', typesOnly),
]

const main = '^src/main/'
const adapters = '^src/main/providers/(?!core/|manager/)[^/]+/'
const platform = '^src/main/platform/'
const databaseClient = '^src/main/database/(client/|[^/]+[.]ts$)'
const child = '^src/main/(database/worker|imaging/child|engine/host|storage/worker|vision/child)/'

/** What reads and writes files needs of Node. */
const files = ['^node:', '^(fs|path|crypto)(/|$)']

const mainRules = [
  never('main-not-window', main, '^src/(renderer|preload)/', 'the window is another process'),
  never('platform-is-the-bottom', platform, main, 'platform knows no other room', { pathNot: platform }),
  never('pure-platform', '^src/main/platform/pure/', pkg('electron'), 'child processes use this half'),
  never('pure-platform-alone', '^src/main/platform/pure/', platform, 'child processes use this half', {
    pathNot: '^src/main/platform/pure/',
  }),
  only(
    'editing-is-pure',
    '^src/main/editing/',
    ['^src/main/editing/', shared, zod],
    'plans are pure functions on plain data',
  ),
  only(
    'providers-are-data',
    '^src/main/providers/(?!core/|manager/)([^/]+)/',
    ['^src/main/providers/core/', '^src/main/providers/$1/', shared, zod],
    'an adapter gets its HTTP handed in and knows no other family',
  ),
  never(
    'adapters-share-by-shared',
    '^src/main/providers/(?!core/|manager/)([^/]+)/([^/]+)/',
    '^src/main/providers/$1/[^/]+/',
    'adapters of one family share what is in its shared folder, which knows none of them',
    { pathNot: '^src/main/providers/$1/($2|shared)/' },
  ),
  never('adapters-by-registry', '^src/', adapters, 'the registry is the only importer of concrete adapters', {
    fromNot: [adapters, '^src/main/providers/registry[.]ts$'],
  }),
  never('providers-core-is-the-bottom', '^src/main/providers/core/', main, 'what all adapters build on', {
    pathNot: ['^src/main/providers/core/', '^src/main/editing/', platform, interfaces],
  }),
  never('providers-core-without-electron', '^src/main/providers/', pkg('electron'), 'HTTP is handed in'),
  only(
    'jobs-stand-alone',
    '^src/main/jobs/',
    [
      '^src/main/jobs/',
      databaseClient,
      '^src/main/providers/core/',
      '^src/main/editing/',
      platform,
      shared,
      zod,
      '^node:',
      '^(fs|path|os|crypto|events|timers|util)(/|$)',
    ],
    'assets, imaging and secrets come through interfaces, the database through its client',
  ),
  only(
    'prompts-stand-alone',
    '^src/main/prompts/',
    [
      '^src/main/prompts/',
      databaseClient,
      '^src/main/secrets/index[.]ts$',
      '^src/main/providers/core/',
      platform,
      shared,
      zod,
      '^node:',
      '^(fs|path|os|crypto)(/|$)',
    ],
    'queue and ledger come through interfaces',
  ),
  never(
    'stores-stand-alone',
    '^src/main/(assets|compare|ledger|secrets|settings|signing|storage(?!/worker))/',
    main,
    'only the database client and platform',
    {
      pathNot: ['^src/main/$1/', '^src/main/pending-changes/index[.]ts$', databaseClient, platform, interfaces],
    },
  ),
  only(
    'model-files-stand-alone',
    '^src/main/model-files/',
    ['^src/main/model-files/', '^src/main/providers/core/', platform, shared, ...files],
    'it reads files and knows no service: whoever draws is handed what it found',
  ),
  only(
    'downloads-stand-alone',
    '^src/main/downloads/',
    ['^src/main/downloads/', '^src/main/providers/core/', platform, shared, zod, ...files],
    'it fetches what it is told to, and knows neither models nor engines',
  ),
  only(
    'local-service-knows-models',
    '^src/main/local-service/',
    ['^src/main/local-service/', '^src/main/model-files/', platform, shared, zod, ...files],
    'it keeps what was chosen: the engine is handed to it',
  ),
  only(
    'live-stands-alone',
    '^src/main/live/',
    ['^src/main/live/', platform, shared, zod, ...files, '^timers/promises$'],
    'models, engine and queue are handed to it',
  ),
  only(
    'hub-stands-alone',
    '^src/main/hub/',
    ['^src/main/(hub|downloads|model-files)/', '^src/main/providers/core/', platform, shared, zod, ...files],
    'it finds and fetches models; keys are handed in',
  ),
  only(
    'engine-stands-alone',
    '^src/main/engine/',
    ['^src/main/engine/', platform, shared, zod, pkg('koffi', 'sharp'), '^node:', '^(fs|path|os)(/|$)'],
    'it draws what it is handed, and knows no service',
  ),
  only(
    'engine-releases-stand-alone',
    '^src/main/engine-releases/',
    [
      '^src/main/engine-releases/',
      '^src/main/downloads/index[.]ts$',
      platform,
      shared,
      zod,
      pkg('yauzl'),
      '^node:',
      '^(fs|path|stream|zlib)(/|$)',
    ],
    'it installs engines, and what tests them is handed in',
  ),
  never('home-comes-first', '^src/main/pending-changes/', main, 'it runs before anything is opened', {
    pathNot: ['^src/main/pending-changes/', platform],
  }),
  never(
    'automation-is-a-door',
    '^src/main/automation/',
    '^src/main/(ipc|shell)/|^src/main/(index|start-program)[.]ts$',
    'the same services as the window, beside it',
  ),
  never('agents-are-a-door', '^src/', '^src/main/mcp/', 'the shell opens it', {
    fromNot: ['^src/main/(mcp|shell)/'],
    dependencyTypesNot: ['type-only'],
  }),
  never('agents-stand-alone', '^src/main/mcp/', main, 'platform and shared: the sessions are handed in', {
    pathNot: ['^src/main/mcp/', platform],
    dependencyTypesNot: ['type-only'],
  }),
  never('ipc-takes-types', '^src/main/ipc/', main, 'a handler sees services as types, never builds one', {
    pathNot: ['^src/main/ipc/', platform],
    dependencyTypesNot: ['type-only'],
  }),
  never('services-are-types', '^src/main/([^/]+)/', interfaces, 'only the top of main makes a service', {
    pathNot: '^src/main/$1/',
    dependencyTypesNot: ['type-only'],
  }),
  never('shell-is-the-top', '^src/', '^src/main/(shell/|(index|start-program)[.]ts$)', 'nobody imports the shell', {
    fromNot: ['^src/main/(shell/|(index|start-program)[.]ts$)'],
  }),
  never('secrets-are-private', '^src/', pkg('keytar'), 'only secrets sees a plaintext key', {
    fromNot: ['^src/main/secrets/'],
  }),
  only(
    'updates-stand-alone',
    '^src/main/updates/',
    [
      '^src/main/updates/',
      platform,
      shared,
      zod,
      pkg('electron', 'electron-updater', 'yaml'),
      '^node:',
      '^(fs|path|crypto|stream|child_process)(/|$)',
    ],
    'what is at work is handed in',
  ),
  never('updater-in-updates', '^src/', pkg('electron-updater'), 'told of verified manifests only (docs/adr/0064)', {
    fromNot: ['^src/main/updates/(electron-installer|staged-app-image-updater)[.]ts$'],
  }),
  never('sharp-with-own-memory', '^(src|test|scripts)/', pkg('sharp', '@img/sharp-wasm32'), 'platform/pure/sharp.ts', {
    fromNot: ['^src/main/platform/pure/sharp[.]ts$'],
    dependencyTypesNot: ['type-only'],
  }),
  never('main-never-decodes', '^src/', '^src/main/platform/pure/sharp[.]ts$', 'sharp lives in the imaging process', {
    fromNot: ['^src/main/(imaging/child|engine/host)/', '[.]test[.]ts$'],
  }),
  never(
    'models-run-beside',
    '^src/',
    pkg('onnxruntime-node', '@huggingface/tokenizers'),
    'models run in their process',
    {
      fromNot: ['^src/main/vision/child/'],
    },
  ),
  never('database-in-its-worker', '^src/', '^(node:)?sqlite$', 'SQLite lives in its worker', {
    fromNot: ['^src/main/database/'],
    dependencyTypesNot: ['type-only'],
  }),
]

const childRules = [
  never('child-without-electron', child, pkg('electron'), 'a child has no app', { dependencyTypesNot: ['type-only'] }),
  never('database-worker-alone', '^src/main/database/worker/', main, 'shared, platform/pure and its own room', {
    pathNot: ['^src/main/database/', '^src/main/platform/pure/'],
  }),
  never(
    'storage-worker-alone',
    '^src/main/storage/worker/',
    main,
    'shared, platform/pure, the database’s files and its own room',
    {
      pathNot: ['^src/main/(storage|pending-changes|database)/', '^src/main/platform/pure/'],
    },
  ),
  never(
    'download-child-alone',
    '^src/main/downloads/child/',
    main,
    'shared, platform/pure, its own room, and the network stack that a utility process has',
    {
      pathNot: ['^src/main/(downloads|providers/core)/', '^src/main/platform/(pure/|network/net-request[.]ts$)'],
    },
  ),
  never('vision-child-alone', '^src/main/vision/child/', main, 'shared, platform/pure and its own room', {
    pathNot: ['^src/main/vision/', '^src/main/platform/pure/'],
  }),
  never('imaging-child-alone', '^src/main/imaging/child/', main, 'shared, platform/pure, editing and its own room', {
    pathNot: ['^src/main/imaging/', '^src/main/platform/pure/', '^src/main/editing/'],
  }),
]

const features = '^src/renderer/features/'
const editor = '^src/renderer/editor/'

const rendererRules = [
  never('window-not-main', '^src/renderer/', '^src/(main|preload)/', 'the window is another process'),
  never('window-without-electron', '^src/renderer/', pkg('electron'), 'the sandboxed window has no electron'),
  never('window-without-node', '^src/renderer/', null, 'the sandboxed window has no Node', {
    dependencyTypes: ['core'],
  }),
  never('window-without-zod', '^src/renderer/', zod, 'main checks; what is built is looked through for schemas'),
  never(
    'contract-as-types',
    '^src/renderer/',
    '^src/shared/contract/',
    'the window takes types: zod checks on the other side',
    {
      dependencyTypesNot: ['type-only'],
    },
  ),
  never(
    'features-stand-alone',
    '^src/renderer/features/([^/]+)/',
    features,
    'a feature announces an intent; app answers it',
    {
      pathNot: '^src/renderer/features/$1/',
    },
  ),
  never(
    'features-below-app',
    '^src/renderer/(features|ui|client|lib)/',
    '^src/renderer/app/',
    'app is the top of the window',
  ),
  never('ui-is-presentational', '^src/renderer/ui/', '^src/renderer/', 'ui knows nothing of the app', {
    pathNot: '^src/renderer/(ui|lib)/',
  }),
  never('client-below-features', '^src/renderer/client/', '^src/renderer/', 'client knows no feature', {
    pathNot: '^src/renderer/(client|lib)/',
  }),
  only('lib-is-pure', '^src/renderer/lib/', ['^src/renderer/lib/', shared], 'pure functions only'),
]

const editorOrder = 'document ← raster ← tools ← session ← view'
const editorRules = [
  never('editor-below-features', editor, '^src/renderer/', 'the engine of the canvas knows no feature', {
    pathNot: '^src/renderer/(editor|lib)/',
  }),
  never('editor-document', `${editor}document/`, `${editor}(raster|tools|session|view)/`, editorOrder),
  never('editor-raster', `${editor}raster/`, `${editor}(tools|session|view)/`, editorOrder),
  never('editor-tools', `${editor}tools/`, `${editor}(session|view)/`, editorOrder),
  never('editor-session', `${editor}session/`, `${editor}view/`, editorOrder),
  never('konva-in-view', '^src/', pkg('konva', 'react-konva'), 'Konva is only written to, by view', {
    fromNot: [`${editor}view/`],
  }),
  never('editor-without-react', editor, pkg('react', 'react-dom'), 'a session outlives its stage'),
  never(
    'editor-store-in-session',
    `${editor}(document|raster|tools|view)/`,
    pkg('zustand'),
    'pixels need no store of their own',
  ),
]

const generalRules = [
  {
    name: 'no-cycles',
    severity: 'error',
    comment: 'a cycle is one module in two files',
    from: { pathNot: tests },
    to: { circular: true },
  },
  { name: 'resolvable', severity: 'error', comment: 'it leads nowhere', from: {}, to: { couldNotResolve: true } },
  never('source-without-tests', '^src/', '^test/|[.]test[.]tsx?$', 'tests import sources, not the other way'),
  ...indexRules('src'),
]

module.exports = {
  forbidden: [
    ...sharedRules,
    ...preloadRules,
    ...mainRules,
    ...childRules,
    ...rendererRules,
    ...editorRules,
    ...generalRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Node 20, which runs this check, does not know it yet.
    builtInModules: { add: ['node:sqlite'] },
    // Type-only imports are imports too: without this the compiler would have dropped them.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.d.ts', '.json', '.css'],
    },
  },
}
