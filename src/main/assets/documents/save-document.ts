import { basename, dirname, resolve } from 'node:path'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import { projectImagesMax, type ProjectFormat } from '../../../shared/domain/project-format.ts'
import type { ProjectImage } from '../../imaging/imaging.ts'
import { refuseLibraryFolder } from '../exports/refuse-library-folder.ts'
import type { DocumentsContext } from './documents-context.ts'
import { drawnLayers, paintedTiles } from './drawn-layers.ts'

export async function saveDocument(
  context: DocumentsContext,
  id: DocumentId,
  path: string,
  format: ProjectFormat,
  signal?: AbortSignal,
): Promise<{ notes: readonly string[] }> {
  const targetPath = resolve(path)
  await refuseLibraryFolder(context, dirname(targetPath))
  if (format !== 'atelier') return saveLayered(context, id, targetPath, format, signal)
  await saveProject(context, id, targetPath, signal)
  return { notes: [] }
}

async function saveProject(context: DocumentsContext, id: DocumentId, targetPath: string, signal?: AbortSignal) {
  const { database, imaging, appVersion, clock } = context
  const { document, state, tiles } = await database.call('documents.read', { id })
  const placed = state.layers.flatMap((layer) => (layer.kind === 'picture' ? [layer.assetId] : []))
  const images: ProjectImage[] = []
  const ids = new Set([document.baseId, ...placed])
  for (const imageId of ids) images.push(await describeImage(context, imageId))
  images.push(...(await describeParents(context, images, ids)))
  const { baseId, name } = document
  const request = { targetPath, appVersion, savedAtMs: clock.nowMs(), name, baseId, state, tiles, images }
  await imaging.saveProject(request, { signal })
}

/** The parents that the edits were composited into: without them a kept response cannot be composited again. */
async function describeParents(
  context: DocumentsContext,
  images: readonly ProjectImage[],
  there: ReadonlySet<AssetId>,
): Promise<ProjectImage[]> {
  const edits = images.filter(({ answer, paintPath, recipe }) => answer !== null && paintPath !== null && recipe?.edit)
  const missing = new Set(edits.flatMap(({ parentId }) => (parentId === null || there.has(parentId) ? [] : [parentId])))
  const parents: ProjectImage[] = []
  for (const id of [...missing].slice(0, projectImagesMax - images.length)) {
    // A missing parent must not prevent saving.
    const parent = await describeImage(context, id).catch(() => null)
    if (parent !== null) parents.push(parent)
  }
  return parents
}

async function describeImage({ assets }: DocumentsContext, id: AssetId): Promise<ProjectImage> {
  const { name, mime, recipe, parentId, hasMask, hasRawAnswer } = await assets.records.require(id)
  const { path } = await assets.files.locate(id, 'original')
  // The mask is worth keeping, but its absence must not fail the save.
  const mask = hasMask ? await assets.files.locate(id, 'mask').catch(() => null) : null
  const response = hasRawAnswer ? await assets.files.locate(id, 'answer').catch(() => null) : null
  const paint = hasRawAnswer ? await assets.files.locate(id, 'painted').catch(() => null) : null
  return {
    id,
    name,
    path,
    mime,
    recipe,
    parentId,
    maskPath: mask?.path ?? null,
    paintPath: paint?.path ?? null,
    answer: response,
  }
}

async function saveLayered(
  context: DocumentsContext,
  id: DocumentId,
  targetPath: string,
  format: 'psd' | 'ora',
  signal?: AbortSignal,
): Promise<{ notes: readonly string[] }> {
  const { database, assets, imaging } = context
  const { document, state, tiles } = await database.call('documents.read', { id })
  const { path: originalPath } = await assets.files.locate(document.baseId, 'original')
  const drawn = await drawnLayers(context, state.layers, tiles)
  const layers = state.layers.map(({ name, isVisible }, index) => ({ name, isVisible, layer: drawn[index]! }))
  const masks = state.masks.map((mask) => ({
    name: mask.name,
    tint: mask.tint,
    tiles: paintedTiles(tiles.filter(({ surfaceId }) => surfaceId === mask.id)),
  }))
  const baseName = document.name || basename(targetPath)
  return imaging.saveLayered({ format, targetPath, originalPath, baseName, layers, masks }, { signal })
}
