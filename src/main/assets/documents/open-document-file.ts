import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CanvasDocument, DocumentState } from '../../../shared/domain/canvas-document.ts'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { OpenedProject } from '../../imaging/imaging.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { importRecipe } from '../../../shared/domain/import-recipe.ts'
import type { DocumentsContext } from './documents-context.ts'

/** Opens a project file as a document of its own. Pictures the library has already are not filed twice. */
export async function openDocumentFile(
  context: DocumentsContext,
  path: string,
  signal?: AbortSignal,
): Promise<{ document: CanvasDocument; notes: readonly string[] }> {
  await createFolder(context.paths.temporary)
  const folder = await mkdtemp(join(context.paths.temporary, 'project-'))
  try {
    const project = await context.imaging.openProject({ path, folder }, { signal })
    if (signal?.aborted) throw AppError.cancelled()
    return { document: await fileProject(context, project), notes: project.notes }
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** All of it or nothing: pictures that were filed for it go again where it fails. */
async function fileProject(context: DocumentsContext, project: OpenedProject): Promise<CanvasDocument> {
  const filed: AssetId[] = []
  try {
    const ids = new Map<AssetId, AssetId>()
    for (const picture of parentsFirst(project.pictures)) {
      const parentId = picture.parentId && (ids.get(picture.parentId) ?? picture.parentId)
      ids.set(picture.id, await filePicture(context, { ...picture, parentId }, filed))
    }
    const openedAtMs = context.clock.nowMs()
    return await context.database.call('documents.create', {
      id: newId<DocumentId>(openedAtMs),
      baseId: ids.get(project.baseId) ?? project.baseId,
      openedAtMs,
      state: withPictures(project.state, ids),
      tiles: [...project.tiles],
    })
  } catch (thrown) {
    await context.assets.trash.purge(filed).catch((error: unknown) => {
      context.logger.warn('documents.not-taken-back', { error })
    })
    throw thrown
  }
}

type OpenedPicture = OpenedProject['pictures'][number]

/** So that an edit finds what it was made of. Parents in a ring, which no honest file has, are broken up. */
function parentsFirst(pictures: readonly OpenedPicture[]): readonly OpenedPicture[] {
  const byId = new Map(pictures.map((picture) => [picture.id, picture]))
  const begun = new Set<AssetId>()
  const ordered: OpenedPicture[] = []
  const add = (picture: OpenedPicture): void => {
    if (begun.has(picture.id)) return
    begun.add(picture.id)
    const parent = picture.parentId === null ? undefined : byId.get(picture.parentId)
    if (parent !== undefined) add(parent)
    ordered.push(picture)
  }
  for (const picture of pictures) add(picture)
  return ordered
}

async function filePicture(
  { database, assets }: DocumentsContext,
  picture: OpenedPicture,
  filed: AssetId[],
): Promise<AssetId> {
  const known = await database.call('assets.findByContent', { sha256: await hashFile(picture.path) })
  if (known !== null && !known.isMissing) {
    if (known.trashedAtMs !== null) await assets.trash.restore([known.id])
    return known.id
  }
  const { id: _id, path, maskPath, paintPath, answer, recipe, name, ...facts } = picture
  const asset = await assets.results.add({
    ...facts,
    temporaryPath: path,
    temporaryMaskPath: maskPath,
    temporaryPaintPath: paintPath,
    rawAnswer: answer === null ? null : { temporaryPath: answer.path, mime: answer.mime },
    name: name.toWellFormed().normalize('NFC'),
    recipe: recipe ?? importRecipe,
  })
  filed.push(asset.id)
  return asset.id
}

function withPictures(state: DocumentState, ids: ReadonlyMap<AssetId, AssetId>): DocumentState {
  const layers = state.layers.map((layer) =>
    layer.kind === 'picture' ? { ...layer, assetId: ids.get(layer.assetId) ?? layer.assetId } : layer,
  )
  return { ...state, layers }
}
