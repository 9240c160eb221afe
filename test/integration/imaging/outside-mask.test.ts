import { readdir, readFile, writeFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CompositeRequest } from '../../../src/main/imaging/imaging.ts'
import type { Rect, Size } from '../../../src/shared/util/geometry.ts'
import {
  differingPixels,
  fileKinds,
  numbersOf,
  plainBlend,
  randomBytes,
  shownKinds,
  usualBlend,
  type FileKind,
} from './edit-files.ts'
import { isMyTurn } from '../../support/turn.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'

let real: RealImaging
let count = 0
beforeAll(async () => {
  real = await startRealImaging()
})
afterAll(() => real.close())

/** A file in the library: the original and, where the window cannot show it, its working copy. */
async function openOriginal(bytes: Uint8Array): Promise<{ originalPath: string; sourcePath: string; size: Size }> {
  const originalPath = real.at(`original-${count++}`)
  await writeFile(originalPath, bytes)
  const workingCopyPath = `${originalPath}.working.png`
  const facts = await real.imaging.prepare({
    sourcePath: originalPath,
    workingCopyPath,
    thumbnails: [],
    recovers: false,
  })
  return { originalPath, sourcePath: facts.isShowable ? originalPath : workingCopyPath, size: facts }
}

/** Scattered coverage of every strength. */
async function scatteredMask({ widthPx, heightPx }: Size, seed: number): Promise<Uint8Array> {
  const noise = randomBytes(widthPx * heightPx, seed)
  const coverage = noise.map((value, n) => (n % 3 === seed % 3 && value > 120 ? value : 0))
  coverage[Math.floor(coverage.length / 2)] = 255
  const raw = { width: widthPx, height: heightPx, channels: 1 as const }
  return Uint8Array.from(await sharp(coverage, { raw }).toColourspace('b-w').png().toBuffer())
}

async function writeResponse({ widthPx, heightPx }: Size, seed: number, channels: 3 | 4 = 3): Promise<string> {
  const path = real.at(`answer-${count++}.png`)
  const raw = { width: widthPx, height: heightPx, channels }
  await sharp(randomBytes(widthPx * heightPx * channels, seed), { raw })
    .png()
    .toFile(path)
  return path
}

async function coverageOf(path: string): Promise<Uint8Array> {
  return Uint8Array.from(await sharp(path).toColourspace('b-w').raw().toBuffer())
}

async function requestFor(
  files: { originalPath: string; sourcePath: string; size: Size },
  changes: Partial<CompositeRequest> = {},
): Promise<CompositeRequest> {
  const whole = { x: 0, y: 0, widthPx: files.size.widthPx, heightPx: files.size.heightPx }
  const frame = { widthPx: whole.widthPx, heightPx: whole.heightPx }
  return {
    sourcePath: files.sourcePath,
    originalPath: files.originalPath,
    answerPath: await writeResponse(frame, 3),
    maskPng: await scatteredMask(frame, 1),
    growPx: 0,
    featherPx: 0,
    frame,
    box: whole,
    blend: { ...plainBlend, isForced: true },
    resultPath: real.at(`result-${count}.png`),
    effectiveMaskPath: real.at(`mask-${count}.png`),
    ...changes,
  }
}

/** Composites, then compares the files pixel by pixel with an independent decoder. */
async function expectOutsideUntouched(request: CompositeRequest, kind?: FileKind): Promise<void> {
  const outcome = await real.imaging.compositeAnswer(request)
  if (outcome.type !== 'pasted') return expect.unreachable('The answer was refused.')
  const isShown = kind !== undefined && shownKinds.has(kind.name)
  const before = await numbersOf(isShown ? request.sourcePath : request.originalPath!)
  const after = await numbersOf(request.resultPath)
  expect([after.widthPx, after.heightPx]).toEqual([before.widthPx, before.heightPx])
  const effective = await coverageOf(request.effectiveMaskPath)
  const changed = differingPixels(before, after)
  const outside = changed.filter((n) => effective[n] === 0)
  expect(outside).toEqual([])
  expect(outcome).toMatchObject({ changedInside: changed.length, changedOutside: 0 })
  expect(outcome.insidePx).toBe(effective.filter((value) => value > 0).length)
  expect(outcome.insidePx + outcome.outsidePx).toBe(effective.length)
  if (kind) expect((await sharp(request.resultPath).metadata()).depth).toBe(kind.bitDepth === 16 ? 'ushort' : 'uchar')
}

