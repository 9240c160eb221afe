import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../setup/project.mjs'
import { writeToolTypes } from '../setup/build-client.mjs'
import { run } from '../setup/run.mjs'
import { say } from '../setup/say.mjs'
import { readBudgets, startsText, usedText } from './budget.mjs'
import { slowestFiles } from './file-times.mjs'
import { runs } from './steps.mjs'

/**
 * @typedef {import('./counts.mjs').Counts} Counts
 * @typedef {import('./steps.mjs').Step} Step
 * @typedef {Required<import('./steps.mjs').StepResult> & import('./budget.mjs').Used & { name: string, starts: string }} EndedStep
 */

const slowestCount = 10

/**
 * Runs every step, even after a failure, so that one run reports all problems.
 * @param {keyof typeof runs} command
 * @param {string} electron
 * @returns {Promise<number>} the exit code
 */
export async function runSteps(command, electron) {
  const startedAtMs = Date.now()
  // The client library is checked against the tools as they are now.
  await writeToolTypes(projectRoot)
  /** @type {readonly Step[]} */
  const steps = runs[command]
  const runOne = (/** @type {Step} */ { name }) => runApart(command, name, electron)
  const ended = await runSideBySide(
    steps.filter(({ isStatic }) => isStatic),
    runOne,
  )
  for (const step of steps.filter(({ isStatic }) => !isStatic)) {
    say(`\n── ${step.name}`)
    const end = await runOne(step)
    if (end.text !== '') say(end.text.trimEnd())
    ended.push(end)
  }
  say(`\n${summaryOf(command, ended, minutesSince(startedAtMs)).join('\n')}\n`)
  const passed = sum(ended.map((end) => end.passed))
  const failed = sum(ended.map((end) => end.failed))
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

/**
 * Runs as many steps in parallel as there are cores; each one's output is shown whole when it ends.
 * @param {readonly Step[]} steps
 * @param {(step: Step) => Promise<EndedStep>} runOne
 */
async function runSideBySide(steps, runOne) {
  const ended = steps.map(() => /** @type {EndedStep | null} */ (null))
  const waiting = [...steps.entries()]
  const takeTurns = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, step] = next
      const end = await runOne(step)
      say(`\n── ${step.name}\n${end.text}`.trimEnd())
      ended[at] = end
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, takeTurns))
  return ended.filter((end) => end !== null)
}

/**
 * @param {keyof typeof runs} command
 * @param {string} name of the step
 * @param {string} electron
 * @returns {Promise<EndedStep>}
 */
async function runApart(command, name, electron) {
  const startedAtMs = Date.now()
  const folder = mkdtempSync(join(tmpdir(), 'atelier-step-'))
  const path = join(folder, 'result.json')
  try {
    const args = [join(import.meta.dirname, 'step-process.mjs'), command, name, electron, path]
    await run(process.execPath, args, { cwd: projectRoot, output: 'stderr' })
    const nothing = { passed: 0, failed: 1, failures: [], fileTimes: [], text: '', starts: '', processorSeconds: null }
    // A step that ended without a result has said why.
    const result = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
    return { ...nothing, ...result, name, minutes: minutesSince(startedAtMs) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {keyof typeof runs} command
 * @param {readonly EndedStep[]} ended
 * @param {number} minutes
 */
function summaryOf(command, ended, minutes) {
  const budgets = readBudgets()
  const seconds = ended.map(({ processorSeconds }) => processorSeconds)
  const known = seconds.filter((each) => each !== null)
  const processorSeconds = known.length < seconds.length ? null : sum(known)
  const starts = ended.map((end) => end.starts).join('')
  return [
    ...ended.flatMap((end) => [
      `${end.failed === 0 ? 'ok    ' : 'FAILED'} ${rowName(end.name)} ${usedText(end, budgets.steps[end.name])}  ${end.passed} passed, ${end.failed} failed`,
      ...end.failures.map((failure) => `         ${failure}`),
    ]),
    `${' '.repeat(7)}${rowName('in all')} ${usedText({ minutes, processorSeconds }, budgets.runs[command])}`,
    ...startsText(starts, budgets.runs[command]),
    '',
    'The slowest files:',
    ...slowestFiles(
      ended.flatMap(({ fileTimes }) => fileTimes),
      slowestCount,
    ),
  ]
}

/** @param {string} name */
const rowName = (name) => name.padEnd(22)

/** @param {number} startedAtMs */
const minutesSince = (startedAtMs) => (Date.now() - startedAtMs) / 60_000

/** @param {readonly number[]} numbers */
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)
