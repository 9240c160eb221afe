import { expect, it } from 'vitest'
import type { EditStep } from '../../../../shared/domain/edit-plan.ts'
import { duplicateStep, moveStep, newStep, stepsWith, type PlanMask } from './step-draft.ts'

const mask = (id: string, digest: string | null = 'a'.repeat(64)): PlanMask => ({
  id,
  name: id,
  tint: '#ff0000',
  digest,
})
const model = { provider: 'openai', model: 'gpt-image-2' } as const
const ids = (steps: readonly EditStep[]) => steps.map(({ id, maskId }) => `${id} ${maskId}`)

it('a new plan has a step for each painted mask', () => {
  const steps = stepsWith({ steps: [] }, [mask('sky'), mask('empty', null), mask('boat')], model)
  expect(ids(steps)).toEqual(['step-1 sky', 'step-2 boat'])
  expect(steps[0]).toMatchObject({ task: 'fill', model, isOn: true })
})

it('without a model a step removes what is there', () => {
  expect(newStep(mask('sky'), [], null)).toMatchObject({ task: 'remove', model: null })
})

it('a stored step has its mask as it is now, and the last one of a deleted mask', () => {
  const stored = stepsWith({ steps: [] }, [mask('sky'), mask('boat')], model)
  const now = stepsWith({ steps: [...stored] }, [mask('sky', 'b'.repeat(64))], model)
  expect(now.map((step) => step.mask?.[0])).toEqual(['b', 'a'])
})

it('steps are moved and duplicated without a shared id', () => {
  const steps = stepsWith({ steps: [] }, [mask('a'), mask('b'), mask('c')], model)
  expect(ids(moveStep(steps, 'step-3', 0))).toEqual(['step-3 c', 'step-1 a', 'step-2 b'])
  expect(ids(moveStep(steps, 'step-1', -1))).toEqual(ids(steps))
  expect(ids(moveStep(steps, 'step-1', 9))).toEqual(['step-2 b', 'step-3 c', 'step-1 a'])
  expect(ids(duplicateStep(steps, 'step-1'))).toEqual(['step-1 a', 'step-4 a', 'step-2 b', 'step-3 c'])
})
