import type { ModelCard } from '../../../shared/domain/model-card.ts'
import type { ModelRef } from '../../../shared/domain/provider.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { didYouMean } from '../../../shared/util/did-you-mean.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import type { ProviderManager } from '../provider-manager.ts'
import type { ProviderContext } from './provider-context.ts'

export interface ModelActions extends Pick<
  ProviderManager,
  'requireModel' | 'refreshModels' | 'addModel' | 'removeModel'
> {
  /** An unasked look at a service's list. A failure is no news. */
  lookAtModels(adapter: ProviderAdapter): void
}

export function createModelActions(desk: ProviderContext): ModelActions {
  const { shelf, choices } = desk

  async function requireModel({ provider, model }: ModelRef): Promise<ModelCard> {
    const adapter = desk.requireAdapter(provider)
    const problem = choices.get(provider).isEnabled ? adapter.whyNot?.() : disabled(adapter)
    if (problem) throw problem
    const place = await desk.placeOf(adapter)
    const standsForLoaded = adapter.loadedModels?.includes(model) === true
    if (standsForLoaded && (await shelf.readOnce(adapter, place))) desk.announce(provider)
    const card = await shelf.find(adapter, place, model)
    if (card) return card
    if (adapter.addModelHint === null) throw unknown(adapter, model)
    return shelf.describe(adapter, place, model)
  }

  return {
    requireModel,
    lookAtModels(adapter) {
      if (adapter.listModels === undefined) return
      void desk
        .placeOf(adapter)
        .then((place) => shelf.refresh(adapter, place, 'quiet'))
        .then(
          () => desk.announce(adapter.id),
          () => undefined,
        )
    },
    async refreshModels(id) {
      const adapter = desk.requireAdapter(id)
      await shelf.refresh(adapter, await desk.placeOf(adapter), 'check')
      desk.announce(id)
      return desk.viewOf(id)
    },
    async addModel(id, typed) {
      const adapter = desk.requireAdapter(id)
      const model = typed.trim()
      const place = await desk.placeOf(adapter)
      const offered = await shelf.list(adapter, place)
      const isThere = offered.some((card) => card.id === model && card.origin !== 'added')
      if (isThere) return desk.viewOf(id)
      if (adapter.addModelHint === null) throw unknown(adapter, model)
      await shelf.describe(adapter, place, model)
      await desk.changeSettings(id, (before) => ({
        ...before,
        addedModels: [...new Set([...(before.addedModels ?? []), model])],
      }))
      desk.announce(id)
      return desk.viewOf(id)
    },
    async removeModel(id, model) {
      const adapter = desk.requireAdapter(id)
      await desk.changeSettings(id, (before) => ({
        ...before,
        addedModels: (before.addedModels ?? []).filter((added) => added !== model),
      }))
      await shelf.forget(adapter, await desk.placeOf(adapter), model)
      desk.announce(id)
      return desk.viewOf(id)
    },
  }
}

export function disabled({ label }: ProviderAdapter): AppError {
  return new AppError(
    'provider/disabled',
    `${label} is switched off, so nothing was sent. Switch it on on the Models page.`,
  )
}

function unknown({ label, models }: ProviderAdapter, model: string): AppError {
  const near = didYouMean(
    model,
    models.map(({ id }) => id),
  )
  return new AppError(
    'provider/unknown-model',
    `${label}: there is no model “${model}” for you, and others cannot be added.${near || ' Choose one of its list.'}`,
  )
}
