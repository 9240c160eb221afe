import { rm } from 'node:fs/promises'
import { basename, dirname, resolve, extname, join } from 'node:path'
import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import type { CanvasDocument, DocumentState, StoredTile } from '../../../shared/domain/canvas-document.ts'
import type { DocumentId, AssetId } from '../../../shared/domain/ids.ts'
import { importRecipe } from '../../../shared/domain/import-recipe.ts'
import { settingsSchema } from '../../../shared/domain/settings.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { MaskEdge } from '../../../shared/util/mask/effective-mask.ts'
import { intersectRects, isEmptyRect, type Rect } from '../../../shared/util/geometry.ts'
import type { ResultTask } from '../../../shared/util/result-name.ts'
import type { ImageFacts } from '../../imaging/imaging.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import type { Documents } from '../documents.ts'
import { refuseLibraryFolder } from '../exports/refuse-library-folder.ts'
import { createTurnTaker } from '../take-turns.ts'
import type { DocumentsContext } from './documents-context.ts'
import { drawnLayers } from './drawn-layers.ts'
import { openDocumentFile } from './open-document-file.ts'
import { saveDocument } from './save-document.ts'

export interface DocumentsOptions extends Omit<DocumentsContext, 'turns'> {
  /** Default grow and feather for the mask of a newly opened image. */
  readonly maskDefaults?: () => MaskEdge
}

export function createDocuments({ maskDefaults, ...options }: DocumentsOptions): Documents {
  const context: DocumentsContext = { ...options, turns: createTurnTaker() }
  const { database, assets, clock } = context
  return {
    list: () => database.call('documents.list', null),
    open: async (assetId, { isNew } = { isNew: false }) => {
      const asset = await assets.records.require(assetId)
      if (asset.isMissing) {
        throw new AppError('storage/not-found', messages.fileMissing({ name: asset.name }))
      }
      const edge = maskDefaults?.() ?? settingsSchema.parse({}).mask
      const openedAtMs = clock.nowMs()
      const id = newId<DocumentId>(openedAtMs)
      return database.call('documents.open', { id, baseId: assetId, edge, openedAtMs, isNew })
    },
    isUntouched: async (id) => isUntouched(await database.call('documents.read', { id })),
    activate: (id) => database.call('documents.activate', { id }),
    close: (id) => database.call('documents.close', { id }),
    load: (id) => database.call('documents.load', { id }),
    save: (id, { baseId, state, tiles, isWhole }) =>
      database.call('documents.save', { id, baseId, state, tiles: [...tiles], isWhole }),
    compose: (id, signal) => composeDocument(context, id, signal),
    crop: (id, rect, signal) => cropDocument(context, id, rect, signal),
    saveProject: (id, path, format, signal) => saveDocument(context, id, path, format, signal),
    openProjects: (paths, signal, names) => openProjects(context, paths, signal, names),
    readMask: (id, from, signal) => readDocumentMask(context, id, from, signal),
    saveMaskFile: async (path, maskPng) => {
      await refuseLibraryFolder(context, dirname(resolve(path)))
      await writeFileAtomic(resolve(path), maskPng)
    },
  }
}

function isUntouched({
  state,
  tiles,
}: {
  readonly state: DocumentState
  readonly tiles: readonly StoredTile[]
}): boolean {
  const { masks, layers, frame, markup, words } = state
  const isPlain = masks.length === 1 && layers.length === 0 && frame === null && markup === undefined
  return isPlain && tiles.length === 0 && words.prompt === '' && words.negativePrompt === ''
}

async function openProjects(
  context: DocumentsContext,
  paths: readonly string[],
  signal?: AbortSignal,
  names?: Readonly<Record<string, string>>,
): ReturnType<Documents['openProjects']> {
  const report: Awaited<ReturnType<Documents['openProjects']>> = { opened: [], notes: [], failed: [] }
  for (const path of paths) {
    try {
      const { document, notes } = await openDocumentFile(context, path, signal, names)
      report.opened.push(document)
      report.notes.push(...notes)
    } catch (thrown) {
      context.logger.warn('documents.open-failed', { file: basename(path), error: thrown })
      report.failed.push({ file: path, error: toErrorData(thrown) })
    }
  }
  return report
}

