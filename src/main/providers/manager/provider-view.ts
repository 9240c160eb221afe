import type { Health, KeyView, ProviderView } from '../../../shared/domain/provider.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { environmentNameOf, isKeyId, type KeyStatus } from '../../secrets/index.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import type { ProviderChoice } from './provider-choices.ts'

interface ViewParts {
  readonly adapter: ProviderAdapter
  readonly choice: ProviderChoice
  readonly key: Omit<KeyStatus, 'id'> | null
  readonly health: Health
  readonly models: readonly ModelCard[]
  readonly modelsRefreshedAtMs: number | null
}

export function toProviderView({ adapter, choice, key, health, ...models }: ViewParts): ProviderView {
  const { isEnabled, defaultModel, defaultSize, baseUrl, baseUrlProblem, decidedElsewhere } = choice
  return {
    id: adapter.id,
    label: adapter.label,
    kind: adapter.kind,
    key: toKeyView(adapter, key),
    // No request goes out, so nothing else can say what is wrong.
    health: baseUrlProblem ? { ...health, state: 'down', note: baseUrlProblem.message } : health,
    isEnabled,
    defaultModel,
    defaultSize,
    baseUrl,
    ownBaseUrl: adapter.baseUrl,
    decidedElsewhere,
    privacy: adapter.privacy,
    pages: adapter.pages ?? null,
    models: [...models.models],
    modelsRefreshedAtMs: models.modelsRefreshedAtMs,
    addModelHint: adapter.addModelHint,
  }
}

function toKeyView({ id, credential }: ProviderAdapter, key: Omit<KeyStatus, 'id'> | null): KeyView {
  const isTaken = credential.need !== 'none'
  return {
    need: credential.need,
    form: credential.form,
    source: isTaken ? (key?.source ?? null) : null,
    ending: isTaken ? (key?.ending ?? null) : null,
    variable: isTaken && isKeyId(id) ? environmentNameOf(id) : null,
    keychainProblem: isTaken ? (key?.keychainProblem ?? null) : null,
    pageUrl: credential.pageUrl,
  }
}
