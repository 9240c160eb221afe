import { basename, extname, join } from 'node:path'
import { z } from 'zod'
import { recipeSchema } from '../../../../shared/domain/asset.ts'
import type { StoredTile } from '../../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId, tilePx } from '../../../../shared/domain/surfaces.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { OpenedProject } from '../../imaging.ts'
import { inspectPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'
import { projectDocumentSchema, projectEntries, projectHeadSchema, projectVersion } from './project-file.ts'
import type { ProjectDocument } from './project-file.ts'
import { decodeTiles } from './tile-strips.ts'
import type { ZipReader } from './zip/zip-reader.ts'

/** Larger than any honest one: 40,000 characters of words, some hundred layers, some thousand strips. */
const documentBytesMax = 32 * 2 ** 20
const pictureBytesMax = 2 * 2 ** 30
/** A strip of 64 tiles of color that does not compress. */
const stripBytesMax = 17 * 2 ** 20
/** Painted pixels of all surfaces together, as they lie in memory before they are packed again. */
const paintedBytesMax = 16 * 2 ** 30

type OpenedPicture = OpenedProject['pictures'][number]

export async function openAtelier(zip: ZipReader, path: string, folder: string, signal: AbortSignal) {
  const document = parseDocument(zip, await zip.read(projectEntries.document, documentBytesMax), basename(path))
  checkReferences(document, zip)
  const tiles = await readSurfaces(zip, document, signal)
  const pictures: OpenedPicture[] = []
  for (const [index, picture] of document.pictures.entries()) {
    pictures.push(await readPicture(zip, picture, join(folder, String(index + 1)), signal))
  }
  const { name, baseId, state } = document
  const base = pictures.find(({ id }) => id === baseId)
  if (base?.widthPx !== state.size.widthPx || base.heightPx !== state.size.heightPx) throw zip.damaged()
  // A layer's picture may be drawn anew at another size: what lies in the file is the truth.
  const sizes = new Map(pictures.map(({ id, widthPx, heightPx }) => [id, { widthPx, heightPx }]))
  const layers = state.layers.map((layer) =>
    layer.kind === 'picture' ? { ...layer, pictureSize: sizes.get(layer.assetId) ?? layer.pictureSize } : layer,
  )
  const notes: string[] = []
  return { name, baseId, state: { ...state, layers }, tiles, pictures, notes } satisfies OpenedProject
}

function parseDocument(zip: ZipReader, bytes: Buffer, label: string): ProjectDocument {
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw zip.damaged()
  }
  const head = projectHeadSchema.safeParse(json)
  if (!head.success) throw zip.damaged()
  if (head.data.version > projectVersion) {
    throw new AppError(
      'media/unsupported',
      `“${label}” was saved by a newer version of Atelier (${head.data.appVersion.slice(0, 40)}). Install that version or a later one to open it. Nothing was changed.`,
    )
  }
  const parsed = projectDocumentSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new AppError('media/undecodable', `“${label}” is damaged: what it says about its document makes no sense.`, {
    detail: { problem: z.prettifyError(parsed.error).slice(0, 500) },
  })
}

/** Everything that is named is there, once, and of the right kind. */
function checkReferences({ state, surfaces, pictures, baseId }: ProjectDocument, zip: ZipReader): void {
  const pictureIds = new Set(pictures.map(({ id }) => id))
  const placed = state.layers.flatMap((layer) => (layer.kind === 'picture' ? [layer.assetId] : []))
  const channels = new Map<string, 1 | 4>([[samplingSurfaceId, 1]])
  for (const { id } of state.masks) channels.set(id, 1)
  for (const { id, kind } of state.layers) if (kind === 'paint') channels.set(id, 4)
  const own = 1 + state.masks.length + state.layers.filter(({ kind }) => kind === 'paint').length
  const isSound =
    channels.size === own &&
    pictureIds.size === pictures.length &&
    [baseId, ...placed].every((id) => pictureIds.has(id)) &&
    new Set(surfaces.map(({ id }) => id)).size === surfaces.length &&
    surfaces.every((surface) => channels.get(surface.id) === surface.channels)
  if (!isSound) throw zip.damaged()
}

async function readSurfaces(
  zip: ZipReader,
  { state, surfaces }: ProjectDocument,
  signal: AbortSignal,
): Promise<StoredTile[]> {
  const columns = Math.ceil(state.size.widthPx / tilePx)
  const rows = Math.ceil(state.size.heightPx / tilePx)
  const tiles: StoredTile[] = []
  let paintedBytes = 0
  for (const { id, channels, strips } of surfaces) {
    if (new Set(strips.map(({ row }) => row)).size !== strips.length) throw zip.damaged()
    for (const strip of strips) {
      if (signal.aborted) throw AppError.cancelled()
      if (strip.row >= rows || strip.column + strip.count > columns) throw zip.damaged()
      paintedBytes += strip.count * tilePx * tilePx * channels
      if (paintedBytes > paintedBytesMax) {
        throw new AppError('media/too-large', 'This document has more painted on it than Atelier opens.')
      }
      const decoded = await decodeTiles(await zip.read(strip.file, stripBytesMax), strip, id, channels)
      if (decoded === null) throw zip.damaged()
      tiles.push(...decoded)
    }
  }
  return tiles
}

async function readPicture(
  zip: ZipReader,
  { id, name, file, parentId, recipe, mask, paint = null, answer }: ProjectDocument['pictures'][number],
  target: string,
  signal: AbortSignal,
): Promise<OpenedPicture> {
  const take = async (entry: string, path: string) => {
    await zip.extract(entry, path, pictureBytesMax, signal)
    return { path, facts: (await inspectPicture(fileSource(path))).facts }
  }
  const { path, facts } = await take(file, `${target}-picture${extname(file).slice(0, 6)}`)
  const maskPath = mask === null ? null : (await take(mask, `${target}-mask.png`)).path
  const paintPath = paint === null ? null : (await take(paint, `${target}-paint.png`)).path
  const kept = answer === null ? null : await take(answer, `${target}-answer`)
  const { mime, widthPx, heightPx, hasAlpha } = facts
  return {
    id,
    name: name || 'Image',
    path,
    mime,
    widthPx,
    heightPx,
    hasAlpha,
    parentId,
    recipe: recipeSchema.safeParse(recipe).data ?? null,
    maskPath,
    paintPath,
    answer: kept === null ? null : { path: kept.path, mime: kept.facts.mime },
  }
}
