import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../setup/project.mjs'
import { run } from '../setup/run.mjs'
import { say } from '../setup/say.mjs'
import { playwrightCounts, playwrightFailures, playwrightUnsteady, vitestCounts, vitestFailures } from './counts.mjs'
import { withKeychain } from './keychain.mjs'
import { withSeats } from './seats.mjs'

/**
 * @typedef {import('./counts.mjs').Counts} Counts
 * @typedef {Counts & { failures?: string[], unsteady?: string[] }} StepResult
 * @typedef {object} Step
 * @property {string} name
 * @property {boolean} [isStatic] reads the code and writes nothing: such steps run in parallel, `text` is their output
 * @property {(electron: string) => Promise<StepResult & { text?: string }>} run
 */

/**
 * The definition of done. The longest step starts first, so that the others overlap with it. Types are checked by
 * TypeScript 7, three to five times as fast as 6, which stays for dependency-cruiser: 7 has no interface for programs yet.
 */
export const checkSteps = [
  tool('types of main', ['typescript-go/bin/tsc', '-p', 'tsconfig.node.json']),
  tool('types of the window', ['typescript-go/bin/tsc', '-p', 'tsconfig.web.json']),
  tool('lint', ['oxlint/bin/oxlint', '--type-aware', '--deny-warnings']),
  tool('format', ['oxfmt/bin/oxfmt', '--check', '.']),
  tool('styles', ['stylelint/bin/stylelint.mjs', 'src/**/*.css']),
  tool('types of tools', ['typescript-go/bin/tsc', '-p', 'tsconfig.tools.json']),
  tool('types of child processes', ['typescript-go/bin/tsc', '-p', 'tsconfig.child.json']),
  { ...script('layer rules', ['scripts/checks/layers.mjs']), isStatic: true },
  tool('dead code', ['knip/bin/knip.js']),
  vitest('unit', ['mocks']),
  vitest('contract'),
]

const build = script('build', ['scripts/build.mjs'])

export const fullSteps = [...checkSteps, vitest('tooling'), build, vitest('integration'), endToEnd()]

/** The tests of which `npm test` runs a share (`@share` in the window), and those that it leaves out (`@soak`). */
export const soakSteps = [
  build,
  vitest('integration', [], ['kill', 'automation/plan.test', 'mcp-inspector']),
  endToEnd(['--grep', '@soak|@share']),
]

/**
 * Runs every step, even after a failure, so that one run reports all problems.
 * @param {readonly Step[]} steps
 * @param {string} electron
 * @returns {Promise<Counts>}
 */
export async function runSteps(steps, electron) {
  const startedAtMs = Date.now()
  const statics = await runSideBySide(
    steps.filter(({ isStatic }) => isStatic),
    electron,
  )
  const ended = [...statics]
  for (const step of steps.filter(({ isStatic }) => !isStatic)) {
    say(`\n── ${step.name}`)
    const end = await runStep(step, electron)
    if (end.text !== '') say(end.text.trimEnd())
    ended.push(end)
  }
  say(`\n${ended.map(({ rows }) => rows.join('\n')).join('\n')}`)
  say(`${' '.repeat(7)}${'in all'.padEnd(26)} ${secondsSince(startedAtMs)} s\n`)
  return {
    passed: ended.reduce((sum, { passed }) => sum + passed, 0),
    failed: ended.reduce((sum, { failed }) => sum + failed, 0),
  }
}

/**
 * Runs as many steps in parallel as there are cores; each one's output is shown whole when it ends.
 * @param {readonly Step[]} steps
 * @param {string} electron
 */
async function runSideBySide(steps, electron) {
  const ended = steps.map(() => /** @type {EndedStep | null} */ (null))
  const waiting = [...steps.entries()]
  const takeTurns = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, step] = next
      const end = await runStep(step, electron)
      say(`\n── ${step.name}\n${end.text}`.trimEnd())
      ended[at] = end
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, takeTurns))
  return ended.filter((end) => end !== null)
}

/**
 * @typedef {Counts & { rows: readonly string[], text: string }} EndedStep
 * @param {Step} step
 * @param {string} electron
 * @returns {Promise<EndedStep>}
 */
