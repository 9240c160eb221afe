import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foreignForms } from '../../../../../test/support/foreign/all-forms.ts'
import { twoSaves } from '../../../../../test/support/foreign/comfy-graph-forms.ts'
import { textsOf, writeForeign, type ForeignForm } from '../../../../../test/support/foreign/foreign-form.ts'
import { rawPng } from '../../../../../test/fixtures/images/make-image.ts'
import { pngWith, worldText } from '../../../../../test/support/foreign-images.ts'
import { recipeSchema } from '../../../../shared/domain/asset.ts'
import { fileDetailsSchema } from '../../../../shared/domain/metadata-dialect.ts'
import { bytesSource } from '../source/image-source.ts'
import { readMetadata } from './read-metadata.ts'

const read = (bytes: Uint8Array) => readMetadata(bytesSource('picture', bytes))

const nothing = {
  negativePrompt: null,
  requestedSize: null,
  guidance: null,
  steps: null,
  strength: null,
  stylePreset: null,
  loras: [],
  options: {},
}

describe('metadata of other programs', () => {
  it.each(foreignForms)('is read completely and nothing more: $name', async (form) => {
    const { details, recipe } = await read(await writeForeign(form))
    const { prompt = null, model = null, seed = null, ...made } = form.says
    expect([details.dialect, recipe?.prompt, recipe?.model, recipe?.seed]).toEqual([form.dialect, prompt, model, seed])
    expect(recipe?.generation).toMatchObject({ ...nothing, ...made })
    expect(recipe?.generation?.options).toEqual(made.options ?? {})
    expect(details.photo.map(({ value }) => value).filter((value) => value.startsWith('{'))).toEqual([])
  })

  it.each([
    [64, 48, 'a fox', 1],
    [96, 72, 'a red fox', 2],
    [10, 10, 'a fox', 1],
  ])(
    'is read from the branch that matches the image size when a graph saves two: %i × %i',
    async (widthPx, heightPx, prompt, seed) => {
      const png = rawPng({ widthPx, heightPx, bitDepth: 8, colorType: 0 }, Buffer.alloc((widthPx + 1) * heightPx))
      const chunk = pngWith([worldText('prompt', JSON.stringify(twoSaves))])
      const { recipe } = await read(
        Buffer.concat([png.subarray(0, 33), chunk.subarray(33, chunk.indexOf('IDAT') - 4), png.subarray(33)]),
      )
      expect([recipe?.prompt, recipe?.seed]).toEqual([prompt, seed])
    },
  )

  it('is tested in forms with distinct names', () => {
    expect(new Set(foreignForms.map(({ name }) => name)).size).toBe(foreignForms.length)
    expect(foreignForms.every((form) => textsOf(form).length > 0)).toBe(true)
  })
})

/** A text with parts repeated, cut out, or replaced by characters that may break a format. */
const damage = fc.array(
  fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(40),
    fc.constantFrom(
      '',
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      '\0',
      '\ud800',
      '[["3",0]]',
      '1e999',
      '-1',
      '"x":{',
      '\n',
    ),
  ),
  { minLength: 1, maxLength: 8 },
)

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never

function spoil(text: string, changes: Damage): string {
  let spoiled = text
  for (const [position, length, replacement] of changes) {
    const at = Math.floor(position * spoiled.length)
    spoiled = spoiled.slice(0, at) + replacement + spoiled.slice(at + length)
  }
  return spoiled
}

function spoilForm(form: ForeignForm, changes: Damage): ForeignForm {
  const { texts, tags, comment, plainComment, xmp, hidden } = form
  const all = <T extends object>(named: T): T =>
    Object.fromEntries(Object.entries(named).map(([name, text]) => [name, spoil(String(text), changes)])) as T
  return {
    ...form,
    ...(texts && { texts: all(texts) }),
    ...(tags && { tags: all(tags) }),
    ...(comment !== undefined && { comment: spoil(comment, changes) }),
    ...(plainComment !== undefined && { plainComment: spoil(plainComment, changes) }),
    ...(xmp !== undefined && { xmp: spoil(xmp, changes) }),
    ...(hidden && { hidden: { ...hidden, text: spoil(hidden.text, changes) } }),
  }
}

/** An endless loop exceeds the test's own time limit. */
describe('damaged metadata of other programs', () => {
  it('is survived in every form', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...foreignForms), damage, async (form, changes) => {
        const { details, recipe } = await read(await writeForeign(spoilForm(form, changes)))
        expect(fileDetailsSchema.safeParse(details).success).toBe(true)
        if (recipe !== null) expect(recipeSchema.safeParse(recipe).error).toBeUndefined()
        expect(JSON.stringify([details, recipe]).isWellFormed()).toBe(true)
      }),
      { numRuns: 600 },
    )
  })
})
