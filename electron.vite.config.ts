import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'
import { dropUnusedSchemas } from './scripts/setup/drop-unused-schemas.mjs'
import { mainExternals } from './scripts/setup/main-externals.mjs'

const at = (path: string) => resolve(import.meta.dirname, path)
const shared = at('src/shared')
/** A file that is placed by its name. Moved, it would silently lie elsewhere: the build fails instead. */
function source(path: string): string {
  const file = at(`src/${path}`)
  if (!existsSync(file)) throw new Error(`electron.vite.config.ts names src/${path}, which does not exist.`)
  return file
}
/**
 * Loading a file of `shared` does nothing but define: the schemas, and zod, stay out of the window and its workers, which
 * get only what main has checked.
 */
const treeshake = { moduleSideEffects: (id: string) => !id.startsWith(shared) }
/** An index of main does nothing but pass on: what opens the window does not wait for all that lies behind it. */
const treeshakeMain = {
  moduleSideEffects: (id: string) => !id.startsWith(shared) && !/\/main\/.+\/index\.ts$/.test(id),
}
/**
 * One file for what main, its workers and the command line all need: the schemas of stored records. Each file costs a
 * start a third of a millisecond, and a hundred schemas cost one. The others lie with what uses them: the contract and
 * the settings, for two, are checked in main only. What they import that needs no schema is a file of its own: `search`
 * on the command line loads that only.
 */
const records = {
  debugName: 'records',
  minShareCount: 2,
  test: isSchema,
  name: (id: string, graph: ModuleGraph) => {
    if (!storedModules(graph).has(id)) return null
    return needsZod(id, graph) ? 'records' : 'facts'
  },
}

interface ModuleGraph {
  getModuleInfo(
    id: string,
  ): { readonly importedIds: readonly string[]; readonly dynamicallyImportedIds: readonly string[] } | null
}

/** The schemas of stored records, with all that they import. */
function storedModules(graph: ModuleGraph): ReadonlySet<string> {
  return reachable(graph, [resolve(shared, 'domain/asset.ts')])
}

