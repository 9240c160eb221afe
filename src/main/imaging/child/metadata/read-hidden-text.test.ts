import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latinText, pngWith } from '../../../../../test/support/foreign-images.ts'
import { pngWithHiddenText, type HiddenKind } from '../../../../../test/support/hidden-text.ts'
import { recipeSchema } from '../../../../shared/domain/asset.ts'
import { bytesSource } from '../source/image-source.ts'
import { readMetadata } from './read-metadata.ts'

const read = (bytes: Uint8Array) => readMetadata(bytesSource('picture', bytes))
const kinds: readonly HiddenKind[] = ['stealth_pnginfo', 'stealth_pngcomp', 'stealth_rgbinfo', 'stealth_rgbcomp']
const infotext =
  'a fox, Füchse 狐\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 11, Size: 90x70'

describe('text hidden in the pixels', () => {
  it.each(kinds)('is found: %s', async (kind) => {
    const { details, recipe } = await read(pngWithHiddenText({ kind, text: infotext }))
    expect(details.dialect).toBe('a1111')
    expect(recipe).toMatchObject({
      prompt: 'a fox, Füchse 狐',
      seed: 11,
      generation: { negativePrompt: 'dog', steps: 20 },
    })
  })

  it('is found as written by NovelAI, in an image shorter than the signature', async () => {
    const comment = JSON.stringify({ prompt: 'x', uc: 'blurry', steps: 28, scale: 5, seed: 42, sampler: 'k_euler' })
    const words = JSON.stringify({
      Software: 'NovelAI',
      Source: 'NovelAI Diffusion V4',
      Description: 'a fox',
      Comment: comment,
    })
    const png = pngWithHiddenText({ kind: 'stealth_pngcomp', text: words, widthPx: 900, heightPx: 20 })
    const { details, recipe } = await read(png)
    expect(details.dialect).toBe('novelai')
    expect(recipe).toMatchObject({ prompt: 'a fox', seed: 42, generation: { options: { sampler: 'k_euler' } } })
  })

  it('does not override metadata stored beside the pixels', async () => {
    const hidden = pngWithHiddenText({ kind: 'stealth_pnginfo', text: infotext })
    const beside = pngWith([latinText('parameters', 'beside\nSteps: 1, Sampler: Euler, Seed: 5')])
    const chunk = beside.subarray(33, beside.indexOf('IDAT') - 4)
    const both = Buffer.concat([hidden.subarray(0, 33), chunk, hidden.subarray(33)])
    expect((await read(both)).recipe?.prompt).toBe('beside')
  })

  it.each([
    ['that claims to be longer than the image holds', { claimedBits: 0xffff_fff8 }],
    ['of no length', { claimedBits: 0 }],
    ['that is not gzip', { kind: 'stealth_pngcomp' as const, text: Buffer.from('not packed') }],
    ['that is not text', { text: Buffer.from([0xff, 0xfe, 0, 1, 2]) }],
    ['in an image too small for the signature', { widthPx: 5, heightPx: 5 }],
    ['cut off by the edge', { widthPx: 3, heightPx: 70 }],
  ])('is ignored: text %s', async (_what, change) => {
    const { details, recipe } = await read(pngWithHiddenText({ kind: 'stealth_pnginfo', text: infotext, ...change }))
    expect([details.dialect, recipe]).toEqual([null, null])
  })

  it('is survived with any content', async () => {
    const words = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
    const side = fc.integer({ min: 1, max: 160 })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        words,
        fc.option(fc.nat(0xffff_ffff)),
        side,
        side,
        async (kind, text, claimed, widthPx, heightPx) => {
          const claimedBits = claimed === null ? {} : { claimedBits: claimed }
          const { recipe } = await read(pngWithHiddenText({ kind, text: text, widthPx, heightPx, ...claimedBits }))
          if (recipe !== null) expect(recipeSchema.safeParse(recipe).success).toBe(true)
        },
      ),
      { numRuns: 150 },
    )
  })
})
