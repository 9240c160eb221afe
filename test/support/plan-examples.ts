import { blankRequest as unsetRequest, type PlanRequest } from '../../src/shared/domain/generation.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import type { ModelCard } from '../../src/shared/domain/model-card.ts'
import type { Size } from '../../src/shared/util/geometry.ts'
import { defineModel, inputRule, perImage, sizeList } from '../../src/main/providers/core/define-model.ts'
import type { PlanFacts } from '../../src/main/providers/core/plan/planned-call.ts'
import { planRequest } from '../../src/main/providers/core/plan/plan-request.ts'

export const assetId = (digit: string) => `01A0000000000000000000000${digit}` as AssetId

/** Prompt only, with the model's defaults. */
export const blankRequest: PlanRequest = {
  ...unsetRequest,
  provider: 'bfl',
  model: 'lumen-2',
  prompt: 'a lighthouse at dusk',
}

/** Text-to-image only, one image per call, no settings. */
export const plainCard = defineModel({
  id: 'lumen-2',
  label: 'Lumen 2',
  sizes: sizeList('1024x1024', '1536x1024'),
  price: perImage(0.04, '2026-11-01'),
})

/** Has every setting there is. */
export const painterCard = defineModel({
  ...plainCard,
  edits: 'instruction',
  variations: 'native',
  mask: 'hard',
  referencesMax: 2,
  hasNegativePrompt: true,
  seed: 'yes',
  seedMax: 2_147_483_647,
  guidance: { min: 1, max: 10, default: 4 },
  steps: { min: 1, max: 50, default: 28 },
  strength: { min: 0.1, max: 0.9, default: null },
  qualities: ['draft', 'standard', 'hd'],
  stylePresets: ['oil'],
  loras: { max: 2, minScale: 0, maxScale: 2 },
  input: inputRule(),
  formats: ['png', 'jpeg'],
  hasSafetySetting: true,
})

const facts: PlanFacts = { providerLabel: 'Lumen Labs', isOwnBaseUrl: false }

/** Plans a request for the painter card, or for a variation of it. */
export function planFor(
  changes: Partial<PlanRequest>,
  card: Partial<ModelCard> = {},
  { source = null, ...more }: { source?: Size | null } & Partial<PlanFacts> = {},
) {
  const request = { ...blankRequest, ...changes }
  const planned = planRequest(request, { ...painterCard, ...card }, source, { ...facts, ...more })
  return { ...planned, codes: planned.plan.warnings.map(({ code }) => code), call: planned.calls[0] }
}

/** An edit of an image. */
export const editRequest: Partial<PlanRequest> = { operation: 'edit', sourceId: assetId('1'), prompt: 'more steam' }
