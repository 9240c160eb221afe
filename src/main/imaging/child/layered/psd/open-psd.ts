import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { AppError, toFileError } from '../../../../../shared/errors/index.ts'
import * as messages from '../../../../../shared/messages/en/layered-files.ts'
import { cannotOpen } from '../../../../../shared/messages/en/start.ts'
import type { OpenedProject } from '../../../imaging.ts'
import type { ByteBudget } from '../../source/byte-budget.ts'
import { importLayered, type FoundDocument, type FoundLayer } from '../layered-import.ts'
import { damagedPsd } from './damaged-psd.ts'
import { colorModes, readPsdFile, type PsdFile } from './psd-file.ts'
import { findLayers } from './psd-layers.ts'
import { readPsd, type Psd } from './psd-library.ts'
import { noteExtraChannels, type PsdLosses } from './psd-losses.ts'
import { drawMerged } from './psd-merged.ts'
import { findPsdProfile } from './psd-profile.ts'
import { resourceIds } from './psd-resources.ts'

/** The format's own limit; Atelier does not open the larger variant (PSB). */
const fileBytesMax = 2 * 2 ** 30

export async function openPsd(
  path: string,
  folder: string,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<OpenedProject> {
  const label = basename(path)
  const { size: fileBytes } = await stat(path).catch((thrown: unknown) => {
    throw toFileError(thrown, cannotOpen({ name: label }))
  })
  if (fileBytes > fileBytesMax) {
    throw new AppError('media/too-large', messages.largerThan2Gb({ name: label }))
  }
  return budget.run(fileBytes * 4, signal, async () => {
    const bytes = await readFile(path)
    try {
      return await importLayered(findDocument(bytes, path), folder, signal)
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : damagedPsd(label, thrown)
    }
  })
}

/** Adobe Photoshop File Formats, "File Header Section": the modes besides `colorModes`. */
const otherModes: ReadonlyMap<number, string> = new Map([
  [4, 'CMYK'],
  [7, messages.multichannel],
  [8, messages.duotone],
  [9, 'Lab'],
])

function findDocument(bytes: Buffer, path: string): FoundDocument {
  const label = basename(path)
  const name = basename(path, extname(path))
  const file = readPsdFile(bytes, label)
  const mode = otherModes.get(file.mode)
  if (mode !== undefined) throw new AppError('media/unsupported', messages.otherColorMode({ name: label, mode }))
  straightenBoxes(bytes, file)
  const losses: PsdLosses = { missing: new Set(), asPixels: new Set() }
  const found = findLayers(parse(bytes, label), file, losses)
  const notes = file.depth > 8 ? [messages.openedWith8Bits({ name: label, bits: file.depth })] : []
  const isMerged = isFlatMode(file) || (found.layers.length === 0 && hasMergedImage(file))
  if (isMerged) {
    // Some programs write one empty layer into a document without layers.
    const isWhole = isFlatMode(file) ? file.records.length <= 1 : found.isComplete && losses.missing.size === 0
    if (!isWhole) notes.push(messages.openedMerged)
    losses.missing.clear()
    losses.asPixels.clear()
  } else if (!found.isComplete) throw damagedPsd(label)
  noteExtraChannels(losses, file)
  if (losses.missing.size > 0) notes.push(messages.notImported({ features: [...losses.missing].join(', ') }))
  if (losses.asPixels.size > 0) notes.push(messages.openedAsPixels({ features: [...losses.asPixels].join(', ') }))
  return {
    name,
    size: { widthPx: file.widthPx, heightPx: file.heightPx },
    layers: isMerged ? [mergedLayer(file, name)] : found.layers,
    groups: isMerged ? [] : found.groups,
    icc: findPsdProfile(bytes),
    notes,
  }
}

/** Photoshop has no layers in these color modes. */
function isFlatMode({ mode }: PsdFile): boolean {
  return mode === colorModes.bitmap || mode === colorModes.indexed
}

/** Photoshop leaves the merged image white where a setting says so. */
function hasMergedImage({ resources }: PsdFile): boolean {
  const version = resources.get(resourceIds.version)
  return version === undefined || version.length < 5 || version[4] !== 0
}

function mergedLayer(file: PsdFile, name: string): FoundLayer {
  const load = async () => drawMerged(file)
  return { name, isVisible: true, opacity: 1, isNormal: true, x: 0, y: 0, load }
}

/** Photoshop writes a few empty layers with a bottom above their top, which the library takes for damage. */
function straightenBoxes(bytes: Buffer, { records }: PsdFile): void {
  for (const { at } of records) {
    for (const [start, end] of [
      [at, at + 8],
      [at + 4, at + 12],
    ] as const) {
      const least = bytes.readInt32BE(start)
      if (bytes.readInt32BE(end) < least) bytes.writeInt32BE(least, end)
    }
  }
}

/** Parses only the structure: pixels are decompressed one layer at a time, on demand. */
function parse(bytes: Buffer, label: string): Psd {
  try {
    return readPsd(bytes, {
      useImageData: true,
      useRawData: true,
      skipThumbnail: true,
      skipLinkedFilesData: true,
      logMissingFeatures: false,
    })
  } catch (thrown) {
    throw damagedPsd(label, thrown)
  }
}
