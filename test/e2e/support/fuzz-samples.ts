import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallName } from '../../../src/shared/contract/index.ts'
import { routeSamples } from '../../contract/ipc/route-samples.ts'
import * as sampleIds from '../../contract/ipc/sample-ids.ts'
import {
  droppedDocument,
  droppedImage,
  exportedFile,
  exportFolder,
  settings,
} from '../../contract/ipc/sample-values.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'
import { activeDocument, call, handlesOf, libraryIds } from './bridge.ts'
import type { Running } from './launch.ts'
import { answerOpenDialog, answerSaveDialog } from './native-dialogs.ts'

/** They end the program, or wait for a hand on the pointer. */
const leftOut: readonly CallName[] = ['app.restart', 'app.readyToClose', 'library.startDrag']

/** The mask of the samples' edit plan. */
const sampleDigest = 'a'.repeat(64)

/** The samples of all routes with ids, handles and masks that exist, so that calls get as far as they can. `picked`: a folder outside the home. */
export async function makeFuzzSamples(running: Running, picked: string): Promise<[CallName, unknown][]> {
  const [asset] = await call(running.page, 'library.assets', { ids: [await firstImage(running)] })
  const mask = Uint8Array.from(maskPng(asset!, { x: 40, y: 40, widthPx: 24, heightPx: 20 }))
  const known = new Map([...(await makeRecords(running, mask)), ...(await makeHandles(running, picked))])
  const withKnown = (value: unknown): unknown => {
    if (typeof value === 'string') return known.get(value) ?? value
    // One byte stands for a mask in the samples.
    if (value instanceof Uint8Array) return value.length === 1 && value[0] === 1 ? mask : value
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(withKnown)
    const fields = Object.fromEntries(Object.entries(value).map(([field, each]) => [field, withKnown(each)]))
    return isDemoRequest(fields) ? { ...fields, size: smallestDemo } : fields
  }
  return Object.entries(routeSamples)
    .filter(([name]) => !leftOut.includes(name as CallName))
    .map(([name, input]) => [name as CallName, withKnown(input)])
}

/** Otherwise thousands of calls mostly draw. */
const smallestDemo = { widthPx: 256, heightPx: 256 }

const isDemoRequest = ({ provider, size }: Record<string, unknown>) => provider === 'fake' && size === null

async function firstImage({ page }: Running) {
  const [id] = await libraryIds(page)
  return id!
}

async function makeRecords(running: Running, mask: Uint8Array<ArrayBuffer>): Promise<[string, string][]> {
  const { page } = running
  const assetId = await firstImage(running)
  const { id: documentId } = await activeDocument(page)
  const blank = { note: '', description: '', rights: '' }
  const reference = { name: 'anna', kind: 'person' as const, imageIds: [assetId], ...blank }
  const collection = { parentId: null, name: 'Kites', kind: 'manual', query: null } as const
  const { id: editPlanId } = await call(page, 'editPlans.open', { documentId })
  const { digest } = await call(page, 'editPlans.addMask', { id: editPlanId, sourceId: assetId, maskPng: mask })
  const steps = routeSamples['editPlans.save'].steps.map((step) => ({ ...step, mask: digest }))
  const plan = { runId: crypto.randomUUID(), id: editPlanId, name: 'Street', steps, imageIds: [assetId] }
  const batch = await call(page, 'editPlans.prepareBatch', plan)
  const sampleDraft = routeSamples['grids.plan']
  const draft = { ...sampleDraft, request: { ...sampleDraft.request, model: 'demo-waves', size: smallestDemo } }
  const grid = await call(page, 'grids.create', { draft, maskPng: null })
  const expansion = { ...routeSamples['edits.expand'], documentId, assetId }
  return [
    [sampleIds.assetId, assetId],
    [sampleIds.documentId, documentId],
    [sampleIds.referenceId, (await call(page, 'references.create', reference)).id],
    [sampleIds.collectionId, (await call(page, 'collections.create', collection)).id],
    [sampleIds.threadId, (await call(page, 'threads.start', { documentId, assetId })).id],
    [sampleIds.editPlanId, editPlanId],
    [sampleIds.gridId, grid.id],
    [sampleIds.jobId, (await call(page, 'edits.expand', expansion)).id],
    [sampleIds.editPlanBatchId, batch!.id],
    [sampleDigest, digest],
    ['demo', 'demo-waves'],
  ]
}

/** Folders and files that the user has picked. */
async function makeHandles({ app, page }: Running, picked: string): Promise<[string, string][]> {
  const at = (name: string) => join(picked, name)
  await Promise.all(['exports', 'watched'].map((name) => mkdir(at(name), { recursive: true })))
  await writeFile(at('photo.png'), photoPng({ widthPx: 64, heightPx: 48 }))
  await answerOpenDialog(app, [at('watched')])
  await call(page, 'imports.chooseAndWatch', {})
  const [watched] = await call(page, 'imports.folders', {})
  await answerOpenDialog(app, [at('exports')])
  const { folder } = await call(page, 'exports.chooseFolder', { startIn: null })
  const options = { ...settings.exportOptions }
  const ids = (await libraryIds(page)).slice(0, 1)
  const { written } = await call(page, 'exports.run', { runId: 'first', ids, folder: folder!.handle, options })
  await answerSaveDialog(app, at('page.atelier'))
  await call(page, 'canvas.saveProject', { id: (await activeDocument(page)).id, format: 'atelier' })
  const [image, document] = await handlesOf(page, [at('photo.png'), at('page.atelier')])
  return [
    [exportFolder.handle, folder!.handle],
    [exportedFile, written[0]!.file],
    [droppedImage, image!],
    [droppedDocument, document!],
    [sampleIds.watchedFolderId, watched!.id],
  ]
}
