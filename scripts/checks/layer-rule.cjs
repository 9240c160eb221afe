const { existsSync, readdirSync } = require('node:fs')
const { dirname } = require('node:path')

const tests = '\\.test(-d)?\\.tsx?$'
/** Files with the services that all of main agrees on. Other rooms import their types only (`services-are-types`). */
const interfaces =
  '^src/main/(main-services|imaging/(imaging|content-credentials)|engine/engine|engine-releases/engine-releases|hub/model-downloads|jobs/(jobs|attempt-ledger)|assets/(assets|documents|exports|external-edits)|local-service/local-service|providers/provider-manager|vision/(background-removal|descriptions|embeddings|meaning-search))[.]ts$'
const usedLate = 'queue-labels|use-covers|use-description|use-model-download'

/**
 * A package, whether it was found in node_modules or not.
 * @param {...string} names
 */
const pkg = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`

/**
 * Everything in `from` may import only what `may` matches. Type-only imports of the open interfaces are always fine.
 * @param {string} name
 * @param {string} from
 * @param {readonly string[]} may
 * @param {string} comment
 */
function only(name, from, may, comment) {
  return {
    name,
    severity: 'error',
    comment,
    from: { path: from, pathNot: tests },
    to: { pathNot: [...may, interfaces] },
  }
}

/**
 * Nothing in `from` may import what `to` matches; null = anything that `more` says.
 * @param {string} name
 * @param {string} from
 * @param {string | null} to
 * @param {string} comment
 * @param {{ fromNot?: readonly string[], [rule: string]: unknown }} more
 */
function never(name, from, to, comment, more = {}) {
  const { fromNot = [], ...rest } = more
  return {
    name,
    severity: 'error',
    comment,
    from: { path: from, pathNot: [tests, ...fromNot] },
    to: { ...(to === null ? {} : { path: to }), ...rest },
  }
}

/**
 * A folder with an index.ts is entered through it: one rule per such folder, found on disk.
 * @param {string} top
 */
function indexRules(top) {
  if (!existsSync(top)) return []
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .map((path) => `${top}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('/index.ts') && !/^src\/(main|preload)\/index\.ts$/.test(path))
    .map((index) => {
      const folder = dirname(index)
      const rule = `enter-through-index:${folder}`
      return never(rule, '^src/', `^${folder}/`, 'a folder with an index.ts is entered through it', {
        // The worker runs the kernels whose callers the folders' entrances are.
        fromNot: [`^${folder}/`, '^src/renderer/editor/raster/off-thread/'],
        // Keys leave the environment before any texts load. What only places use that are loaded late would be loaded at
        // the start with the index.
        pathNot: [`^${folder}/(index|environment-keys|${usedLate})[.]ts$`, interfaces],
        // A place of the window is loaded when it is gone to, which its index must not do.
        ...(folder.startsWith('src/renderer/') && { dependencyTypesNot: ['dynamic-import'] }),
      })
    })
}

module.exports = { indexRules, interfaces, never, only, pkg, tests }
