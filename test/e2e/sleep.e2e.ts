import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { smallModel, startHub } from '../support/hub/hub-stand-in.ts'
import { requestOf } from '../support/request-of.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import { StudioPage } from './pages/studio-page.ts'
import { call, libraryIds } from './support/bridge.ts'
import { copyKnownHome } from './support/known-home.ts'
import { launch, quit, type Running } from './support/launch.ts'
import { startServiceStub } from './support/played-service.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('the computer sleeps: a paid image arrives once, and a download goes on where it was', async () => {
  const home = await copyKnownHome()
  const ink = { bytes: smallModel(3_000_000), faults: { stallAfter: [1_500_000] } }
  const hub = await startHub({ 'paper/ink': { files: { 'ink.safetensors': ink } } })
  const running = await launch({ home, env: { HF_ENDPOINT: hub.address } })
  const { page } = running
  await new StudioPage(page).canvas.ready()
  const service = await startServiceStub(running, openaiStub)
  const imagesBefore = (await libraryIds(page)).length

  const id = 'paper/ink:ink.safetensors'
  const part = join(home, 'models', 'ink.safetensors.part')
  await call(page, 'downloads.plan', { id })
  await call(page, 'downloads.start', { id, hasAccepted: false })
  await expect
    .poll(async () => (await stat(part).catch(() => ({ size: 0 }))).size, { timeout })
    .toBeGreaterThan(1_000_000)
  const arrived = service.nextSubmission()
  await call(page, 'jobs.generate', requestOf({ provider: 'openai', model: 'gpt-image-2', prompt: 'a boat' }))
  await arrived

  await sleep(running, () => hub.cut())

  await expect.poll(async () => (await libraryIds(page)).length, { timeout }).toBe(imagesBefore + 1)
  expect((await call(page, 'jobs.list', { documentId: null })).map(({ state }) => state)).toEqual(['done'])
  expect(service.submissions()).toHaveLength(1)
  const isUnderWay = async () => (await call(page, 'downloads.list', {})).some(({ state }) => state !== 'done')
  await expect.poll(isUnderWay, { timeout }).toBe(false)
  expect(hub.deliveries.map(({ headers }) => headers.range)).toEqual([
    undefined,
    expect.stringMatching(/^bytes=1[0-5]\d{5}-$/),
  ])
  expect(ink.bytes.equals(await readFile(join(home, 'models', 'ink.safetensors')))).toBe(true)

  await quit(running)
  await service.close()
  await hub.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

/** Stops every process as the lid does; connections break meanwhile, and every timer is late at the end. */
async function sleep({ app, child }: Running, meanwhile: () => void): Promise<void> {
  await app.evaluate(async ({ powerMonitor }) => void powerMonitor.emit('suspend'))
  process.kill(-child.pid!, 'SIGSTOP')
  try {
    meanwhile()
    // Longer than a timer is late on a busy computer.
    await new Promise((resolve) => setTimeout(resolve, 6_000))
  } finally {
    process.kill(-child.pid!, 'SIGCONT')
  }
  await app.evaluate(async ({ powerMonitor }) => void powerMonitor.emit('resume'))
}
