import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Bridge } from '../../../../src/shared/contract/index.ts'
import type { GenerationRequest } from '../../../../src/shared/domain/generation.ts'
import type { AssetId } from '../../../../src/shared/domain/ids.ts'
import type { Rect, Size } from '../../../../src/shared/util/geometry.ts'
import type { LiveDraw } from '../../../../src/shared/domain/live.ts'
import { requestOf } from '../../../support/request-of.ts'
import { writeCard } from '../cards.ts'
import { activeDocument, call, libraryIds, pickFiles } from '../bridge.ts'
import { connectByConfiguration } from '../agent-client.ts'
import { liveModel } from './soak-world.ts'
import type { Hands } from './window-operations.ts'

const importedSize = { widthPx: 96, heightPx: 64 }

/** What the window asks of main, through the real bridge. */
export const libraryOperations = {
  'import image': async ({ page, picker, outside, next, below }) => {
    const number = next()
    const path = join(outside, 'import.png')
    await writeCard(path, importedSize, (x, y) => [(x + number) & 255, (y + (number >> 8)) & 255, below(256)])
    const { added } = await call(page, 'library.importFiles', { files: await pickFiles(picker, [path]) })
    expect(added).toBe(1)
  },
  'open document': async (world) => {
    await call(world.page, 'canvas.open', { assetId: await anyImage(world) })
  },
  'close document': async ({ page, pick }) => {
    const documents = await call(page, 'canvas.documents', {})
    if (documents.length > 1) await call(page, 'canvas.close', { id: pick(documents).id })
  },
  annotate: async (world) => {
    const { page, below, pick } = world
    const change = { rating: below(6), addTags: [pick(['kite', 'sea', 'draft'])] }
    const { undoId } = await call(page, 'catalogue.mark', { ids: [await anyImage(world)], change })
    if (below(3) === 0) await call(page, 'catalogue.undoMark', { undoId })
  },
  find: async ({ page, pick }) => {
    const query = pick(['kite', 'rating:>3', 'today', 'added:yesterday', 'tag:sea or coffee', '('])
    const scope = { section: 'library', collectionId: null, query } as const
    await call(page, 'catalogue.find', { ...scope, sort: 'newest', isStacked: true, withShapes: true })
    await call(page, 'catalogue.facets', scope)
    await call(page, 'catalogue.suggest', { query, at: query.length })
  },
  collect: async (world) => {
    const { page, next, below } = world
    const name = `Kites ${next()}`
    const { id } = await call(page, 'collections.create', { parentId: null, name, kind: 'manual', query: null })
    await call(page, 'collections.add', { id, ids: [await anyImage(world)] })
    if (below(2) === 0) await call(page, 'collections.remove', { id })
  },
  'trash and restore': async (world) => {
    const id = await addedImage(world)
    if (id === null) return
    await call(world.page, 'library.trash', { ids: [id] })
    if (world.below(2) === 0) await call(world.page, 'library.restore', { ids: [id] })
    else await call(world.page, 'library.purge', { ids: [id] })
  },
  'look at image': async (world) => {
    const id = await anyImage(world)
    await call(world.page, 'catalogue.details', { id })
    await call(world.page, 'catalogue.lineage', { id })
    await call(world.page, 'catalogue.similar', { id, limit: 20 })
    await call(world.page, 'credentials.check', { id })
  },
  compare: async ({ page, samples }) => {
    const [firstId, secondId] = samples
    await call(page, 'compare.measure', { firstId: firstId!, secondId: secondId! })
  },
  generate: async ({ page, pick, next, paid }) => {
    const model = pick([
      { provider: 'fake', model: 'demo-waves', size: { widthPx: 256, heightPx: 256 } },
      { provider: 'openai', model: 'gpt-image-2' },
    ] as const)
    if (model.provider === 'openai') paid.asked += 1
    await call(page, 'jobs.generate', requestOf({ ...model, prompt: `a kite ${next()}`, seed: null }))
  },
  'generate and cancel': async ({ page, next, paid }) => {
    paid.asked += 1
    const request = requestOf({ provider: 'openai', model: 'gpt-image-2', prompt: `a boat ${next()}`, seed: null })
    const { ids } = await call(page, 'jobs.generate', request)
    await call(page, 'jobs.cancel', { id: ids[0]! })
  },
  'fail to generate': async ({ page, service, next, paid }) => {
    paid.asked += 1
    await expectIdle(page)
    service.continueWith('cut')
    const request = requestOf({ provider: 'openai', model: 'gpt-image-2', prompt: `a wreck ${next()}`, seed: null })
    await call(page, 'jobs.generate', request)
    await expectIdle(page)
    service.continueWith('done')
  },
  /** Every process rests for a moment in the middle of a request and a fill, as when the lid is closed. */
  'sleep and wake': async (world) => {
    const { page, running, service, next, paid, below } = world
    paid.asked += 1
    const arrived = service.nextSubmission()
    const model = { provider: 'openai', model: 'gpt-image-2' } as const
    await call(page, 'jobs.generate', requestOf({ ...model, prompt: `a sleeper ${next()}`, seed: null }))
    if (below(2) === 0) await arrived
    // Playwright starts the program as the leader of a process group of its own.
    process.kill(-running.child.pid!, 'SIGSTOP')
    // The time that passes is what this is about: it ends by nothing else.
    await new Promise((resolve) => setTimeout(resolve, 150))
    process.kill(-running.child.pid!, 'SIGCONT')
    await expectIdle(page)
  },
  'edit with mask': async ({ page, samples, next, below }) => {
    const [source] = await call(page, 'library.assets', { ids: [samples[0]!] })
    const { maskPng: _none, ...request } = requestOf({
      provider: 'fake',
      model: 'demo-waves',
      prompt: `tea ${next()}`,
      seed: null,
      operation: 'edit',
      sourceId: samples[0]!,
      intent: 'fill',
    })
    const { widthPx, heightPx } = source!
    const hole = { x: below(200), y: below(150), widthPx: 120, heightPx: 90 }
    const answer = await page.evaluate(sendMaskedEdit, { request, size: { widthPx, heightPx }, hole })
    expect(answer).toBe('')
  },
  export: async (world) => {
    const { page, exports, samples, next } = world
    await call(page, 'exports.run', { runId: `run-${next()}`, ids: [...samples], ...exports })
  },
  'export pages': async ({ page, exports: { folder }, samples, next }) => {
    const facts = { title: 'Kites', caption: '{name}', rows: 2, columns: 2, page: 'a4', isLandscape: false } as const
    const options = { kind: 'pdf', ...facts } as const
    await call(page, 'exports.sheet', { runId: `run-${next()}`, ids: [...samples], folder, options })
  },
  'change settings': async ({ page, pick }) => {
    const theme = pick(['dark', 'light'] as const)
    await call(page, 'settings.change', { theme, thumbnailPx: pick([128, 176, 224]) })
  },
  'keep snippet and style': async ({ page, next }) => {
    const id = `soak-${next()}`
    await call(page, 'prompts.saveSnippet', { id, name: id, text: 'soft light' })
    await call(page, 'prompts.deleteSnippet', { id })
  },
  'name reference': async ({ page, samples, next }) => {
    const blank = { note: '', description: '', rights: '' }
    const reference = { name: `anna-${next()}`, kind: 'person' as const, imageIds: [samples[0]!], ...blank }
    const { id } = await call(page, 'references.create', reference)
    await call(page, 'references.remove', { id })
  },
  'compose and crop': async ({ page }) => {
    const { id } = await activeDocument(page)
    await call(page, 'canvas.compose', { id })
    await call(page, 'canvas.crop', { id, rect: { x: 0, y: 0, widthPx: 40, heightPx: 30 } })
  },
  converse: async ({ page, samples }) => {
    const { id: documentId } = await activeDocument(page)
    const { id } = await call(page, 'threads.start', { documentId, assetId: samples[0]! })
    await call(page, 'threads.steps', { id })
    await call(page, 'threads.remove', { id })
  },
  'live canvas': drawLive,
  'ask providers': async ({ page }) => {
    await call(page, 'providers.list', {})
    await call(page, 'providers.test', { id: 'openai' })
    await call(page, 'ledger.totals', {})
  },
  'verify library': async ({ page }) => {
    await call(page, 'storage.verify', {})
    await call(page, 'storage.usage', {})
  },
  'agent searches': async ({ agent }) => {
    await agent.callTool({ name: 'search_library', arguments: { query: 'kite' } })
    await agent.callTool({ name: 'list_models', arguments: { provider: 'fake' } })
  },
  'agent draws': async ({ agent, next }) => {
    const drawing = { prompt: `a lantern ${next()}`, provider: 'fake' }
    await agent.callTool({ name: 'generate_image', arguments: drawing })
  },
  'agent comes and goes': async ({ running }) => {
    const client = await connectByConfiguration(running, 'Visitor')
    await client.listTools()
    await client.close()
  },
} as const satisfies Readonly<Record<string, (world: Hands) => Promise<void>>>

