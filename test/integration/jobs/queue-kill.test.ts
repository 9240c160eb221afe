import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { builtProgram } from '../../support/built/built-program.ts'
import { isFull } from '../../support/turn.ts'
import { killCount } from '../../support/kill/kill-count.ts'
import { startQueueWire, type QueueWire } from '../../support/kill/queue-wire.ts'
import { seededMoments } from '../../support/kill/run-and-kill.ts'
import { openTestDatabase, findAssetIds } from '../../support/open-database.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

const driver = fileURLToPath(builtProgram(new URL('../../support/kill/queue-driver.ts', import.meta.url)))
const compileCache = join(tmpdir(), 'atelier-kill-driver-cache')
const homes = 2
const killsPerHome = killCount(50)
const jobsInFlight = 20
/** How long to wait for requests, so that most lives send some: there may be none left to send. */
const sendingPatienceMs = 400
/** Each life numbers its requests in its own range. */
const numbersPerLife = 10_000

let wire: QueueWire
let testHomes: TemporaryHome[]
beforeEach(async () => {
  wire = await startQueueWire()
  testHomes = await Promise.all(Array.from({ length: homes }, () => createTemporaryHome()))
})
afterEach(async () => {
  await wire.close()
  await Promise.all(testHomes.map((home) => home.remove()))
})

interface Life {
  readonly child: ChildProcess
  readonly exited: Promise<unknown[]>
  readonly lines: string[]
  readonly working: Promise<void>
  readonly errorOutput: string[]
}

function begin(root: string, firstNumber: number, inFlight: number): Life {
  const child = spawn(process.execPath, [driver, root, wire.origin, String(firstNumber), String(inFlight)], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '', NODE_COMPILE_CACHE: compileCache },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const errorOutput: string[] = []
  let rest = ''
  const { promise: working, resolve } = Promise.withResolvers<void>()
  child.stdout.on('data', (piece: Buffer) => {
    const parts = (rest + piece.toString()).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    if (lines.length > 0) resolve()
  })
  child.stderr.on('data', (piece: Buffer) => errorOutput.push(piece.toString()))
  return { child, exited: once(child, 'exit'), lines, working, errorOutput }
}

/** Returns the jobs acknowledged as queued before each kill. */
async function killOften(root: string, seed: number): Promise<string[]> {
  const moments = seededMoments(seed)
  const acknowledged: string[] = []
  for (let kill = 0; kill < killsPerHome; kill++) {
    const life = begin(root, (seed * killsPerHome + kill) * numbersPerLife, jobsInFlight)
    await Promise.race([life.working, life.exited])
    const { afterLines: sentLeast, afterMs } = moments(3, 120)
    await Promise.race([wire.untilPosted(wire.posts.size + sentLeast), wait(sendingPatienceMs), life.exited])
    await Promise.race([wait(afterMs), life.exited])
    life.child.kill('SIGKILL')
    const [code] = await life.exited
    if (code !== null) throw new Error(`The driver ended by itself: ${life.errorOutput.join('')}`)
    acknowledged.push(...life.lines.slice(1))
  }
  const last = begin(root, 0, 0)
  await last.exited
  expect(last.lines.at(-1), last.errorOutput.join('')).toBe('finished')
  return acknowledged
}

it(
  `${homes * killsPerHome} kills with ${jobsInFlight} jobs in flight lose nothing and send nothing twice`,
  { timeout: 240_000 },
  async () => {
    const acknowledged = await Promise.all(testHomes.map(({ paths }, seed) => killOften(paths.root, seed)))
    expect([...wire.posts.values()].filter((times) => times !== 1)).toEqual([])
    const totals = { done: 0, unexpected: 0 }
    for (const [index, { paths }] of testHomes.entries()) {
      const database = openTestDatabase(paths.databaseFile)
      const calls = await database.call('queue.unfinished', { after: '', limit: 1_000 })
      const unfinished = await database.call('jobs.unfinished', null)
      const ledger = await database.call('ledger.list', { sinceDay: null, untilDay: null, limit: 100_000 })
      const assets = new Set(await findAssetIds(database))
      const ids = acknowledged[index]!
      expect([calls, unfinished, ledger.filter(({ outcome }) => outcome === 'under-way')]).toEqual([[], [], []])
      for (const id of ids) {
        const job = await database.call('jobs.find', { id: id as never })
        expect(job, `job ${id} is lost`).not.toBeNull()
        if (job?.state === 'done') {
          totals.done++
          expect(assets.delete(job.resultId!)).toBe(true)
        } else {
          expect(job).toMatchObject({ state: 'failed', error: { code: 'network/interrupted' } })
          // Its request was in flight, or its pixels were not yet written, or three kills interrupted its preparation.
          const wasSent = wire.posts.has(job?.prompt ?? '')
          if (wasSent || job?.wasSent === true) expect(job?.isBilled).not.toBe('no')
          else expect(job).toMatchObject({ isBilled: 'no', wasSent: false })
        }
      }
      const done = ledger.filter(({ outcome }) => outcome === 'done')
      const paid = ledger.filter(({ billed }) => billed === 'yes')
      expect(paid.length).toBeGreaterThanOrEqual(done.length)
      for (const { resultId } of await database.call('jobs.ofDocument', { documentId: null }))
        if (resultId !== null) assets.delete(resultId)
      totals.unexpected += assets.size
      await database.dispose()
    }
    // Some jobs must be reported as possibly billed, and others finish over several lives.
    expect(totals.unexpected).toBe(0)
    if (isFull) expect(totals.done).toBeGreaterThan(0.4 * homes * killsPerHome)
  },
)
