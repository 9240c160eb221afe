/**
 * Benchmarks downloading a large model from a local hub through the built program, against curl from the same server.
 * Writes its rows to the given path.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { call } from '../../test/e2e/support/bridge.ts'
import { launch, quit } from '../../test/e2e/support/launch.ts'
import { StudioPage } from '../../test/e2e/pages/studio-page.ts'
import { hubCommit, smallModel, startHub } from '../../test/support/hub/hub-stand-in.ts'
import { rowOf, type Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { traceWindow } from '../window/window-trace.ts'

const fileBytes = 600_000_000
const rounds = 5
const [repo, file] = ['paper/large', 'large.safetensors'] as const
const id = `${repo}:${file}`
const run = promisify(execFile)

async function measureDownload(): Promise<Row[]> {
  const home = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
  const hub = await startHub({ [repo]: { files: { [file]: { bytes: smallModel(fileBytes) } } } })
  const running = await launch({ home, env: { HF_ENDPOINT: hub.address } })
  const { page, app } = running
  try {
    await new StudioPage(page).canvas.ready()
    const receive = () => receiveOnce(page, join(home, 'models', file))
    const [ours, curls, flushed]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < rounds; round++) {
      const speeds = await receiveByCurl(`${hub.address}/${repo}/resolve/${hubCommit}/${file}`, home)
      curls.push(speeds.received)
      flushed.push(speeds.flushed)
      ours.push(await receive())
    }
    const speed = { value: median(ours), unit: 'MB/s', goal: { type: 'at least', limit: 0.9 } } as const
    const trace = await traceWindow(app, async () => void (await receive()))
    return [
      {
        ...speed,
        what: '600 MB received, hashed and on the disk',
        baseline: { what: 'curl and fsync', value: median(flushed) },
      },
      { ...speed, what: '… the same', baseline: { what: 'curl alone', value: median(curls) } },
      rowOf('… meanwhile: main’s longest task', Math.max(...trace.mainTasks()), 'ms', 16),
    ]
  } finally {
    await quit(running)
    await hub.close()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Measures from the request until the file has its final name. */
async function receiveOnce(page: Page, path: string): Promise<number> {
  await call(page, 'downloads.plan', { id })
  const startedAt = performance.now()
  await call(page, 'downloads.start', { id, hasAccepted: true })
  while ((await stat(path).catch(() => null)) === null) await sleep(10)
  const speed = speedSince(startedAt)
  await call(page, 'downloads.remove', { id })
  return speed
}

interface CurlSpeeds {
  readonly received: number
  /** Including fsync, as Atelier does: a file with its final name is on disk. */
  readonly flushed: number
}

async function receiveByCurl(url: string, folder: string): Promise<CurlSpeeds> {
  const path = join(folder, 'by-curl')
  const startedAt = performance.now()
  await run('curl', ['--silent', '--fail', '--location', '--output', path, url])
  const received = speedSince(startedAt)
  const written = await open(path)
  await written.sync()
  await written.close()
  const flushed = speedSince(startedAt)
  await rm(path)
  return { received, flushed }
}

const speedSince = (startedAt: number) => fileBytes / 1_000 / (performance.now() - startedAt)

const [, , rowsPath] = process.argv
if (rowsPath === undefined) throw new Error('usage: download-bench.ts ROWS.json')
await writeFile(rowsPath, JSON.stringify(await measureDownload()))
