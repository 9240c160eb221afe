import type { PlanRequest } from './generation.ts'
import { unsetNumbers } from './number-settings.ts'

/** A request with all of the model's defaults; provider and task are added by the caller. */
export const blankRequest = {
  documentId: null,
  operation: 'generate',
  prompt: '',
  negativePrompt: null,
  n: 1,
  size: null,
  aspectRatio: null,
  quality: null,
  stylePreset: null,
  seed: null,
  ...unsetNumbers,
  loras: [],
  sourceId: null,
  referenceIds: [],
  hasMask: false,
  growPx: 0,
  featherPx: 0,
  format: null,
  safety: null,
  options: {},
  trace: {},
} satisfies Omit<PlanRequest, 'provider' | 'model'>
