/**
 * fill-image.ts image.png mask.png out.png [--seed N] [--cold]: fills the white part of the mask and writes the image
 * and `out.png.json` with `timing_ms`, which covers decoding, filling, and encoding. A small fill runs first as a
 * warm-up, because the application keeps its process and workers alive; `--cold` skips it.
 */
import { writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { contentAwareFill, defaultColorAdaptation } from '../../src/main/imaging/child/fill/index.ts'

const args = process.argv.slice(2).filter((word, i, all) => !word.startsWith('--') && all[i - 1] !== '--seed')
const [imagePath, maskPath, outPath] = args
const seedAt = process.argv.indexOf('--seed')
const seed = seedAt > 0 ? Number(process.argv[seedAt + 1]) : 1
if (imagePath === undefined || maskPath === undefined || outPath === undefined) {
  throw new Error('usage: fill-image.ts image.png mask.png out.png [--seed N] [--cold]')
}

async function warmUp(): Promise<void> {
  const side = 256
  const rgba = new Uint8Array(side * side * 4)
  for (let i = 0; i < rgba.length; i++) rgba[i] = i % 4 === 3 ? 255 : (i * 2654435761) >>> 24
  const mask = new Uint8Array(side * side)
  for (let y = 90; y < 170; y++) mask.fill(255, y * side + 90, y * side + 170)
  for (const turn of [1, 2]) {
    await contentAwareFill({
      widthPx: side,
      heightPx: side,
      rgba,
      mask,
      sampling: null,
      seed: turn,
      colourAdaptation: 0.7,
    })
  }
  const png = await sharp(rgba, { raw: { width: side, height: side, channels: 4 } })
    .png()
    .toBuffer()
  await sharp(png).ensureAlpha().raw().toBuffer()
}

async function fillFile(image: string, maskFile: string, out: string): Promise<void> {
  const started = performance.now()
  const source = sharp(image)
  const [{ data, info }, metadata, coverage] = await Promise.all([
    source.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true }),
    sharp(image).metadata(),
    sharp(maskFile).extractChannel(0).raw().toBuffer(),
  ])
  const decoded = performance.now()
  let firstPreview: number | null = null
  const rgba = new Uint8Array(data)
  const patch = await contentAwareFill({
    widthPx: info.width,
    heightPx: info.height,
    rgba,
    mask: new Uint8Array(coverage),
    sampling: null,
    seed,
    colourAdaptation: defaultColorAdaptation,
    onPreview: () => (firstPreview ??= performance.now() - decoded),
  })
  const filled = performance.now()
  for (let y = 0; y < patch.heightPx; y++) {
    const row = patch.rgba.subarray(y * patch.widthPx * 4, (y + 1) * patch.widthPx * 4)
    rgba.set(row, ((patch.y + y) * info.width + patch.x) * 4)
  }
  const written = sharp(rgba, { raw: { width: info.width, height: info.height, channels: 4 } })
  await (metadata.hasAlpha ? written : written.removeAlpha()).png({ compressionLevel: 2 }).toFile(out)
  const ended = performance.now()
  const timing = {
    timing_ms: ended - started,
    decode_ms: decoded - started,
    fill_ms: filled - decoded,
    encode_ms: ended - filled,
    first_preview_ms: firstPreview,
    peak_rss_mb: process.resourceUsage().maxRSS / 1024,
  }
  writeFileSync(`${out}.json`, JSON.stringify(timing))
  console.log(JSON.stringify(timing))
}

if (!process.argv.includes('--cold')) await warmUp()
await fillFile(imagePath, maskPath, outPath)
process.exit(0)
