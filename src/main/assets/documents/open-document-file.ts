import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CanvasDocument, DocumentState } from '../../../shared/domain/canvas-document.ts'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import type { OpenedProject } from '../../imaging/imaging.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { importRecipe } from '../../../shared/domain/import-recipe.ts'
import type { DocumentsContext } from './documents-context.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'

/** Opens a project file as a new document. Images already in the library are not filed twice. */
export async function openDocumentFile(
  context: DocumentsContext,
  path: string,
  signal?: AbortSignal,
  names: Readonly<Record<string, string>> = {},
): Promise<{ document: CanvasDocument; notes: readonly string[] }> {
  await createFolder(context.paths.temporary)
  const folder = await mkdtemp(join(context.paths.temporary, 'project-'))
  try {
    const project = withNames(await context.imaging.openProject({ path, folder }, { signal }), names)
    throwIfAborted(signal)
    return { document: await fileProject(context, project), notes: project.notes }
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

function withNames(project: OpenedProject, names: Readonly<Record<string, string>>): OpenedProject {
  const named = <T extends { readonly id: string; readonly name: string }>(each: T): T => ({
    ...each,
    name: (Object.hasOwn(names, each.id) ? names[each.id] : null) ?? each.name,
  })
  const { state, images } = project
  return {
    ...project,
    images: images.map(named),
    state: { ...state, masks: state.masks.map(named), layers: state.layers.map(named) },
  }
}

/** All or nothing: on failure, the images filed for it are removed again. */
async function fileProject(context: DocumentsContext, project: OpenedProject): Promise<CanvasDocument> {
  const filed: AssetId[] = []
  try {
    const ids = new Map<AssetId, AssetId>()
    for (const image of parentsFirst(project.images)) {
      const parentId = image.parentId && (ids.get(image.parentId) ?? image.parentId)
      ids.set(image.id, await fileImage(context, { ...image, parentId }, filed))
    }
    const openedAtMs = context.clock.nowMs()
    return await context.database.call('documents.create', {
      id: newId<DocumentId>(openedAtMs),
      baseId: ids.get(project.baseId) ?? project.baseId,
      openedAtMs,
      state: withImages(project.state, ids),
      tiles: [...project.tiles],
    })
  } catch (thrown) {
    await context.assets.trash.purge(filed).catch((error: unknown) => {
      context.logger.warn('documents.not-taken-back', { error })
    })
    throw thrown
  }
}

type OpenedImage = OpenedProject['images'][number]

/** Parents come first, so that an edit finds its source. Parent cycles, which only a malformed file has, are broken. */
function parentsFirst(images: readonly OpenedImage[]): readonly OpenedImage[] {
  const byId = new Map(images.map((image) => [image.id, image]))
  const begun = new Set<AssetId>()
  const ordered: OpenedImage[] = []
  const add = (image: OpenedImage): void => {
    if (begun.has(image.id)) return
    begun.add(image.id)
    const parent = image.parentId === null ? undefined : byId.get(image.parentId)
    if (parent !== undefined) add(parent)
    ordered.push(image)
  }
  for (const image of images) add(image)
  return ordered
}

async function fileImage(
  { database, assets }: DocumentsContext,
  image: OpenedImage,
  filed: AssetId[],
): Promise<AssetId> {
  const known = await database.call('assets.findByContent', { sha256: await hashFile(image.path) })
  if (known !== null && !known.isMissing) {
    if (known.trashedAtMs !== null) await assets.trash.restore([known.id])
    return known.id
  }
  const { id: _id, path, maskPath, paintPath, answer, recipe, name, ...facts } = image
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

function withImages(state: DocumentState, ids: ReadonlyMap<AssetId, AssetId>): DocumentState {
  const layers = state.layers.map((layer) =>
    layer.kind === 'picture' ? { ...layer, assetId: ids.get(layer.assetId) ?? layer.assetId } : layer,
  )
  return { ...state, layers }
}
