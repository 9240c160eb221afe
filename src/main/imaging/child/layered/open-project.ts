import { open } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { z } from 'zod'
import { recipeSchema } from '../../../../shared/domain/asset.ts'
import type { StoredTile } from '../../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId, tilePx } from '../../../../shared/domain/surfaces.ts'
import { documentFormatNames } from '../../../../shared/domain/openable-formats.ts'
import { AppError, toFileError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/layered-files.ts'
import { cannotOpen } from '../../../../shared/messages/en/start.ts'
import type { OpenProjectRequest, OpenedProject } from '../../imaging.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { inspectImage } from '../source/inspect-image.ts'
import { fileSource } from '../source/image-source.ts'
import { openOra } from './ora/open-ora.ts'
import {
  projectEntries,
  projectDocumentSchema,
  projectHeadSchema,
  projectVersion,
  type ProjectDocument,
} from './project-file.ts'
import { decodeTiles } from './tile-strips.ts'
import { ZipReader } from './zip/zip-reader.ts'
import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'

/** Larger than any legitimate one: 40,000 characters of text, some hundred layers, some thousand strips. */
const documentBytesMax = 32 * 2 ** 20

const imageBytesMax = 2 * 2 ** 30

/** A strip of 64 tiles of incompressible color. */
const stripBytesMax = 17 * 2 ** 20

/** Painted pixels of all surfaces together, in memory before they are recompressed. */
const paintedBytesMax = 16 * 2 ** 30

/** Identifies a file by its content, not by its name. */
export async function openProject(
  { path, folder }: OpenProjectRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<OpenedProject> {
  const head = await readHead(path)
  if (head === '8BPS') {
    // The PSD code is half of this process's code, and most sessions never need it.
    const { openPsd } = await import('./psd/open-psd.ts')
    return openPsd(path, folder, budget, signal)
  }
  if (head !== 'PK\x03\x04') throw unsupported(path)
  return ZipReader.open(path, async (zip) => {
    if (zip.entries.has(projectEntries.document)) return openAtelier(zip, path, folder, signal)
    if (zip.entries.has('stack.xml')) return openOra(zip, path, folder, budget, signal)
    throw unsupported(path)
  })
}

async function readHead(path: string): Promise<string> {
  try {
    const file = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
      return buffer.toString('latin1', 0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw toFileError(thrown, cannotOpen({ name: basename(path) }))
  }
}

function unsupported(path: string): AppError {
  return new AppError('media/unsupported', messages.notDocument({ name: basename(path), formats: documentFormatNames }))
}

type OpenedImage = OpenedProject['images'][number]

async function openAtelier(zip: ZipReader, path: string, folder: string, signal: AbortSignal) {
  const document = parseDocument(zip, await zip.read(projectEntries.document, documentBytesMax), basename(path))
  checkReferences(document, zip)
  const tiles = await readSurfaces(zip, document, signal)
  const images: OpenedImage[] = []
  for (const [index, image] of document.pictures.entries()) {
    images.push(await readImage(zip, image, join(folder, String(index + 1)), signal))
  }
  const { name, baseId, state } = document
  const base = images.find(({ id }) => id === baseId)
  if (base?.widthPx !== state.size.widthPx || base.heightPx !== state.size.heightPx) throw zip.damaged()
  // A layer's image may have been rendered again at another size: the file's actual size is authoritative.
  const sizes = new Map(images.map(({ id, widthPx, heightPx }) => [id, { widthPx, heightPx }]))
  const layers = state.layers.map((layer) =>
    layer.kind === 'picture' ? { ...layer, pictureSize: sizes.get(layer.assetId) ?? layer.pictureSize } : layer,
  )
  const notes: string[] = []
  return { name, baseId, state: { ...state, layers }, tiles, images, notes } satisfies OpenedProject
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
      messages.newerDocument({ name: label, version: head.data.appVersion.slice(0, 40) }),
    )
  }
  const parsed = projectDocumentSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new AppError('media/undecodable', messages.damagedDocument({ name: label }), {
    detail: { problem: z.prettifyError(parsed.error).slice(0, 500) },
  })
}

/** Checks that everything referenced exists exactly once and is of the right kind. */
function checkReferences({ state, surfaces, pictures: images, baseId }: ProjectDocument, zip: ZipReader): void {
  const imageIds = new Set(images.map(({ id }) => id))
  const placed = state.layers.flatMap((layer) => (layer.kind === 'picture' ? [layer.assetId] : []))
  const channels = new Map<string, 1 | 4>([[samplingSurfaceId, 1]])
  for (const { id } of state.masks) channels.set(id, 1)
  for (const { id, kind } of state.layers) if (kind === 'paint') channels.set(id, 4)
  const surfaceCount = 1 + state.masks.length + state.layers.filter(({ kind }) => kind === 'paint').length
  const isSound =
    channels.size === surfaceCount &&
    imageIds.size === images.length &&
    [baseId, ...placed].every((id) => imageIds.has(id)) &&
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
      throwIfAborted(signal)
      if (strip.row >= rows || strip.column + strip.count > columns) throw zip.damaged()
      paintedBytes += strip.count * tilePx * tilePx * channels
      if (paintedBytes > paintedBytesMax) {
        throw new AppError('media/too-large', messages.tooMuchPaint)
      }
      const decoded = await decodeTiles(await zip.read(strip.file, stripBytesMax), strip, id, channels)
      if (decoded === null) throw zip.damaged()
      tiles.push(...decoded)
    }
  }
  return tiles
}

async function readImage(
  zip: ZipReader,
  { id, name, file, parentId, recipe, mask, paint = null, answer }: ProjectDocument['pictures'][number],
  target: string,
  signal: AbortSignal,
): Promise<OpenedImage> {
  const extract = async (entry: string, path: string) => {
    await zip.extract(entry, path, imageBytesMax, signal)
    return { path, facts: (await inspectImage(fileSource(path))).facts }
  }
  const { path, facts } = await extract(file, `${target}-picture${extname(file).slice(0, 6)}`)
  const maskPath = mask === null ? null : (await extract(mask, `${target}-mask.png`)).path
  const paintPath = paint === null ? null : (await extract(paint, `${target}-paint.png`)).path
  const extractedAnswer = answer === null ? null : await extract(answer, `${target}-answer`)
  const { mime, widthPx, heightPx, hasAlpha } = facts
  return {
    id,
    name: name || messages.image,
    path,
    mime,
    widthPx,
    heightPx,
    hasAlpha,
    parentId,
    recipe: recipeSchema.safeParse(recipe).data ?? null,
    maskPath,
    paintPath,
    answer: extractedAnswer === null ? null : { path: extractedAnswer.path, mime: extractedAnswer.facts.mime },
  }
}
