import type { SaveLayeredRequest } from '../../imaging.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { decodePicture } from '../source/decode-picture.ts'
import { decodedBytes, inspectPicture, type InspectedPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'
import { largestLayerBytes } from './open-layer.ts'
import { saveOra } from './ora/save-ora.ts'
import { createWholeLayers } from './whole-layers.ts'

/** For programs that know layers: everything in 8-bit sRGB, rendered in its place. */
export async function saveLayered(
  request: SaveLayeredRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<{ readonly notes: readonly string[] }> {
  const base = await inspectPicture(fileSource(request.originalPath))
  const { wholeLayers, cut } = createWholeLayers(base.facts)
  const layerBytes = await largestLayerBytes(request.layers.map(({ layer }) => layer))
  await budget.run(decodedBytes(base) * 3 + layerBytes, signal, async () => {
    const ground = await decodePicture(base, signal)
    if (request.format === 'ora') return saveOra(request, ground, wholeLayers, signal)
    const { savePsd } = await import('./psd/save-psd.ts')
    return savePsd(request, ground, wholeLayers, signal)
  })
  return { notes: [...notesOn(base, request.format), ...cutNotes(cut())] }
}

/** What was enlarged far beyond the canvas. */
function cutNotes(names: readonly string[]): string[] {
  if (names.length === 0) return []
  return [`Too large to be saved whole, so cut at the canvas: ${names.map((name) => `“${name}”`).join(', ')}.`]
}

function notesOn({ bitDepth }: InspectedPicture, format: string): string[] {
  if (bitDepth === 8) return []
  return [
    `The image has more than 8 bits per color; the ${format.toUpperCase()} file has 8. An .atelier file keeps all of them.`,
  ]
}
