import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { projectRoot } from '../setup/project.mjs'
import { runMain, say } from '../setup/say.mjs'

/** Checks the import rules over src. `layers.mjs FOLDER` checks another tree by the same rules, as their tests do. */
await runMain(async () => {
  // Both the rules and dependency-cruiser resolve paths from the working directory.
  process.chdir(resolve(process.argv[2] ?? projectRoot))
  const options = await extractDepcruiseOptions(join(projectRoot, '.dependency-cruiser.cjs'))
  const { output } = await cruise(['src'], { ...options, outputType: 'json' })
  const { summary, modules } = /** @type {import('dependency-cruiser').ICruiseResult} */ (
    typeof output === 'string' ? JSON.parse(output) : output
  )

  const seen = new Set(modules.map((module) => module.source))
  const unseen = sourceFiles().filter((path) => !seen.has(path))
  for (const { rule, from, to } of summary.violations) say(`${rule.name}: ${from} → ${to}`)
  for (const path of unseen) say(`not seen by the rules: ${path}`)
  const ways = waysToZod(modules)
  for (const way of ways) say(`window-without-zod: ${way.join(' → ')}`)
  // A parser that failed to load would see nothing, find no violations, and pass.
  if (seen.size === 0) say('The rules saw no module at all.')
  const violations = summary.violations.length + ways.length
  say(`${seen.size} modules, ${violations} violations`)
  return violations === 0 && unseen.length === 0 && seen.size > 0 ? 0 : 1
})

/**
 * How modules of the window reach zod by imports of values, each way from its last module in the window on. It would
 * load with the window; dependency-cruiser's own `reachable` also follows imports of types, which are gone when built.
 * The errors' one schema is left out by the bundler where only functions are imported.
 * @param {import('dependency-cruiser').IModule[]} modules
 */
function waysToZod(modules) {
  const importsOf = new Map(modules.map(({ source, dependencies }) => [source, dependencies]))
  /** @type {Map<string, string[]>} the way from a module, empty where there is none */
  const known = new Map()
  /** @returns {string[]} */
  const wayFrom = (/** @type {string} */ source) => {
    if (/(^|node_modules\/)zod(\/|$)/.test(source)) return [source]
    const found = known.get(source)
    if (found !== undefined) return found
    known.set(source, [])
    for (const { resolved, dependencyTypes } of importsOf.get(source) ?? []) {
      if (dependencyTypes.includes('type-only') || resolved.startsWith('src/shared/errors/')) continue
      const way = wayFrom(resolved)
      if (way.length > 0) known.set(source, [source, ...way])
    }
    return known.get(source) ?? []
  }
  return modules
    .filter(({ source }) => source.startsWith('src/renderer/') && !/\.test\.tsx?$/.test(source))
    .map(({ source }) => wayFrom(source))
    .filter(([, next]) => next !== undefined && !next.startsWith('src/renderer/'))
}

function sourceFiles() {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
}
