import { readFileSync, writeFileSync } from 'node:fs'
import type { Sharp } from 'sharp'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../support/failure-of.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'

let real: RealImaging
beforeAll(async () => {
  real = await startRealImaging()
})
afterAll(() => real.close())

const sample = (name: string) => new URL(`../../../resources/samples/${name}`, import.meta.url).pathname
const cup = sample('coffee.png')
const cat = sample('chelsea.png')

function distance(a: string | null, b: string | null): number {
  const bits = BigInt(`0x${a}`) ^ BigInt(`0x${b}`)
  return bits.toString(2).replaceAll('0', '').length
}

async function changed(path: string, name: string, change: (image: Sharp) => Sharp): Promise<string> {
  writeFileSync(real.at(name), await change(sharp(readFileSync(path))).toBuffer())
  return real.at(name)
}

const hashOf = async (path: string) => (await real.imaging.describe({ path })).phash

test.each<[string, (image: Sharp) => Sharp]>([
  ['thumb.webp', (image) => image.resize(256, 256, { fit: 'inside' }).webp({ quality: 80 })],
  ['poor.jpg', (image) => image.jpeg({ quality: 25 })],
  ['brighter.png', (image) => image.modulate({ brightness: 1.15 }).png()],
  ['soft.png', (image) => image.blur(2).png()],
  ['grey.png', (image) => image.grayscale().png()],
])('%s is similar to its source and not to another image', async (name, change) => {
  const copy = await changed(cup, name, change)
  expect(distance(await hashOf(copy), await hashOf(cup))).toBeLessThanOrEqual(8)
  expect(distance(await hashOf(copy), await hashOf(cat))).toBeGreaterThan(20)
})

test('fingerprints a rotated image as it is displayed', async () => {
  const turned = await changed(cup, 'turned.jpg', (image) => image.rotate(90).withExif({}).jpeg())
  const tagged = await changed(cup, 'tagged.jpg', (image) => image.withMetadata({ orientation: 6 }).jpeg())
  expect(distance(await hashOf(turned), await hashOf(tagged))).toBeLessThanOrEqual(4)
})

test('a single-color image has no hash, and its color is named', async () => {
  const background = { r: 200, g: 20, b: 30 }
  const red = sharp({ create: { width: 40, height: 30, channels: 3, background } })
  writeFileSync(real.at('red.png'), await red.png().toBuffer())
  expect(await real.imaging.describe({ path: real.at('red.png') })).toEqual({ phash: null, colors: ['red'] })
})

async function draw(fill: string) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><circle cx="70" cy="80" r="50" fill="${fill}"/></svg>`
  writeFileSync(real.at(`${fill}.png`), await sharp(Buffer.from(svg)).png().toBuffer())
  return real.imaging.describe({ path: real.at(`${fill}.png`) })
}

test('distinguishes white and black drawings on a transparent ground, and both from an empty image', async () => {
  const [white, black, none] = [await draw('white'), await draw('black'), await draw('none')]
  expect(white.colors).toEqual(['white'])
  expect(black.colors).toEqual(['black'])
  expect(distance(white.phash, black.phash)).toBeGreaterThan(20)
  expect(none).toEqual({ phash: null, colors: [] })
})

test('refuses a file that is not an image, and handles the next one', async () => {
  writeFileSync(real.at('garbage.png'), 'not an image at all')
  expect((await failureOf(real.imaging.describe({ path: real.at('garbage.png') }))).code).toMatch(/^media\//)
  expect((await failureOf(real.imaging.describe({ path: real.at('nowhere.png') }))).code).toBe('storage/not-found')
  expect(await hashOf(cup)).not.toBeNull()
})