/** One at a time: concurrent callers for the same state share the result. */
async function composeDocument(context: DocumentsContext, id: DocumentId, signal?: AbortSignal): Promise<AssetId> {
  return context.turns.inTurn(`compose:${id}`, async () => {
    const { database, assets, imaging } = context
    const { document, layers, tiles, key, composedId } = await database.call('documents.overlay', { id })
    if (layers.length === 0) return document.baseId
    if (composedId !== null) return composedId
    const { path: originalPath } = await assets.files.locate(document.baseId, 'original')
    const drawn = await drawnLayers(context, layers, tiles)
    const recipe = { operation: 'compose' } as const
    const made = await fileDerived(context, document, { task: 'composite', recipe }, (resultPath) =>
      imaging.compose({ originalPath, layers: drawn, resultPath }, { signal }),
    )
    await database.call('documents.rememberComposed', { id, key, composedId: made.id })
    return made.id
  })
}

async function readDocumentMask(
  { database, assets, imaging }: DocumentsContext,
  id: DocumentId,
  from: Parameters<Documents['readMask']>[1],
  signal?: AbortSignal,
): ReturnType<Documents['readMask']> {
  const { widthPx, heightPx } = await database.call('documents.require', { id })
  const size = { widthPx, heightPx }
  if ('path' in from) {
    return {
      name: basename(from.path, extname(from.path)),
      ...(await imaging.readMask({ path: from.path, size }, { signal })),
    }
  }
  const { name, hasRawAnswer } = await assets.records.require(from.assetId)
  if (from.isItsMask !== true) {
    const { path } = await assets.files.locate(from.assetId, 'original')
    return { name, ...(await imaging.readMask({ path, size }, { signal })) }
  }
  const painted = hasRawAnswer ? await assets.files.locate(from.assetId, 'painted').catch(() => null) : null
  const { path } = painted ?? (await assets.files.locate(from.assetId, 'mask'))
  return { name, hasEdge: painted === null, ...(await imaging.readMask({ path, size }, { signal })) }
}

async function cropDocument(
  context: DocumentsContext,
  id: DocumentId,
  rect: Rect,
  signal: AbortSignal = new AbortController().signal,
): Promise<AssetId> {
  const { database, assets, imaging, paths } = context
  const document = await database.call('documents.require', { id })
  requireInside(rect, { x: 0, y: 0, widthPx: document.widthPx, heightPx: document.heightPx })
  const { path: originalPath } = await assets.files.locate(document.baseId, 'original')
  // A crop has no changed pixels, so its effective mask is of no interest.
  const effectiveMaskPath = temporaryNameFor(join(paths.temporary, 'crop-mask'))
  const ignore = { onProgress: () => undefined, onPreview: () => undefined }
  const recipe = { operation: 'crop', parentAt: { x: -rect.x, y: -rect.y } } as const
  try {
    const made = await fileDerived(context, document, { task: 'crop', recipe }, (resultPath) =>
      imaging.reframe({ originalPath, frame: rect, seed: 0, resultPath, effectiveMaskPath }, { signal, ...ignore }),
    )
    return made.id
  } finally {
    await rm(effectiveMaskPath, { force: true }).catch(() => undefined)
  }
}

function requireInside(rect: Rect, image: Rect): void {
  const inside = intersectRects(rect, image)
  const isInside = inside.widthPx === rect.widthPx && inside.heightPx === rect.heightPx
  if (isInside && !isEmptyRect(rect)) return
  throw new AppError('request/invalid', messages.cropOutside)
}

/** Lets `make` write an image of a document to a temporary file, and files it with the base as its parent. */
async function fileDerived(
  { assets, paths, clock }: DocumentsContext,
  { baseId, name }: CanvasDocument,
  derivation: { readonly task: ResultTask; readonly recipe: Pick<Recipe, 'operation' | 'parentAt'> },
  make: (temporaryPath: string) => Promise<Omit<ImageFacts, 'isShowable' | 'mime'>>,
): Promise<Asset> {
  await createFolder(paths.temporary)
  const temporaryPath = temporaryNameFor(join(paths.temporary, derivation.recipe.operation))
  const startedMs = clock.nowMs()
  try {
    const { widthPx, heightPx, hasAlpha } = await make(temporaryPath)
    return await assets.results.add({
      temporaryPath,
      temporaryMaskPath: null,
      rawAnswer: null,
      parentId: baseId,
      name: { from: name, task: derivation.task },
      mime: 'image/png',
      widthPx,
      heightPx,
      hasAlpha,
      recipe: { ...importRecipe, ...derivation.recipe, timingMs: Math.max(0, clock.nowMs() - startedMs) },
    })
  } finally {
    await rm(temporaryPath, { force: true }).catch(() => undefined)
  }
}
