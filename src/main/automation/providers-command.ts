import type { ProviderView } from '../../shared/domain/provider.ts'
import type { Command } from './command.ts'
import { placesOf } from './generation-commands.ts'
import { readOptions, requireWords } from './read-options.ts'
import { successReport } from './report.ts'

/** What there is to draw with. Asks nobody: what is told of health is from this run. */
export const providersCommand: Command = {
  usage: 'providers [--config FILE] [--json]',
  summary: 'Lists the providers: where each one’s key comes from, its default model and what its models can do.',
  async run(words, context) {
    const { values, positionals } = readOptions(words, { config: { type: 'string' }, json: { type: 'boolean' } })
    requireWords(positionals)
    const { manager } = await (await context.services(placesOf(values, null))).openProviders()
    const views = await manager.list()
    return {
      lines: views.flatMap(describe),
      report: { ...successReport({}), providers: views.map(report) },
    }
  },
}

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
