import type { ProviderView } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/cli-providers.ts'
import { stateName } from '../../providers/core/card-today.ts'
import { defineCommand } from '../program/command.ts'
import { describeKeySource } from './describe-key-source.ts'
import { configOption, placesOf } from '../generate/provider-options.ts'
import { successReport } from '../report.ts'

/** Sends no requests: health reflects this run only. */
export const providersCommand = defineCommand({
  name: 'providers',
  group: 'providers',
  summary: messages.providers,
  options: { config: configOption },
  examples: ['providers', 'providers --json'],
  async run(values, _args, context) {
    const { manager } = await (await context.services(placesOf(values.config))).openProviders()
    const views = await manager.list()
    const { providerModels } = await import('../../../shared/messages/en/cli-counts.ts')
    return {
      lines: views.flatMap((view) => describe(view, (count) => providerModels({ count }))),
      report: { ...successReport({}), providers: views.map(report) },
    }
  },
})

function describe(view: ProviderView, countModels: (count: number) => string): string[] {
  const current = view.models.filter(({ state, aliasOf }) => state.type !== 'retired' && !aliasOf)
  const state = view.isEnabled ? describeKey(view) : messages.off
  return [
    `${view.id.padEnd(18)} ${view.label} · ${state} · ${countModels(current.length)}`,
    ...(view.defaultModel === null ? [] : [`${' '.repeat(19)}${messages.defaultModel({ model: view.defaultModel })}`]),
  ]
}

function describeKey({ key }: ProviderView): string {
  if (key.need === 'none') return messages.keyNotNeeded
  if (key.source === null) {
    return key.need === 'optional' ? messages.optionalKeyNotSet : messages.keyNotSet({ variable: String(key.variable) })
  }
  const where = describeKeySource(key.source, String(key.variable))
  return key.ending === null ? messages.keySet({ where }) : messages.keySetEnding({ ending: key.ending, where })
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
      state: stateName(card),
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
