/**
 * Benchmarks what many jobs cost: 1, 10, 100 and 1,000 of them queued at once at eight played services whose answers are
 * small, from the click to the last image in the library. With no waiting at the services, what is left is Atelier.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { StudioPage } from '../../test/e2e/pages/studio-page.ts'
import { activeDocument, call } from '../../test/e2e/support/bridge.ts'
import { launch, quit, type Running } from '../../test/e2e/support/launch.ts'
import { promptServices, startServices, type Services } from '../../test/e2e/support/services.ts'
import { requestFor } from '../providers/request-for.ts'
import type { Row } from '../report/row.ts'
import { writeRows } from './write-rows.ts'

const counts = [1, 10, 100, 1_000]

async function measure({ app, page }: Running, played: Services): Promise<Row[]> {
  const { id: documentId } = await activeDocument(page)
  const rows: Row[] = []
  // The first job starts the imaging process.
  await runJobs(page, played, documentId, 1)
  for (const count of counts) {
    console.error(`${count} jobs …`)
    const startedMs = performance.now()
    await runJobs(page, played, documentId, count)
    const tookMs = performance.now() - startedMs
    const memory = await app.evaluate(({ app: { getAppMetrics } }) =>
      getAppMetrics().reduce((sum, { memory: { workingSetSize } }) => sum + workingSetSize, 0),
    )
    rows.push(
      pointOf('from the click to the last image', count, tookMs, 'ms'),
      pointOf('for each job', count, tookMs / count, 'ms'),
      pointOf('memory of all processes afterwards', count, (memory * 1024) / 1e6, 'MB'),
    )
  }
  return rows
}

function pointOf(curve: string, size: number, value: number, unit: string): Row {
  const what = `${size === 1 ? '1 job' : `${size.toLocaleString('en-US')} jobs`}: ${curve}`
  return { what, value, unit, baseline: null, goal: null, growth: { curve, size } }
}

/** Queues all of them at once, and resolves when none is left. */
async function runJobs(
  page: Running['page'],
  played: Services,
  documentId: Parameters<typeof requestFor>[3],
  count: number,
): Promise<void> {
  const requests = Array.from({ length: count }, (_, index) => {
    const id = promptServices[index % promptServices.length]!
    const { maskPng: _mask, ...request } = requestFor(id, played.modelOf(id), index, documentId)
    return { ...request, hasMask: false }
  })
  const answers = await call(page, 'jobs.run', { runId: crypto.randomUUID(), maskPng: null, requests })
  const ids = answers.flatMap((answer) => {
    if ('error' in answer) throw new Error(answer.error.message)
    return answer.ids
  })
  const unfinished = async () => {
    const jobs = await call(page, 'jobs.list', { documentId })
    return jobs.filter(({ id, state }) => ids.includes(id) && (state === 'queued' || state === 'running')).length
  }
  while ((await unfinished()) > 0) await new Promise((resolve) => setTimeout(resolve, count > 50 ? 500 : 20))
}

const home = await mkdtemp(join(tmpdir(), 'atelier-bench-'))
const image = await sharp('resources/samples/coffee.png').resize(256, 256).png().toBuffer()
const played = await startServices(promptServices, { image: () => image })
const running = await launch({ home, env: { ...played.env, ...played.keyEnv } })
try {
  await new StudioPage(running.page).canvas.ready()
  await writeRows(await measure(running, played))
} finally {
  await quit(running)
  await played.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
}
