import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { asMeant } from './as-meant.ts'
import { tools } from './tools.ts'

const generate = tools.find(({ name }) => name === 'generate_image')!.input

describe('parameters as clients send them', () => {
  it.each([
    [
      { n: '2', num_inference_steps: ' 20 ', guidance_scale: '7.5' },
      { n: 2, num_inference_steps: 20, guidance_scale: 7.5 },
    ],
    [{ estimate_only: 'true' }, { estimate_only: true }],
    [{ estimate_only: 'False' }, { estimate_only: false }],
    [{ size: '512X512' }, { size: '512x512' }],
    [{ size: ' 512 × 640 ' }, { size: '512x640' }],
    [
      { quality: 'HD', format: 'PNG' },
      { quality: 'hd', format: 'png' },
    ],
    [{ loras: [{ path: 'ink', scale: '0.5' }] }, { loras: [{ path: 'ink', scale: 0.5 }] }],
    [{ safety: { block_nsfw: 'true' } }, { safety: { block_nsfw: true } }],
  ])('%j', (sent, meant) => {
    expect(generate.parse(asMeant(generate, { prompt: 'a fox', ...sent }))).toMatchObject({ prompt: 'a fox', ...meant })
  })

  it.each([
    { seed: -1 },
    { seed: '-1' },
    { seed: null },
    { model: null },
    { n: null },
    { safety: null },
    { size: null },
  ])('leave out what %j says is absent', (sent) => {
    const [name] = Object.keys(sent)
    const read = generate.parse(asMeant(generate, { prompt: 'a fox', ...sent }))
    expect(read[name!] ?? null).toBe(name === 'n' ? 1 : null)
  })

  it('take no mask for none where the whole image would be edited instead', () => {
    const edit = tools.find(({ name }) => name === 'edit_image')!.input
    const call = { prompt: 'a door', input_image: 'photo.png', mask_image: null }
    const { error } = edit.safeParse(asMeant(edit, call))
    expect(error?.issues).toEqual([
      expect.objectContaining({ path: ['mask_image'], message: expect.stringContaining('null is no mask') }),
    ])
    for (const meant of [{ intent: 'whole' }, { frame: { left: 8 } }]) {
      expect(edit.parse(asMeant(edit, { ...call, ...meant }))['mask_image']).toBeUndefined()
    }
  })

  it('stay as they are where they are right, and where nobody knows what they mean', () => {
    const right = { prompt: '2', metadata: { note: null }, options: { steps: '20' }, n: 2 }
    expect(asMeant(generate, right)).toEqual(right)
    const wrong = { prompt: 'a fox', n: 'many', size: 'large', quality: 'best', safety: 'yes', max_cost_usd: null }
    expect(asMeant(generate, wrong)).toEqual(wrong)
    expect([asMeant(generate, null), asMeant(generate, 'text')]).toEqual([null, 'text'])
  })

  it('keep entries of lists in their places', () => {
    expect(asMeant(z.object({ tags: z.array(z.string()) }), { tags: ['a', null, 'b'] })).toEqual({
      tags: ['a', null, 'b'],
    })
  })
})
