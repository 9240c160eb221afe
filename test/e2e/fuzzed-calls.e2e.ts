import { rm } from 'node:fs/promises'
import type { CallName } from '../../src/shared/contract/index.ts'
import { routeSamples } from '../contract/ipc/route-samples.ts'
import * as sampleIds from '../contract/ipc/sample-ids.ts'
import { activeDocument, call, libraryIds } from './support/bridge.ts'
import { fuzz } from './support/fuzz.ts'
import { launch, quit, type Running } from './support/launch.ts'
import { answerMessageBox, answerOpenDialog, answerSaveDialog } from './support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const secret = 'sk-fuzzed-0123456789-ab12'
const callCount = 10_000

/** They end the program, or wait for a hand on the pointer. */
const leftOut: readonly CallName[] = ['app.restart', 'app.readyToClose', 'library.startDrag']

/** The samples with ids that exist, so that calls get as far as they can. */
async function samplesOf({ page }: Running): Promise<[string, unknown][]> {
  const [assetId] = await libraryIds(page)
  const { id: documentId } = await activeDocument(page)
  const blank = { note: '', description: '', rights: '' }
  const reference = await call(page, 'references.create', {
    name: 'anna',
    kind: 'person',
    imageIds: [assetId!],
    ...blank,
  })
  const collection = await call(page, 'collections.create', {
    parentId: null,
    name: 'Kites',
    kind: 'manual',
    query: null,
  })
  const known = new Map<string, string>([
    [sampleIds.assetId, assetId!],
    [sampleIds.documentId, documentId],
    [sampleIds.referenceId, reference.id],
    [sampleIds.collectionId, collection.id],
  ])
  const withKnown = (value: unknown): unknown => {
    if (typeof value === 'string') return known.get(value) ?? value
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
    if (Array.isArray(value)) return value.map(withKnown)
    return Object.fromEntries(Object.entries(value).map(([field, each]) => [field, withKnown(each)]))
  }
  return Object.entries(routeSamples)
    .filter(([name]) => !leftOut.includes(name as CallName))
    .map(([name, input]) => [name, withKnown(input)])
}

test('ten thousand random calls over every route: no bug, no key, no harm', async ({ studio, running }) => {
  const { app, page, home } = running
  await studio.canvas.ready()
  await call(page, 'providers.setKey', { id: 'openai', key: secret, keep: 'session' })
  // Nothing leaves this computer, and nobody answers a question.
  await app.evaluate(async ({ session, shell }) => {
    await session.fromPartition('atelier-services').setProxy({ proxyRules: '127.0.0.1:9' })
    shell.openPath = () => Promise.resolve('')
    shell.openExternal = () => Promise.resolve()
    shell.showItemInFolder = () => undefined
  })
  await answerOpenDialog(app, null)
  await answerSaveDialog(app, null)
  await answerMessageBox(app, 'Cancel')
  const samples = await samplesOf(running)
  const report = await fuzz(page, { samples, count: callCount, seed: 20_261_126, secret })
  expect(report.findings).toEqual([])
  expect(report.calls).toBe(callCount)
  // Some of the calls did what they say: the changed ones alone would prove little.
  expect(report.codes['ok']).toBeGreaterThan(callCount / 20)
  expect(report.codes['request/invalid']).toBeGreaterThan(callCount / 3)
  await quit(running)

  const restarted = await launch({ home })
  try {
    expect((await call(restarted.page, 'settings.get', {})).version).toBe(1)
    expect(await call(restarted.page, 'storage.verify', {})).toMatchObject({ problems: [], isDatabaseSound: true })
  } finally {
    await quit(restarted)
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
})
