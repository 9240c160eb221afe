import sharp from 'sharp'

export interface MaskCoverage {
  readonly widthPx: number
  readonly heightPx: number
  /** One byte a pixel, 255 = repaint. */
  readonly coverage: Uint8Array
}

/** What a mask file asks to have repainted, where that is what is white, black or transparent in it. */
export async function maskCoverage(
  file: Uint8Array,
  polarity: 'white' | 'black' | 'transparent',
): Promise<MaskCoverage> {
  const picture = polarity === 'transparent' ? sharp(file).ensureAlpha().extractChannel(3) : sharp(file).greyscale()
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  const step = info.channels
  const coverage = new Uint8Array(info.width * info.height)
  for (let index = 0; index < coverage.length; index++) {
    const value = data[index * step]!
    coverage[index] = polarity === 'white' ? value : 255 - value
  }
  return { widthPx: info.width, heightPx: info.height, coverage }
}
