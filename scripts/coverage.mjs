import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { coverageOptions } from './coverage/options.mjs'
import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain, say, SetupError } from './setup/say.mjs'

const rawFolder = join(projectRoot, 'coverage', 'raw')

/** Runs tests, unless it is to read what earlier runs left, and prints what of the program they reach. */
await runMain(async () => {
  const args = process.argv.slice(2)
  const { values, positionals } = parseArgs({ args, options: coverageOptions, allowPositionals: true })
  const isReading = positionals.length === 0 && (values.from !== undefined || values.with !== undefined)
  const needs = isReading ? { window: false } : { window: true, keychain: true, testTools: true }
  const electron = await prepare({ ...needs, build: false })
  const failed = isReading ? 0 : await measure(electron, positionals)
  const report = ['scripts/coverage/report-coverage.ts', ...args, ...(isReading ? [] : ['--from', rawFolder])]
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code } = await run(electron, report, { cwd: projectRoot, env })
  return failed > 0 ? 1 : code
})

/**
 * Every process that starts meanwhile writes into one folder, pages and tests too. The build is another one
 * (electron.vite.config.ts); the next `npm run build` replaces it.
 * @param {string} electron
 * @param {readonly string[]} names of steps; default: all that run the program
 * @returns {Promise<number>} how many tests failed
 */
async function measure(electron, names) {
  const [build, ...steps] = await stepsFromBuild()
  const wanted = steps.filter(({ name }) => names.length === 0 || names.includes(name))
  if (!build || wanted.length === 0 || wanted.length < names.length)
    throw new SetupError(`The steps are ${steps.map(({ name }) => `“${name}”`).join(', ')}.`)
  rmSync(rawFolder, { recursive: true, force: true })
  mkdirSync(rawFolder, { recursive: true })
  process.env['NODE_V8_COVERAGE'] = rawFolder
  // Without a turn all tests run: what only those reach that are in turns counts, too.
  delete process.env['ATELIER_TURN']
  let failed = 0
  for (const step of [build, ...wanted]) {
    say(`\n── ${step.name}`)
    const end = await step.run(electron)
    failed += end.failed
    say([end.text ?? '', ...(end.failures ?? [])].join('\n').trim())
    if (step === build && failed > 0) throw new SetupError('The build failed: see above.')
  }
  delete process.env['NODE_V8_COVERAGE']
  return failed
}

/**
 * What runs the program comes after its build. Unit and contract tests come before it and are left out: what only they
 * reach is not shown to work in the program.
 */
async function stepsFromBuild() {
  const { runs } = await import('./checks/steps.mjs')
  const steps = runs['npm test']
  return steps.slice(steps.findIndex(({ name }) => name === 'build'))
}
