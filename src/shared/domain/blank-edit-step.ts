import type { EditStep } from './edit-plan.ts'

/** A step's settings that are rarely changed. */
export const blankStepSettings: Pick<EditStep, 'negativePrompt' | 'fillModel' | 'strength' | 'seed' | 'edge' | 'rule'> =
  {
    negativePrompt: '',
    fillModel: null,
    strength: null,
    seed: null,
    edge: null,
    rule: null,
  }
