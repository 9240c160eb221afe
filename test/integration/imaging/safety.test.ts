import { readFileSync, writeFileSync } from 'node:fs'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isOverLine } from '../../../src/shared/domain/cover-reason.ts'
import { safetyCheckSchema } from '../../../src/shared/domain/safety.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'

let real: RealImaging
beforeAll(async () => {
  real = await startRealImaging()
})
afterAll(() => real.close())

const sample = (name: string) => new URL(`../../../resources/samples/${name}`, import.meta.url).pathname

function gradient(): Buffer {
  const bytes = Uint8Array.from({ length: 320 * 200 * 3 }, (_, index) => (index * 7) % 256)
  return Buffer.from(bytes)
}

/** Harmless images of different kinds. */
const images: [string, () => Promise<string>][] = [
  ['a cat', () => Promise.resolve(sample('chelsea.png'))],
  ['a cup', () => Promise.resolve(sample('coffee.png'))],
  [
    'a webp thumbnail',
    async () => {
      writeFileSync(
        real.at('thumb.webp'),
        await sharp(readFileSync(sample('coffee.png')))
          .resize(256)
          .webp()
          .toBuffer(),
      )
      return real.at('thumb.webp')
    },
  ],
  [
    'transparent stripes',
    async () => {
      const stripes = sharp(gradient(), { raw: { width: 320, height: 200, channels: 3 } }).ensureAlpha(0.5)
      writeFileSync(real.at('stripes.png'), await stripes.png().toBuffer())
      return real.at('stripes.png')
    },
  ],
]

test.each(images)('the bundled model finds nothing in %s', async (_name, path) => {
  const { model, scores } = safetyCheckSchema.parse(await real.imaging.checkSafety({ path: await path() }))
  expect(model).toMatch(/^nsfwjs-\d+\.\d+\.\d+-mobilenet_v2_mid$/)
  const sum = Object.values(scores).reduce((total, score) => total + score, 0)
  expect(sum).toBeCloseTo(1, 3)
  expect(isOverLine(scores, 'strict')).toBe(false)
})

test('gives equal scores for the same image and different ones for another', async () => {
  const [first, repeated, different] = [
    await real.imaging.checkSafety({ path: sample('chelsea.png') }),
    await real.imaging.checkSafety({ path: sample('chelsea.png') }),
    await real.imaging.checkSafety({ path: sample('coffee.png') }),
  ]
  expect(repeated).toEqual(first)
  expect(different.scores).not.toEqual(first.scores)
})

test('a file that is not an image fails, and the process keeps running', async () => {
  writeFileSync(real.at('notes.png'), 'not an image')
  await expect(real.imaging.checkSafety({ path: real.at('notes.png') })).rejects.toMatchObject({
    code: 'media/unsupported',
  })
  expect((await real.imaging.checkSafety({ path: sample('coffee.png') })).scores.porn).toBeLessThan(0.1)
  expect(real.crashes()).toBe(0)
})

test('reports the installed package version', async () => {
  const { version } = JSON.parse(
    readFileSync(new URL('../../../node_modules/nsfwjs/package.json', import.meta.url), 'utf8'),
  ) as { version: string }
  expect((await real.imaging.checkSafety({ path: sample('coffee.png') })).model).toContain(`nsfwjs-${version}-`)
})
