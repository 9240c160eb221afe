import * as messages from '../../../../shared/messages/en/layered-files.ts'
import type { SaveLayeredRequest } from '../../imaging.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { decodeImage } from '../source/decode-image.ts'
import { decodedBytes, inspectImage, type InspectedImage } from '../source/inspect-image.ts'
import { fileSource } from '../source/image-source.ts'
import { largestLayerBytes } from './open-layer.ts'
import { saveOra } from './ora/save-ora.ts'
import { createWholeLayers } from './whole-layers.ts'

/** For programs with layer support: everything in 8-bit sRGB, rendered in its place. */
export async function saveLayered(
  request: SaveLayeredRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<{ readonly notes: readonly string[] }> {
  const base = await inspectImage(fileSource(request.originalPath))
  const { wholeLayers, cut } = createWholeLayers(base.facts)
  const layerBytes = await largestLayerBytes(request.layers.map(({ layer }) => layer))
  await budget.run(decodedBytes(base) * 3 + layerBytes, signal, async () => {
    const ground = await decodeImage(base, signal)
    if (request.format === 'ora') return saveOra(request, ground, wholeLayers, signal)
    const { savePsd } = await import('./psd/save-psd.ts')
    return savePsd(request, ground, wholeLayers, signal)
  })
  return { notes: [...notesOn(base, request.format), ...cutNotes(cut())] }
}

/** Notes on layers enlarged far beyond the canvas. */
function cutNotes(names: readonly string[]): string[] {
  if (names.length === 0) return []
  return [messages.croppedToCanvas({ names: names.map((name) => messages.quoted({ name })).join(', ') })]
}

function notesOn({ bitDepth }: InspectedImage, format: string): string[] {
  if (bitDepth === 8) return []
  return [messages.savedWith8Bits({ format: format.toUpperCase() })]
}
