import { readFile, writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findHiddenBits } from '../../../src/main/imaging/child/metadata/read/hidden-bits.ts'
import { bytesSource, fileSource } from '../../../src/main/imaging/child/source/image-source.ts'
import type { ExportMetadata, ExportRequest } from '../../../src/main/imaging/imaging.ts'
import { importRecipe } from '../../../src/shared/domain/import-recipe.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import type { ExportFormat } from '../../../src/shared/util/media-type.ts'
import { pngWithHiddenText, type HiddenKind } from '../../support/hidden-text.ts'
import { isMyTurn } from '../../support/turn.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'

let real: RealImaging
let files = 0
const infotext = 'a fox, 赤い扉\nSteps: 20, Sampler: Euler, Seed: 5, Size: 90x70'

beforeAll(async () => {
  real = await startRealImaging()
})
afterAll(() => real.close())

const everything: ExportMetadata = {
  kind: { type: 'own', otherwise: null, changedBy: 'nobody' },
  generation: null,
  source: null,
  madeBy: null,
  record: {
    assetId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    parentId: null,
    ancestors: [],
    createdAtMs: 0,
    appVersion: '0.1.0',
    recipe: importRecipe,
  },
}

async function exportAs(
  format: ExportFormat,
  changes: Partial<ExportRequest>,
): Promise<{ path: string; bytes: Buffer }> {
  const path = real.at(`${(files += 1)}.${format}`)
  const { quality, isLossless, size, sharpening, profile, bitDepth } = defaultExportOptions
  const settings = { quality, isLossless, size, sharpening, profile, bitDepth }
  const file = { sourcePath: '', targetPath: path, fileName: `out.${format}`, format }
  await real.imaging.exportImage({ ...settings, ...file, metadata: everything, credentials: null, ...changes })
  return { path, bytes: await readFile(path) }
}

const deep = (png: Buffer) => sharp(png).toColourspace('rgb16')
const hide = async (kind: HiddenKind, extra: Partial<Parameters<typeof pngWithHiddenText>[0]> = {}) => {
  const path = real.at(`${kind}-${(files += 1)}.png`)
  await writeFile(path, pngWithHiddenText({ kind, text: infotext, ...extra }))
  return path
}
const hiddenIn = async (path: string) =>
  findHiddenBits(bytesSource('again.png', await sharp(path).png({ palette: false }).toBuffer()))

describe('text that another program hid in the pixels', () => {
  it.each(['stealth_pnginfo', 'stealth_pngcomp', 'stealth_rgbinfo', 'stealth_rgbcomp'] as const)(
    'is removed with all metadata, and pixels change by at most one level: %s',
    async (kind) => {
      const sourcePath = await hide(kind)
      for (const format of ['png', 'tiff', 'webp', 'avif'] as const) {
        const { path } = await exportAs(format, { sourcePath, isLossless: true, metadata: null })
        expect(await hiddenIn(path), format).toBeNull()
        const [before, after] = await Promise.all([sharp(sourcePath).raw().toBuffer(), sharp(path).raw().toBuffer()])
        expect(after).toHaveLength(before.length)
        expect(Math.max(...after.map((value, index) => Math.abs(value - before[index]!)))).toBeLessThanOrEqual(1)
      }
    },
  )

  it('is removed from the colors of a transparent image', async () => {
    const sourcePath = real.at('see-through.png')
    const opaque = pngWithHiddenText({ kind: 'stealth_rgbinfo', text: infotext })
    await writeFile(sourcePath, await sharp(opaque).ensureAlpha(0.5).png().toBuffer())
    expect(await findHiddenBits(fileSource(sourcePath))).not.toBeNull()
    const { path } = await exportAs('png', { sourcePath, metadata: null })
    expect(await hiddenIn(path)).toBeNull()
    const alpha = await sharp(path).extractChannel('alpha').raw().toBuffer()
    expect(new Set(alpha).size).toBe(1)
  })

  const asFiles: Record<string, (png: Buffer) => Promise<Buffer>> = {
    'lossless WebP': (png) => sharp(png).webp({ lossless: true, exact: true }).toBuffer(),
    'lossless AVIF': (png) => sharp(png).avif({ lossless: true, effort: 1 }).toBuffer(),
    TIFF: (png) => sharp(png).tiff({ compression: 'deflate' }).toBuffer(),
    // Each 8-bit value is repeated, which is how 8 bits become 16.
    '16-bit PNG': (png) => deep(png).png().toBuffer(),
    '16-bit TIFF': (png) => deep(png).tiff({ compression: 'deflate' }).toBuffer(),
    'PNG with EXIF orientation': (png) => sharp(png).withMetadata({ orientation: 6 }).png().toBuffer(),
  }
  const targets: readonly [ExportFormat, Partial<ExportRequest>][] = [
    ['png', {}],
    ['png', { bitDepth: '8' }],
    ['tiff', { bitDepth: '16' }],
    ['webp', { isLossless: true }],
    ['webp', { isLossless: false }],
    ['avif', { isLossless: true }],
  ]
  const sources = Object.keys(asFiles).flatMap((container, at) =>
    (['stealth_pngcomp', 'stealth_rgbcomp'] as const).map((kind) => ({ container, kind, at })),
  )

  it.each(sources)('is removed from any source: $kind in a $container', async ({ container, kind, at }) => {
    const sourcePath = real.at(`hidden-${(files += 1)}`)
    await writeFile(sourcePath, await asFiles[container]!(pngWithHiddenText({ kind, text: infotext })))
    const before = await findHiddenBits(fileSource(sourcePath))
    expect(before).not.toBeNull()
    // Each source goes to another target in every run, and to all of them in its turn.
    for (const [format, change] of isMyTurn(`${kind} in ${container}`) ? targets : targets.slice(at, at + 1)) {
      const { path } = await exportAs(format, { sourcePath, quality: 100, ...change, metadata: null })
      // Also rotated, because readers of hidden text try that.
      for (const turn of [0, 90, 270]) {
        const turned = await sharp(path).rotate(turn).png({ palette: false }).toBuffer()
        expect(await findHiddenBits(bytesSource('again.png', turned)), `${format} ${turn}`).toBeNull()
      }
    }
  })

  it('is removed when a lossy format keeps alpha exact', async () => {
    const sourcePath = await hide('stealth_pngcomp')
    for (const format of ['webp', 'avif'] as const) {
      const { path } = await exportAs(format, { sourcePath, isLossless: false, quality: 100, metadata: null })
      expect(await hiddenIn(path), format).toBeNull()
    }
    // As NovelAI writes it: lossy colors, and lossless alpha with the hidden text.
    const webp = real.at('novelai.webp')
    await writeFile(webp, await sharp(sourcePath).webp({ quality: 90 }).toBuffer())
    expect(await findHiddenBits(fileSource(webp))).not.toBeNull()
    const { path } = await exportAs('png', { sourcePath: webp, metadata: null })
    expect(await hiddenIn(path)).toBeNull()
  })

  it('is removed when it claims to be longer than the image', async () => {
    const sourcePath = await hide('stealth_pnginfo', { claimedBits: 0xffff_fff8 })
    const { path } = await exportAs('png', { sourcePath, metadata: null })
    expect(await hiddenIn(path)).toBeNull()
  })

  it('is kept exactly when all metadata is kept', async () => {
    const sourcePath = await hide('stealth_pnginfo')
    const { path } = await exportAs('png', { sourcePath })
    expect(await sharp(path).raw().toBuffer()).toEqual(await sharp(sourcePath).raw().toBuffer())
  })
})