/** Waits until nothing runs or waits. */
export async function expectIdle(page: Hands['page']): Promise<void> {
  await expect
    .poll(async () => (await call(page, 'queue.view', {})).entries.length, { timeout: 120_000, intervals: [50, 100] })
    .toBe(0)
}

async function anyImage({ page, pick }: Hands): Promise<AssetId> {
  return pick(await libraryIds(page))
}

async function addedImage({ page, pick, samples }: Hands): Promise<AssetId | null> {
  const added = (await libraryIds(page)).filter((id) => !samples.includes(id))
  return added.length === 0 ? null : pick(added)
}

/** The engine that it starts stays for minutes: each rest draws once, so that it is there at all of them. */
export async function drawLive({ page, next }: Hands): Promise<void> {
  const wanted = { model: liveModel, size: { widthPx: 600, heightPx: 400 }, evenIfSlow: true }
  const { id, size } = await call(page, 'live.start', wanted)
  const draw = { id, prompt: `a kite ${next()}`, negativePrompt: '', strength: 0.6, seed: 1 }
  expect(await page.evaluate(sendSnapshot, { draw, size })).toBe('')
  await call(page, 'live.stop', { id })
}

/** Runs in the page. Returns the error; empty = none. */
async function sendSnapshot({ draw, size }: { draw: Omit<LiveDraw, 'snapshotPng'>; size: Size }): Promise<string> {
  const { bridge } = globalThis as unknown as { bridge: Bridge }
  const canvas = new OffscreenCanvas(size.widthPx, size.heightPx)
  canvas.getContext('2d')!.fillRect(0, 0, size.widthPx / 2, size.heightPx)
  const snapshotPng = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
  const reply = await bridge.call('live.draw', { ...draw, snapshotPng }, crypto.randomUUID())
  return 'ok' in reply && !reply.ok ? reply.error.message : ''
}

interface MaskedEdit {
  readonly request: Omit<GenerationRequest, 'maskPng'>
  readonly size: Size
  readonly hole: Rect
}

/** Runs in the page, where the mask is drawn: bytes do not pass through `evaluate`. Returns the error; empty = none. */
async function sendMaskedEdit({ request, size, hole }: MaskedEdit): Promise<string> {
  const { bridge } = globalThis as unknown as { bridge: Bridge }
  const canvas = new OffscreenCanvas(size.widthPx, size.heightPx)
  const context = canvas.getContext('2d')!
  context.fillRect(0, 0, size.widthPx, size.heightPx)
  context.fillStyle = 'white'
  context.fillRect(hole.x, hole.y, hole.widthPx, hole.heightPx)
  const maskPng = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
  const input = { ...request, maskPng, maskBounds: hole }
  const reply = await bridge.call('jobs.generate', input, crypto.randomUUID())
  return 'ok' in reply && !reply.ok ? reply.error.message : ''
}
