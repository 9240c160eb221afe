import { sharp } from '../../../src/main/platform/pure/sharp.ts'

export interface MaskPart {
  readonly widthPx: number
  readonly heightPx: number
  readonly coverage: Uint8Array
}

/** Returns the pixels a mask file marks for repainting: one byte each, 255 = repaint. */
export async function decodeMask(file: Uint8Array, repaint: 'white' | 'black' | 'transparent'): Promise<MaskPart> {
  const { data, info } = await sharp(file)
    .ensureAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const coverage = new Uint8Array(info.width * info.height)
  for (let at = 0; at < coverage.length; at++) {
    const gray = data[at * info.channels] ?? 0
    const alpha = data[at * info.channels + 3] ?? 0
    coverage[at] = repaint === 'white' ? gray : repaint === 'black' ? 255 - gray : 255 - alpha
  }
  return { widthPx: info.width, heightPx: info.height, coverage }
}

/** Decodes base64 text, with or without a `data:` prefix. */
export function decodeBase64(text: string): Uint8Array {
  return Buffer.from(text.replace(/^data:[^,]*,/, ''), 'base64')
}
