import { join } from 'node:path'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import { projectRoot } from '../../scripts/setup/project.mjs'
import type { Size } from '../../src/shared/util/geometry.ts'

const noisePx = 2_048

/**
 * Writes an image with a photograph's statistics at any size: the sample enlarged, with sensor noise. JPEG or PNG by
 * extension.
 */
export async function writePhotograph(path: string, { widthPx, heightPx }: Size): Promise<void> {
  const noise = await sharp({
    create: {
      width: Math.min(noisePx, widthPx),
      height: Math.min(noisePx, heightPx),
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 8, sigma: 6 },
    },
  })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const image = sharp(join(projectRoot, 'resources/samples/coffee.png'), { limitInputPixels: false })
    .resize(widthPx, heightPx, { fit: 'fill' })
    .composite([{ input: noise, blend: 'add', tile: true }])
  await (path.endsWith('.png') ? image.png({ compressionLevel: 1 }) : image.jpeg({ quality: 90 })).toFile(path)
}