/** What the Studio shows beside the first image, in one file. */
const studioParts = deferredGroup('studio-parts', (id) => /\/renderer\/(ui|features\/studio)\//.test(id))
/** Everything else that is loaded right after the start; only what is shown while that lasts has files of its own. */
const deferring = new Set(['renderer/app/shell.tsx', 'renderer/app/palette/command-palette.tsx'].map(source))
const alone = new Set(['renderer/app/opening-page.tsx', 'renderer/app/tour.tsx'].map(source))
const otherParts = deferredGroup('parts', (id) => deferring.has(id), alone)

/** One file for all parts that modules of some kind load later, with all that these import. */
function deferredGroup(name: string, defers: (id: string) => boolean, without: ReadonlySet<string> = new Set()) {
  let modules: ReadonlySet<string> | null = null
  const collect = (graph: ModuleGraph): ReadonlySet<string> => {
    const everything = reachable(graph, [at('src/renderer/app/main.tsx')], { isDeferredToo: true })
    const parts = [...everything].filter(defers).flatMap((id) => graph.getModuleInfo(id)?.dynamicallyImportedIds ?? [])
    return reachable(
      graph,
      parts.filter((id) => !without.has(id)),
    )
  }
  return {
    name: (id: string, graph: ModuleGraph) => {
      modules ??= collect(graph)
      return modules.has(id) ? name : null
    },
  }
}

/** Modules with all that they import, and what they load later if `isDeferredToo`. */
function reachable(graph: ModuleGraph, roots: readonly string[], { isDeferredToo = false } = {}): ReadonlySet<string> {
  const found = new Set(roots)
  for (const id of found) {
    const info = graph.getModuleInfo(id)
    for (const imported of info?.importedIds ?? []) found.add(imported)
    if (isDeferredToo) for (const imported of info?.dynamicallyImportedIds ?? []) found.add(imported)
  }
  return found
}

function needsZod(id: string, graph: ModuleGraph): boolean {
  if (id.includes('/node_modules/zod/')) return true
  // No cycle: checked by `npm run check`.
  return (graph.getModuleInfo(id)?.importedIds ?? []).some((imported) => needsZod(imported, graph))
}

/**
 * What main loads before its window, and the texts, which lie with the code that shows them: those of the prompt compiler
 * and the search are shown by code of this file.
 */
const ofStart = new Set(
  ['contract/channels.ts', 'domain/reply.ts', 'errors/app-error.ts', 'util/debounce.ts'].map((path) =>
    source(`shared/${path}`),
  ),
)
const allTexts = at('src/shared/messages')
const textsOfRecords = /\/en\/(prompt|search-errors)/

function isSchema(id: string): boolean {
  if (id.includes('/node_modules/zod/')) return true
  return id.startsWith(allTexts) ? textsOfRecords.test(id) : id.startsWith(shared) && !ofStart.has(id)
}

/** Read by name, and only those of the language in use, beside the scripts of main (docs/adr/0062). */
const translations: Plugin = {
  name: 'translations',
  generateBundle() {
    const folder = at('src/shared/messages/translations')
    for (const name of readdirSync(folder)) {
      const texts = JSON.parse(readFileSync(resolve(folder, name), 'utf8')) as object
      this.emitFile({ type: 'asset', fileName: `translations/${name}`, source: JSON.stringify(texts) })
    }
  },
}

/** Main names the script of the language in the page that it serves; a development server serves its own page. */
const languageInDevelopment: Plugin = {
  name: 'language-in-development',
  apply: 'serve',
  transformIndexHtml: () => [
    { tag: 'script', attrs: { src: 'app://atelier/language.js' }, injectTo: 'head-prepend' as const },
  ],
}

/**
 * What main reads its language with. In a file with any text, it would come too late: texts are read while their file
 * is evaluated, which is before anything of a file that imports it.
 */
const language = { name: 'language', test: (id: string) => ofLanguage.has(id) }
const ofLanguage = new Set(
  [
    'shared/messages/languages.ts',
    'main/automation/program/is-for-command-line.ts',
    'main/automation/program/program-arguments.ts',
    'main/platform/home-paths.ts',
    'main/start-language.ts',
  ].map(source),
)

/** While coverage is measured, built code can be traced to its sources; a map is read into each process's report. */
const isMeasured = process.env['NODE_V8_COVERAGE'] !== undefined
const form = { minify: !isMeasured, sourcemap: isMeasured }
/** First in each process beside main, which ends it by a signal: it would write no coverage. */
const writesWhenEnded = `import ${JSON.stringify(pathToFileURL(at('scripts/coverage/write-when-ended.cjs')).href)}`
const mainOutput = isMeasured
  ? {
      // Otherwise what is used once is written where it is used, and its own line is never reached.
      minify: false,
      sourcemapExcludeSources: true,
      banner: ({ isEntry, name }: { isEntry: boolean; name: string }) =>
        isEntry && name !== 'index' ? writesWhenEnded : '',
    }
  : {}

/** What is built in is shipped with its authors' words. */
const license = { fileName: 'licenses.md' }

export default defineConfig({
  main: {
    plugins: [translations],
    build: {
      ...form,
      license,
      rollupOptions: {
        // The main process and each child process or worker it starts are entries of their own.
        input: {
          index: at('src/main/index.ts'),
          database: at('src/main/database/worker/database-worker.ts'),
          storage: at('src/main/storage/worker/storage-worker.ts'),
          imaging: at('src/main/imaging/child/imaging-child.ts'),
          engine: at('src/main/engine/host/engine-host.ts'),
          vision: at('src/main/vision/child/vision-child.ts'),
          map: at('src/main/vision/map/map-worker.ts'),
          downloads: at('src/main/downloads/child/download-child.ts'),
          'fill-worker': at('src/main/imaging/child/fill/fill-worker.ts'),
          'credentials-worker': at('src/main/imaging/child/credentials/credentials-worker.ts'),
        },
        external: mainExternals,
        output: {
          format: 'es',
          codeSplitting: { includeDependenciesRecursively: false, groups: [language, records] },
          ...mainOutput,
        },
        treeshake: treeshakeMain,
      },
    },
  },
  preload: {
    build: {
      ...form,
      rollupOptions: {
        input: { index: at('src/preload/index.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react(), dropUnusedSchemas(shared), languageInDevelopment],
    build: {
      ...form,
      license,
      // The files are on this disk: a link for each costs the window's thread more than finding them while they load.
      modulePreload: false,
      rollupOptions: {
        input: { index: at('src/renderer/index.html') },
        treeshake,
        // Few scripts: each file costs a trip through main, while both are starting (docs/adr/0031).
        output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }, studioParts, otherParts] } },
      },
    },
    worker: { format: 'es', plugins: () => [dropUnusedSchemas(shared)], rollupOptions: { treeshake } },
  },
})
