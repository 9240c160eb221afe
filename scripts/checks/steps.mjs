import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../setup/project.mjs'
import { run } from '../setup/run.mjs'
import { playwrightCounts, playwrightFailures, vitestCounts, vitestFailures } from './counts.mjs'
import { playwrightFileTimes, vitestFileTimes } from './file-times.mjs'
import { withKeychain } from './keychain.mjs'
import { withSeats } from './seats.mjs'

/**
 * @typedef {import('./counts.mjs').Counts} Counts
 * @typedef {import('./file-times.mjs').FileTime} FileTime
 * @typedef {Counts & { failures?: string[], fileTimes?: FileTime[], text?: string }} StepResult
 * @typedef {object} Step
 * @property {string} name
 * @property {boolean} [isStatic] reads the code and writes nothing: such steps run in parallel, `text` is their output
 * @property {(electron: string) => Promise<StepResult>} run
 */

/**
 * For tools written in Go (types, and the linter's part that reads them): they run in parallel already, and on more than
 * one core each works out anew what most types are. Memory is collected less often: they end before it runs out.
 */
const goOnOneCore = { GOMAXPROCS: '1', GOGC: '400' }

/**
 * Types are checked by TypeScript 7, three to five times as fast as 6, which stays for dependency-cruiser: 7 has no
 * interface for programs yet. One checker instead of four: each works out anew what most types are.
 * @param {string} name
 * @param {string} config
 */
const types = (name, config) => tool(name, ['typescript-go/bin/tsc', '-p', config, '--checkers', '1'])

/** The definition of done. The longest step starts first, so that the others overlap with it. */
const checkSteps = [
  tool('lint', ['oxlint/bin/oxlint', '--type-aware', '--deny-warnings']),
  types('types of main', 'tsconfig.node.json'),
  types('types of the window', 'tsconfig.web.json'),
  types('types of tools', 'tsconfig.tools.json'),
  { ...script('layer rules', ['scripts/checks/layers.mjs']), isStatic: true },
  tool('dead code', ['knip/bin/knip.js']),
  tool('styles', ['stylelint/bin/stylelint.mjs', 'src/**/*.css']),
  tool('format', ['oxfmt/bin/oxfmt', '--check', '.']),
  vitest('unit', ['unit', 'vite']),
  vitest('contract', ['contract']),
]

const build = script('build', ['scripts/build.mjs'])

/**
 * The steps of each command. `npm test` leaves out tests whose turn it is not (test/support/out-of-turn.ts), and runs a
 * share of what others do; `npm run test:full` runs all of these.
 * @satisfies {Record<string, readonly Step[]>}
 */
export const runs = {
  'npm run check': checkSteps,
  'npm test': [
    ...checkSteps,
    vitest('tooling', ['tooling']),
    build,
    vitest('integration and commands', ['integration', 'commands'], availableParallelism() + 2),
    windows('page and window'),
  ],
  'npm run test:full': [
    build,
    vitest('integration and commands in full', ['integration', 'commands'], availableParallelism() + 2),
    windows('page and window in full'),
  ],
}

/**
 * A tool from node_modules that passes or fails as a whole: counts as one.
 * @param {string} name
 * @param {readonly string[]} command path below node_modules, then arguments
 * @returns {Step}
 */
function tool(name, [path = '', ...args]) {
  return { ...script(name, [join('node_modules', path), ...args], goOnOneCore), isStatic: true }
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} variables added to the environment
 * @returns {Step}
 */
function script(name, args, variables = {}) {
  return {
    name,
    run: async () => {
      const env = { ...process.env, ...variables }
      const { code, text } = await run(process.execPath, args, { cwd: projectRoot, env, output: 'capture' })
      return code === 0 ? { passed: 1, failed: 0, text } : { passed: 0, failed: 1, text }
    },
  }
}

/**
 * @param {string} name
 * @param {readonly string[]} projects
 * @param {number} [workers] more than cores where tests wait for other processes: on two cores, three take 4.2 minutes, four
 *   3.3, six 3.8
 * @returns {Step}
 */
function vitest(name, projects, workers) {
  return {
    name,
    run: (electron) =>
      withReport(async (report) => {
        const selection = projects.map((project) => `--project=${project}`)
        const parallel = workers === undefined ? [] : [`--maxWorkers=${workers}`]
        const args = ['node_modules/vitest/vitest.mjs', 'run', ...parallel, ...selection]
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
        const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
        const [command, commandArgs] = await withKeychain(electron, [...args, ...reporters])
        const { code } = await run(command, commandArgs, { cwd: projectRoot, env, output: 'stderr' })
        const answer = readReport(report)
        return {
          ...vitestCounts(answer, code),
          failures: vitestFailures(answer),
          fileTimes: vitestFileTimes(answer, projectRoot),
        }
      }),
  }
}

/**
 * Tests by Playwright. Each window has its own seat, and waits for a quarter of its time: there is one more than cores,
 * up to three. Files are assigned one by one, so that none waits for the others at the end.
 * @param {string} name
 * @returns {Step}
 */
function windows(name) {
  return {
    name,
    run: () =>
      withSeats(Math.min(3, availableParallelism() + 1), (seats) =>
        withReport(async (report) => {
          const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, ATELIER_E2E_SEATS: JSON.stringify(seats) }
          const args = ['test', '--reporter=list,json', `--workers=${seats.length}`]
          const { code } = await run(process.execPath, ['node_modules/@playwright/test/cli.js', ...args], {
            cwd: projectRoot,
            env,
            output: 'stderr',
          })
          const answer = readReport(report)
          return {
            ...playwrightCounts(answer, code),
            failures: playwrightFailures(answer),
            fileTimes: playwrightFileTimes(answer, projectRoot),
          }
        }),
      ),
  }
}

/**
 * @template T
 * @param {(path: string) => Promise<T>} measure
 */
async function withReport(measure) {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-report-'))
  try {
    return await measure(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} path
 * @returns {unknown} null if the runner died before writing it
 */
function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}
