import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskPng } from '../../../test/support/small-images.ts'
import { blankStepSettings, stepTasks, type EditStep } from '../../shared/domain/edit-plan.ts'
import { digestOf, parsePlan, renderPlan } from './plan-file.ts'

const everything = new Uint8Array(maskPng({ widthPx: 8, heightPx: 6 }, { x: 0, y: 0, widthPx: 8, heightPx: 6 }))
const png = new Uint8Array(maskPng({ widthPx: 8, heightPx: 6 }, { x: 1, y: 1, widthPx: 3, heightPx: 2 }))
const imaging = {
  readMaskFile: async ({ bytes }: { readonly bytes: Uint8Array }) => ({
    maskPng: Uint8Array.from(bytes),
    extent: Buffer.compare(bytes, everything) === 0 ? ('everything' as const) : ('part' as const),
  }),
}
const place = { name: 'street.atelier-plan.json', folder: '/plans', imaging }
const text = fc.string({ maxLength: 60 })
const name = fc.string({ minLength: 1, maxLength: 60 }).map((each) => `n${each}`.trim())
const model = fc.constantFrom(
  { provider: 'openai', model: 'gpt-image-2' },
  { provider: 'fal', model: 'fal-ai/flux/dev' },
)

const anyStep = fc.record({
  isOn: fc.boolean(),
  maskName: name,
  seed: fc.option(fc.nat()),
  edge: fc.option(fc.record({ growPx: fc.nat(512), featherPx: fc.nat(512) })),
  rule: fc.option(
    fc.oneof(
      fc.constantFrom({ type: 'subject' as const }, { type: 'background' as const }),
      fc.record({ type: fc.constant('words' as const), words: name, isAll: fc.boolean() }),
    ),
  ),
  own: fc.oneof(
    fc.record({
      model,
      task: fc.constantFrom(...stepTasks),
      prompt: text,
      negativePrompt: text,
      strength: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      fillModel: fc.constant(null),
    }),
    fc.record({ model: fc.constant(null), task: fc.constant('remove' as const), fillModel: fc.option(name) }),
  ),
})

describe('a plan as a file', () => {
  it('is read as it was saved', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 6 }), name, async (drawn, title) => {
        const steps = drawn.map(({ own, ...step }, at) => ({
          ...blankStepSettings,
          prompt: '',
          ...step,
          ...own,
          id: `step-${at + 1}`,
          maskId: `plan-${at + 1}`,
          mask: step.rule === null ? digestOf(png) : null,
          take: 0,
        })) as EditStep[]
        const masks = new Map([[digestOf(png), png]])
        const read = await parsePlan(renderPlan({ name: title, steps, masks }), place)
        expect(read.name).toBe(title)
        expect(read.steps).toEqual(steps)
        for (const [digest, mask] of read.masks) expect(digestOf(mask)).toBe(digest)
      }),
      { numRuns: 100 },
    )
  })

  it('of megabytes that breaks off is not read as YAML, which would take minutes', async () => {
    const reading = parsePlan(`[${'1,\n'.repeat(1_000_000)}`, place)
    await expect(reading).rejects.toMatchObject({
      code: 'request/invalid',
      message: expect.stringContaining('end of JSON input'),
    })
  })

  it('reads YAML, and takes its name from the file', async () => {
    const { name: title, steps } = await parsePlan('steps: [{ mask: { find: background } }]', place)
    expect(title).toBe('street')
    expect(steps[0]).toMatchObject({ task: 'remove', model: null, rule: { type: 'background' }, maskName: 'Step 1' })
  })

  it('refuses a mask of everything, where a model would be paid for it', async () => {
    const mask = { png: Buffer.from(everything).toString('base64'), width: 8, height: 6 }
    const plan = (step: object) => parsePlan(JSON.stringify({ steps: [{ mask, ...step }] }), place)
    await expect(plan({ model: 'openai/gpt-image-2', prompt: 'a door' })).rejects.toMatchObject({
      message: expect.stringContaining('steps[0].mask.png: covers the whole image'),
    })
    expect((await plan({})).masks.size).toBe(1)
  })

  it.each([
    ['steps: []', 'steps: add at least one step'],
    ['[', 'is neither JSON nor YAML'],
    ['steps: [{ mask: { find: sky } }]', 'steps[0].mask.find'],
    ['steps: [{ mask: { find: subject, words: x } }]', 'steps[0].mask: give exactly one'],
    ['steps: [{ mask: { find: subject, all: true } }]', 'steps[0].mask: all belongs to words'],
    ['steps: [{ mask: { png: AAAA, width: 1, height: 1 } }]', 'steps[0].mask.png: is not a PNG'],
    ['steps: [{ mask: { png: AAAA } }]', 'steps[0].mask: png needs width and height'],
    ['steps: [{ mask: { file: /etc/mask.png } }]', 'steps[0].mask.file: must be in the folder'],
    ['steps: [{ mask: { file: a/../../mask.png } }]', 'steps[0].mask.file: must be in the folder'],
    ['steps: [{ mask: { find: subject }, model: unknown/x }]', 'steps[0].model: “unknown/x”'],
    ['steps: [{ mask: { find: subject }, task: fill }]', 'steps[0].task: content-aware fill'],
    ['steps: [{ mask: { find: subject }, model: openai/x, fill_model: y }]', 'steps[0].fill_model: give model or'],
    ['{ steps: [{ mask: { find: subject } }], extra: 1 }', 'extra'],
  ])('%s is refused with the field that is wrong', async (yaml, problem) => {
    await expect(parsePlan(yaml, place)).rejects.toMatchObject({
      code: 'request/invalid',
      message: expect.stringContaining(problem),
    })
  })
})
