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
  // A parser that failed to load would see nothing, find no violations, and pass.
  if (seen.size === 0) say('The rules saw no module at all.')
  say(`${seen.size} modules, ${summary.violations.length} violations`)
  return summary.violations.length === 0 && unseen.length === 0 && seen.size > 0 ? 0 : 1
})

function sourceFiles() {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
}
