import type { ProviderView } from '../../shared/domain/provider.ts'
import { defineCommand } from './command.ts'
import { configOption, placesOf } from './provider-options.ts'
import { successReport } from './report.ts'

/** Asks nobody: health is that of this run. */
export const providersCommand = defineCommand({
  name: 'providers',
  group: 'Providers and costs',
  summary: 'List providers with their key, default model and models.',
  options: { config: configOption },
  examples: ['providers', 'providers --json'],
  async run(values, _args, context) {
    const { manager } = await (await context.services(placesOf(values.config))).openProviders()
    const views = await manager.list()
    return {
      lines: views.flatMap(describe),
      report: { ...successReport({}), providers: views.map(report) },
    }
  },
})

function describe(view: ProviderView): string[] {
  const current = view.models.filter(({ state, aliasOf }) => state.is !== 'retired' && !aliasOf)
  const state = view.isEnabled ? describeKey(view) : 'switched off'
  return [
    `${view.id.padEnd(18)} ${view.label} · ${state} · ${current.length} models`,
    ...(view.defaultModel === null ? [] : [`${' '.repeat(19)}default: ${view.defaultModel}`]),
  ]
}

function describeKey({ key }: ProviderView): string {
  if (key.need === 'none') return 'needs no key'
  if (key.source === null) return key.need === 'optional' ? 'no key set (optional)' : `no key (${key.variable})`
  const where = key.source === 'environment' ? key.variable : key.source
  return key.ending === null ? `key set (${where})` : `key set · …${key.ending} (${where})`
}

function report(view: ProviderView) {
  return {
    id: view.id,
    label: view.label,
    enabled: view.isEnabled,
    key: { source: view.key.source, ending: view.key.ending, variable: view.key.variable },
    health: view.health.state,
    default_model: view.defaultModel,
    default_size: view.defaultSize,
    base_url: view.baseUrl ?? view.ownBaseUrl,
    models: view.models.map((card) => ({
      id: card.id,
      alias_of: card.aliasOf ?? null,
      label: card.label,
      state: card.state.is,
      generate: card.canGenerate,
      edit: card.edits,
      mask: card.mask,
      variations: card.variations,
      references: card.referencesMax,
      negative_prompt: card.hasNegativePrompt,
      seed: card.seed,
    })),
  }
}