describe('nothing changes outside the mask, whatever the file', () => {
  const sizes = [
    [41, 29],
    [1, 17],
    [23, 1],
  ] as const
  const soft = { growPx: 1.5, featherPx: 3, blend: { ...usualBlend, isForced: true } }
  /** In every run in all sizes, and with soft edges too; of the others a file shows whether its kind is kept. */
  const usual = ['PNG RGBA', 'PNG wide gamut of 16 bit', 'JPEG orientation 6']

  it.each(fileKinds)('$name', async (kind) => {
    const isWhole = usual.includes(kind.name) || isMyTurn(kind.name)
    for (const [widthPx, heightPx] of isWhole ? sizes : sizes.slice(0, 1)) {
      const files = await openOriginal(await kind.make(widthPx, heightPx))
      await expectOutsideUntouched(await requestFor(files), kind)
      if (isWhole) await expectOutsideUntouched(await requestFor(files, soft), kind)
    }
  })

  it('for any part, sizes, and blend settings', async () => {
    const kinds = fileKinds.filter(({ name }) => usual.includes(name))
    const files = await Promise.all(kinds.map(async (kind) => openOriginal(await kind.make(61, 47))))
    const side = fc.integer({ min: 1, max: 90 })
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          file: fc.nat(files.length - 1),
          crop: fc.record({ x: unit, y: unit, width: unit, height: unit }),
          frame: fc.record({ widthPx: side, heightPx: side }),
          answer: fc.record({ widthPx: side, heightPx: side }),
          seed: fc.nat(999),
          edge: fc.record({
            growPx: fc.double({ min: 0, max: 6, noNaN: true }),
            featherPx: fc.integer({ min: 0, max: 9 }),
          }),
          blend: fc.record({
            match: unit,
            softenPx: fc.integer({ min: 0, max: 20 }),
            isAligned: fc.boolean(),
            offsetXPx: fc.integer({ min: -80, max: 80 }),
            offsetYPx: fc.integer({ min: -3, max: 3 }),
            opacity: unit,
          }),
          hasAlpha: fc.boolean(),
        }),
        async ({ file, crop, frame, answer, seed, edge, blend, hasAlpha }) => {
          const { size } = files[file]!
          const part = partOf(size, crop)
          const request = await requestFor(files[file]!, {
            ...edge,
            crop: part,
            frame,
            box: { x: 0, y: 0, ...frame },
            answerPath: await writeResponse(answer, seed, hasAlpha ? 4 : 3),
            maskPng: await dotInside(size, part, seed),
            blend: { ...blend, isForced: true },
          })
          await expectOutsideUntouched(request)
        },
      ),
      { numRuns: isMyTurn('any part') ? 40 : 12 },
    )
  })
})

function partOf({ widthPx, heightPx }: Size, relative: { x: number; y: number; width: number; height: number }): Rect {
  const x = Math.min(widthPx - 1, Math.floor(relative.x * widthPx))
  const y = Math.min(heightPx - 1, Math.floor(relative.y * heightPx))
  return {
    x,
    y,
    widthPx: 1 + Math.floor(relative.width * (widthPx - x - 1)),
    heightPx: 1 + Math.floor(relative.height * (heightPx - y - 1)),
  }
}

/** Noise over the whole image, and one pixel that is certainly in the part. */
async function dotInside({ widthPx, heightPx }: Size, part: Rect, seed: number): Promise<Uint8Array> {
  const coverage = randomBytes(widthPx * heightPx, seed).map((value) => (value > 250 ? value : 0))
  coverage[part.y * widthPx + part.x] = 200
  const raw = { width: widthPx, height: heightPx, channels: 1 as const }
  return Uint8Array.from(await sharp(coverage, { raw }).toColourspace('b-w').png().toBuffer())
}

