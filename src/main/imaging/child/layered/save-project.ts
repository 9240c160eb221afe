import type { StoredTile } from '../../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../../shared/domain/surfaces.ts'
import { mimeToExtension } from '../../../../shared/util/media-type.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import type { ProjectImage, SaveProjectRequest } from '../../imaging.ts'
import { projectEntries, projectMimetype, projectVersion, type ProjectDocument } from './project-file.ts'
import { encodeStrips } from './tile-strips.ts'
import { ZipWriter } from './zip/zip-writer.ts'
import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'

/**
 * Writes a ZIP file that other programs can inspect: the state as JSON, every surface as PNG strips of one row of
 * tiles, and the images as their original files, with their recipes.
 */
export async function saveProject(request: SaveProjectRequest, signal: AbortSignal): Promise<void> {
  await replaceWithTemporary(request.targetPath, (temporaryPath) =>
    ZipWriter.create(temporaryPath, async (zip) => {
      await zip.addStored(projectEntries.mimetype, Buffer.from(projectMimetype))
      const surfaces = await addSurfaces(zip, request, signal)
      const images: ProjectDocument['pictures'] = []
      for (const [index, image] of request.images.entries()) {
        images.push(await addImage(zip, image, `pictures/${index + 1}`, signal))
      }
      const { appVersion, name, baseId, state } = request
      const document: ProjectDocument = {
        format: 'atelier-document',
        version: projectVersion,
        appVersion,
        savedAt: new Date(request.savedAtMs).toISOString(),
        name,
        baseId,
        state,
        surfaces,
        pictures: images,
      }
      await zip.addDeflated(projectEntries.document, Buffer.from(JSON.stringify(document, null, 1)))
    }),
  )
}

async function addSurfaces(
  zip: ZipWriter,
  { state, tiles }: SaveProjectRequest,
  signal: AbortSignal,
): Promise<ProjectDocument['surfaces']> {
  const bySurface = Map.groupBy(tiles, ({ surfaceId }) => surfaceId)
  const coverage = [samplingSurfaceId, ...state.masks.map(({ id }) => id)]
  const colors = state.layers.filter(({ kind }) => kind === 'paint').map(({ id }) => id)
  return [...(await addAll(zip, coverage, 1, bySurface, signal)), ...(await addAll(zip, colors, 4, bySurface, signal))]
}

async function addAll(
  zip: ZipWriter,
  ids: readonly string[],
  channels: 1 | 4,
  tiles: ReadonlyMap<string, StoredTile[]>,
  signal: AbortSignal,
): Promise<ProjectDocument['surfaces']> {
  const surfaces: ProjectDocument['surfaces'] = []
  for (const id of ids) {
    const strips: ProjectDocument['surfaces'][number]['strips'] = []
    for await (const { png, ...strip } of encodeStrips(tiles.get(id) ?? [], channels)) {
      throwIfAborted(signal)
      const file = `surfaces/${id}/row-${String(strip.row).padStart(2, '0')}.png`
      await zip.addStored(file, png)
      strips.push({ ...strip, file })
    }
    surfaces.push({ id, channels, strips })
  }
  return surfaces
}

async function addImage(
  zip: ZipWriter,
  { id, name, path, mime, recipe, parentId, maskPath, paintPath, answer }: ProjectImage,
  at: string,
  signal: AbortSignal,
): Promise<ProjectDocument['pictures'][number]> {
  const file = `${at}/picture.${mimeToExtension(mime)}`
  await zip.addFile(file, path, signal)
  const add = async (entry: string, from: string | null): Promise<string | null> => {
    if (from === null) return null
    await zip.addFile(`${at}/${entry}`, from, signal)
    return `${at}/${entry}`
  }
  const mask = await add('mask.png', maskPath)
  const paint = await add('paint.png', paintPath)
  const kept = answer && (await add(`answer.${mimeToExtension(answer.mime)}`, answer.path))
  return { id, name, file, parentId, recipe, mask, ...(paint !== null && { paint }), answer: kept }
}
