import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import { didYouMean } from '../../../shared/domain/did-you-mean.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/provider-manager.ts'
import { sentenceGap } from '../../../shared/messages/formats.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { isForListToSay } from '../core/card-today.ts'
import type { ProviderManager } from '../provider-manager.ts'
import type { ProviderContext } from './provider-context.ts'

export interface ModelActions extends Pick<
  ProviderManager,
  'requireModel' | 'refreshModels' | 'addModel' | 'removeModel'
> {
  /** Refreshes a service's list in the background. Failures are not reported. */
  lookAtModels(adapter: ProviderAdapter): void
}

export function createModelActions(context: ProviderContext): ModelActions {
  const { modelLists, choices } = context

  async function requireModel({ provider, model }: ModelRef): Promise<ModelCard> {
    const adapter = context.requireAdapter(provider)
    const problem = choices.get(provider).isEnabled ? adapter.whyNot?.(model) : disabled(adapter)
    if (problem) throw problem
    const source = await context.listSourceOf(adapter)
    if (needsList(adapter, model) && (await modelLists.readOnce(adapter, source))) context.announce(provider)
    const card = await modelLists.find(adapter, source, model)
    if (card) return card
    if (adapter.addModelHint === null) throw unknown(adapter, model)
    return modelLists.describe(adapter, source, model)
  }

  return {
    requireModel,
    lookAtModels(adapter) {
      if (adapter.listModels === undefined) return
      void context
        .listSourceOf(adapter)
        .then((source) => modelLists.refresh(adapter, source, 'quiet'))
        .then(
          () => context.announce(adapter.id),
          () => undefined,
        )
    },
    async refreshModels(id) {
      const adapter = context.requireAdapter(id)
      await modelLists.refresh(adapter, await context.listSourceOf(adapter), 'check')
      context.announce(id)
      return context.viewOf(id)
    },
    async addModel(id, typed) {
      const adapter = context.requireAdapter(id)
      const model = typed.trim()
      const source = await context.listSourceOf(adapter)
      const offered = await modelLists.list(adapter, source)
      const isThere = offered.some((card) => card.id === model && card.origin !== 'added')
      if (isThere) return context.viewOf(id)
      if (adapter.addModelHint === null) throw unknown(adapter, model)
      await modelLists.describe(adapter, source, model)
      await context.changeSettings(id, (current) => ({
        ...current,
        addedModels: [...new Set([...(current.addedModels ?? []), model])],
      }))
      context.announce(id)
      return context.viewOf(id)
    },
    async removeModel(id, model) {
      const adapter = context.requireAdapter(id)
      await context.changeSettings(id, (current) => ({
        ...current,
        addedModels: (current.addedModels ?? []).filter((added) => added !== model),
      }))
      await modelLists.forget(adapter, await context.listSourceOf(adapter), model)
      context.announce(id)
      return context.viewOf(id)
    },
  }
}

/** Whether the service's list says what a built-in model stands for, or whether it is still offered. */
function needsList({ loadedModels, models }: ProviderAdapter, model: string): boolean {
  return loadedModels?.includes(model) === true || models.some((card) => card.id === model && isForListToSay(card))
}

export function disabled({ label }: ProviderAdapter): AppError {
  return new AppError('provider/disabled', messages.disabled({ provider: label }))
}

function unknown({ label, models }: ProviderAdapter, model: string): AppError {
  const near = didYouMean(
    model,
    models.map(({ id }) => id),
  )
  return new AppError(
    'provider/unknown-model',
    `${messages.noSuchModel({ provider: label, model })}${near || `${sentenceGap}${messages.chooseListedModel}`}`,
  )
}
