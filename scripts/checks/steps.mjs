import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasDisplay, runShown } from '../setup/display.mjs'
import { projectRoot } from '../setup/project.mjs'
import { run } from '../setup/run.mjs'
import { say } from '../setup/say.mjs'
import { playwrightCounts, playwrightFailures, playwrightUnsteady, vitestCounts, vitestFailures } from './counts.mjs'
import { withKeychain } from './keychain.mjs'

/**
 * @typedef {import('./counts.mjs').Counts} Counts
 * @typedef {Counts & { failures?: string[], unsteady?: string[] }} StepResult
 * @typedef {{ name: string, run: (electron: string) => Promise<StepResult> }} Step
 */

/** The definition of done, in the order that fails fastest. */
export const checkSteps = [
  tool('format', ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']),
  tool('lint', ['oxlint/bin/oxlint', '--type-aware', '--deny-warnings']),
  tool('types of main', ['typescript/bin/tsc', '-p', 'tsconfig.node.json']),
  tool('types of the window', ['typescript/bin/tsc', '-p', 'tsconfig.web.json']),
  tool('types of child processes', ['typescript/bin/tsc', '-p', 'tsconfig.child.json']),
  tool('types of tools', ['typescript/bin/tsc', '-p', 'tsconfig.tools.json']),
  script('layer rules', ['scripts/checks/layers.mjs']),
  tool('dead code', ['knip/bin/knip.js']),
  vitest('unit'),
  vitest('contract'),
]

export const fullSteps = [
  ...checkSteps,
  vitest('tooling'),
  script('build', ['scripts/build.mjs']),
  vitest('integration'),
  endToEnd(),
]

/**
 * Runs every step, even after one failed: one run says all that is wrong.
 * @param {readonly Step[]} steps
 * @param {string} electron
 * @returns {Promise<Counts>}
 */
export async function runSteps(steps, electron) {
  const total = { passed: 0, failed: 0 }
  /** @type {string[]} */
  const table = []
  for (const step of steps) {
    const startedAtMs = Date.now()
    say(`\n── ${step.name}`)
    const { passed, failed, failures = [], unsteady = [] } = await step.run(electron)
    total.passed += passed
    total.failed += failed
    const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1)
    table.push(
      `${failed === 0 ? 'ok    ' : 'FAILED'} ${step.name.padEnd(26)} ${seconds.padStart(6)} s  ${passed} passed, ${failed} failed`,
      ...failures.map((failure) => `         ${failure}`),
      ...unsteady.map((test) => `         passed only on a second try: ${test}`),
    )
  }
  say(`\n${table.join('\n')}\n`)
  return total
}

/**
 * A tool from node_modules that passes or fails as a whole: it counts as one.
 * @param {string} name
 * @param {readonly string[]} command path below node_modules, then arguments
 * @returns {Step}
 */
function tool(name, [path = '', ...args]) {
  return script(name, [join('node_modules', path), ...args])
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
      const { code } = await run(process.execPath, args, { cwd: projectRoot, output: 'stderr' })
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
    },
  }
}

/**
 * @param {string} project
 * @returns {Step}
 */
function vitest(project) {
  return {
    name: project,
    run: (electron) =>
      withReport(async (report) => {
        const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project]
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
 * Half of such a test is waiting for the window: where there are cores for it, two at a time, each with a display of its
 * own, since windows on one take the focus from each other. On a real screen they run one after the other.
 * @returns {Step}
 */
function endToEnd() {
  const shards = hasDisplay() || availableParallelism() < 4 ? 1 : 2
  return {
    name: 'end to end',
    run: async () => {
      const parts = await Promise.all(Array.from({ length: shards }, (_, at) => endToEndPart(at + 1, shards)))
      return {
        passed: parts.reduce((sum, { passed }) => sum + passed, 0),
        failed: parts.reduce((sum, { failed }) => sum + failed, 0),
        failures: parts.flatMap(({ failures }) => failures),
        unsteady: parts.flatMap(({ unsteady }) => unsteady),
      }
    },
  }
}

/**
 * @param {number} part
 * @param {number} of
 */
function endToEndPart(part, of) {
  return withReport(async (report) => {
    const args = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json']
    const shard = [`--shard=${part}/${of}`, `--output=test-results/${part}`]
    const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report }
    const [command, commandArgs] = await withKeychain(process.execPath, [...args, ...shard])
    const { code } = await runShown(command, commandArgs, { cwd: projectRoot, env, output: 'stderr' })
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
 * @returns {unknown} null when the runner died before writing it
 */
function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}