async function runStep(step, electron) {
  const startedAtMs = Date.now()
  const { passed, failed, failures = [], unsteady = [], text = '' } = await step.run(electron)
  const rows = [
    `${failed === 0 ? 'ok    ' : 'FAILED'} ${step.name.padEnd(26)} ${secondsSince(startedAtMs)} s  ${passed} passed, ${failed} failed`,
    ...failures.map((failure) => `         ${failure}`),
    ...unsteady.map((test) => `         passed only on a second try: ${test}`),
  ]
  return { passed, failed, rows, text }
}

/** @param {number} startedAtMs */
function secondsSince(startedAtMs) {
  return ((Date.now() - startedAtMs) / 1000).toFixed(1).padStart(6)
}

/**
 * A tool from node_modules that passes or fails as a whole: counts as one.
 * @param {string} name
 * @param {readonly string[]} command path below node_modules, then arguments
 * @returns {Step}
 */
function tool(name, [path = '', ...args]) {
  return { ...script(name, [join('node_modules', path), ...args]), isStatic: true }
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {Step}
 */
function script(name, args) {
  return {
    name,
    run: async () => {
      const { code, text } = await run(process.execPath, args, { cwd: projectRoot, output: 'capture' })
      return code === 0 ? { passed: 1, failed: 0, text } : { passed: 0, failed: 1, text }
    },
  }
}

/**
 * @param {string} name of the step and of the first project
 * @param {readonly string[]} others projects that run with it
 * @param {readonly string[]} files substrings of their paths; default: all files
 * @returns {Step}
 */
function vitest(name, others = [], files = []) {
  return {
    name,
    run: (electron) =>
      withReport(async (report) => {
        const projects = [name, ...others].map((project) => `--project=${project}`)
        const args = ['node_modules/vitest/vitest.mjs', 'run', ...projects, ...files]
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
        const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
        const [command, commandArgs] = await withKeychain(electron, [...args, ...reporters])
        const { code } = await run(command, commandArgs, { cwd: projectRoot, env, output: 'stderr' })
        const answer = readReport(report)
        return { ...vitestCounts(answer, code), failures: vitestFailures(answer) }
      }),
  }
}

/**
 * A window uses one and a half cores at most: two run in parallel, each with its own seat. Files are assigned one by
 * one, so that neither waits for the other at the end. A test that passed only on retry must then pass three times
 * without one: a race fails again, one stall of the machine does not.
 * @param {readonly string[]} selection arguments of Playwright that name tests; default: those of `npm test`
 * @returns {Step}
 */
function endToEnd(selection = []) {
  return {
    name: 'end to end',
    run: () =>
      withSeats(2, async (seats) => {
        const first = await playwright(seats, selection)
        if (first.unsteady.length === 0 || first.failed > 0)
          return { ...first, failed: first.failed + first.unsteady.length }
        const places = first.unsteady.map((test) => `e2e/${test.split(' ', 1)[0]}`)
        const again = await playwright(seats, [...places, '--retries=0', `--repeat-each=${confirmations}`])
        const failed = again.failed > 0 ? first.unsteady.length : 0
        return {
          passed: first.passed + first.unsteady.length - failed,
          failed,
          failures: again.failures,
          unsteady: first.unsteady,
        }
      }),
  }
}

/** How often a test that needed a retry is run again. */
const confirmations = 3

/**
 * @param {readonly import('./seats.mjs').Seat[]} seats one per worker
 * @param {readonly string[]} args
 */
function playwright(seats, args) {
  return withReport(async (report) => {
    const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, ATELIER_E2E_SEATS: JSON.stringify(seats) }
    const command = ['node_modules/@playwright/test/cli.js', 'test', ...args, '--reporter=list,json']
    const { code } = await run(process.execPath, [...command, `--workers=${seats.length}`], {
      cwd: projectRoot,
      env,
      output: 'stderr',
    })
    const answer = readReport(report)
    return {
      ...playwrightCounts(answer, code),
      failures: playwrightFailures(answer),
      unsteady: playwrightUnsteady(answer),
    }
  })
}

/**
 * @template {StepResult} T
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