describe('a result', () => {
  it.each(['PNG Display P3', 'JPEG Display P3', 'PNG wide gamut of 16 bit'])(
    'keeps the profile of a %s',
    async (name) => {
      const kind = fileKinds.find((candidate) => candidate.name === name)!
      const files = await openOriginal(await kind.make(30, 20))
      const request = await requestFor(files)
      await real.imaging.compositeAnswer(request)
      const [before, after] = [await sharp(files.originalPath).metadata(), await sharp(request.resultPath).metadata()]
      expect(after.icc).toEqual(before.icc)
    },
  )

  it.each(['PNG Display P3', 'PNG wide gamut of 16 bit'])(
    'shows the exact colors of the response in a %s',
    async (name) => {
      const kind = fileKinds.find((candidate) => candidate.name === name)!
      const files = await openOriginal(await kind.make(30, 20))
      const answerPath = real.at(`colour-${count++}.png`)
      const color = { r: 200, g: 90, b: 60 }
      await sharp({ create: { width: 30, height: 20, channels: 3, background: color } })
        .png()
        .toFile(answerPath)
      const request = await requestFor(files, { answerPath })
      await real.imaging.compositeAnswer(request)
      const result = await openOriginal(await readFile(request.resultPath))
      const shown = await numbersOf(result.sourcePath)
      const effective = await coverageOf(request.effectiveMaskPath)
      const inside = effective.findIndex((value) => value === 255)
      const found = [0, 1, 2].map((channel) => shown.rgba[inside * 4 + channel]! / 257)
      ;[color.r, color.g, color.b].forEach((wanted, n) => expect(Math.abs(found[n]! - wanted)).toBeLessThanOrEqual(1))
    },
  )

  it('turns gray into three equal channels outside the mask', async () => {
    const gray = fileKinds.find(({ name }) => name === 'PNG 16 bit gray')!
    const files = await openOriginal(await gray.make(20, 20))
    const request = await requestFor(files)
    await real.imaging.compositeAnswer(request)
    const after = await numbersOf(request.resultPath)
    const effective = await coverageOf(request.effectiveMaskPath)
    const isGray = (n: number): boolean =>
      after.rgba[n * 4] === after.rgba[n * 4 + 1] && after.rgba[n * 4] === after.rgba[n * 4 + 2]
    expect(effective.every((value, n) => value > 0 || isGray(n))).toBe(true)
    expect(effective.some((value, n) => value > 0 && !isGray(n))).toBe(true)
  })

  it('keeps transparency and the colors of transparent pixels', async () => {
    const clear = Uint8Array.from(randomBytes(20 * 20 * 4, 8), (value, index) => (index % 4 === 3 ? 0 : value))
    const raw = { width: 20, height: 20, channels: 4 as const }
    const files = await openOriginal(await sharp(clear, { raw }).png().toBuffer())
    await expectOutsideUntouched(await requestFor(files))
  })
})

it('consecutive edits leave a corner exactly as in the original', async () => {
  const kind = fileKinds.find(({ name }) => name === 'JPEG Display P3')!
  const first = await openOriginal(await kind.make(96, 80))
  const before = await numbersOf(first.originalPath)
  let current = first
  for (const round of isMyTurn('ten consecutive edits of a file') ? Array(10).keys() : [0, 4, 9]) {
    const coverage = new Uint8Array(96 * 80)
    for (let y = 30; y < 60; y++) coverage.fill(255, y * 96 + 30 + round * 3, y * 96 + 50 + round * 3)
    const maskPng = Uint8Array.from(
      await sharp(coverage, { raw: { width: 96, height: 80, channels: 1 } })
        .toColourspace('b-w')
        .png()
        .toBuffer(),
    )
    const request = await requestFor(current, {
      maskPng,
      growPx: 2,
      featherPx: 6,
      answerPath: await writeResponse({ widthPx: 64, heightPx: 64 }, round),
      blend: { ...usualBlend, isForced: true },
    })
    await real.imaging.compositeAnswer(request)
    current = await openOriginal(await readFile(request.resultPath))
  }
  const after = await numbersOf(current.originalPath)
  for (let y = 0; y < 20; y++) {
    const row = [y * 96 * 4, (y * 96 + 96) * 4] as const
    expect(after.rgba.subarray(...row)).toEqual(before.rgba.subarray(...row))
  }
})

it('leaves no temporary files', async () => {
  expect(await real.temporaries()).toEqual([])
  expect((await readdir(real.folder)).some((name) => name.includes('profile'))).toBe(false)
})
