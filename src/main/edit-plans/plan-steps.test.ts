import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blankStepSettings, stepTasks, type EditStep } from '../../shared/domain/edit-plan.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { intersectRects } from '../../shared/util/geometry.ts'
import { planRequest } from '../providers/core/plan/plan-request.ts'
import { registry } from '../providers/registry.ts'
import { planStep, type StepModels } from './plan-steps.ts'

const all = Object.values(registry).flatMap(({ id, models }) => models.map((card) => ({ provider: id, card })))
const image = { id: '01JD3Q0000000000000000000A' as AssetId, widthPx: 3_000, heightPx: 2_000 }
const whole = { x: 0, y: 0, widthPx: image.widthPx, heightPx: image.heightPx }

/** The real planner with the real cards. */
const planner = {
  plan: async (...[request, size]: Parameters<StepModels['manager']['plan']>) => {
    const { card } = all.find((each) => each.provider === request.provider && each.card.id === request.model)!
    return planRequest(request, card, size, { providerLabel: 'It', isOwnBaseUrl: false }).plan
  },
}

const models: StepModels = {
  manager: planner,
  fillModel: (name) => (name === 'lama' ? Promise.resolve(null) : Promise.reject(new Error('No such model.'))),
}

const step: EditStep = {
  ...blankStepSettings,
  id: 'step-1',
  isOn: true,
  maskId: 'mask-1',
  maskName: 'Sky',
  mask: 'a'.repeat(64),
  task: 'fill',
  prompt: 'a kite',
  model: null,
  take: 0,
}

const anyBounds = fc.record({
  x: fc.nat(2_700),
  y: fc.nat(1_700),
  widthPx: fc.integer({ min: 1, max: 300 }),
  heightPx: fc.integer({ min: 1, max: 300 }),
})

describe('planStep', () => {
  it('says why a model cannot make a step, warns of what it ignores, and sees all it changes, for every model card', async () => {
    const strengths = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null })
    await fc.assert(
      fc.asyncProperty(
        fc.nat(all.length - 1),
        anyBounds,
        fc.constantFrom(...stepTasks),
        strengths,
        async (at, ...rest) => {
          const [bounds, task, strength] = rest
          const { provider, card } = all[at]!
          const wanted = { ...step, model: { provider, model: card.id }, task, strength }
          const planned = await planStep(wanted, image, bounds, models)
          if (planned.step === null) {
            expect(planned.problem).not.toBe('')
            return
          }
          const { changed, seen } = planned.step
          expect(intersectRects(changed, bounds)).toEqual(bounds)
          expect(intersectRects(seen, changed)).toEqual(changed)
          expect(intersectRects(seen, whole)).toEqual(seen)
          if (strength === null) return
          const isTaken = card.strength !== null && strength >= card.strength.min && strength <= card.strength.max
          if (!isTaken) expect(planned.warnings.length, `${card.id} ${strength}`).toBeGreaterThan(0)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('asks for a prompt only where a model needs one', async () => {
    const bounds = { x: 10, y: 10, widthPx: 50, heightPx: 50 }
    const model = { provider: 'openai', model: 'gpt-image-2' } as const
    const problemOf = async (change: Partial<EditStep>) =>
      (await planStep({ ...step, prompt: '', ...change }, image, bounds, models)).problem
    expect(await problemOf({ model })).toBe('Enter a prompt.')
    expect(await problemOf({ model, task: 'remove' })).toBeNull()
    expect(await problemOf({ model: null })).toBeNull()
  })

  it('fills without a model for nothing, and not where nothing is painted', async () => {
    const bounds = { x: 10, y: 10, widthPx: 50, heightPx: 50 }
    expect(await planStep(step, image, bounds, models)).toMatchObject({ usd: 0, problem: null, warnings: [] })
    expect(await planStep(step, image, null, models)).toMatchObject({ step: null })
  })

  it('uses the edge, seed and local model of a step, and says where there is no such model', async () => {
    const bounds = { x: 100, y: 100, widthPx: 50, heightPx: 50 }
    const edge = { growPx: 10, featherPx: 20 }
    expect(await planStep({ ...step, edge }, image, bounds, models)).toMatchObject({ step: edge })
    expect(await planStep({ ...step, fillModel: 'lama' }, image, bounds, models)).toMatchObject({ problem: null })
    expect(await planStep({ ...step, fillModel: 'none' }, image, bounds, models)).toMatchObject({ step: null })
    const large = await planStep({ ...step, seed: 0x1_0000_0000 }, image, bounds, models)
    expect(large.problem).toContain('4294967295')
  })
})
