import type { Warning } from '../../shared/domain/generation.ts'
import { type MemorySaving, describeSavings } from '../../shared/domain/local-record.ts'
import type { EngineFacts } from '../../shared/domain/local-setup.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import { joinList } from '../../shared/messages/formats.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { MemoryPlan } from './fit-memory.ts'
import type { ModelWeights } from './fit-memory.ts'
import type { MemoryPlanner, WeighedModel } from './engine.ts'
import { fitMemory, fitsWith, formatGigabytes, freeMemoryOf, noSaving, othersIn, saveMore } from './fit-memory.ts'

/**
 * `systemBytes`: free system memory now. `lookAnew`: reads the devices while the engine holds nothing; null = unknown.
 */
export function createMemoryPlanner(
  systemBytes: () => number,
  lookAnew: () => Promise<EngineFacts['devices'] | null> = () => Promise.resolve(null),
): MemoryPlanner {
  let devices: EngineFacts['devices'] | null = null
  /** What was learned when memory ran out despite the plan: from this many pixels on, use this saving. */
  const learned = new Map<string, { readonly pixels: number; readonly saving: MemorySaving }>()

  const freeNow = () => devices && freeMemoryOf(devices, systemBytes())

  function planOf({ id, weights }: WeighedModel, size: Size, wished: MemorySaving | null = null) {
    const free = freeNow()
    const planned = free && fitMemory(weights, size, free)
    const better = learned.get(id)
    const learnedSaving = better && pixelsOf(size) >= better.pixels ? better.saving : null
    const saving = learnedSaving ?? planned?.saving ?? noSaving
    // A setting that ran out of memory is not retried; a wished saving takes precedence over a faster one.
    const isSavingEnough = wished !== null && !learnedSaving && (free === null || fitsWith(wished, weights, size, free))
    return { planned, saving: isSavingEnough ? wished : saving }
  }

  function otherAppsUse(weights: ModelWeights, size: Size): string | null {
    const free = freeNow()
    return devices && free && othersIn(devices, free, weights, size)
  }

  async function findOthers(weights: ModelWeights, size: Size): Promise<string | null> {
    // An engine that no longer responds has already reported its own failure.
    devices = (await lookAnew().catch(() => null)) ?? devices
    return otherAppsUse(weights, size)
  }

  const withRemedy = async (thrown: unknown, { weights }: WeighedModel, size: Size) =>
    isOutOfMemory(thrown) ? explain(thrown, await findOthers(weights, size)) : thrown

  return {
    findOthers,
    note: (current) => void (devices = current),
    plan: (model, size) => planOf(model, size).planned,
    saving: (model, size, wished) => planOf(model, size, wished).saving,
    warnings(model, size, wished) {
      const { planned, saving } = planOf(model, size, wished)
      const { label } = model
      if (wished && !isSame(wished, saving))
        return [{ code: 'saving-differs', message: otherSavingMessage(wished, saving) }]
      if (planned?.fit === 'does-not-fit')
        return [{ code: 'memory-short', message: shortageMessage(label, planned, otherAppsUse(model.weights, size)) }]
      return savingWarnings(label, saving, otherAppsUse(model.weights, size))
    },
    async draw(model, size, draw, wished) {
      const { saving: planned } = planOf(model, size, wished)
      try {
        return await draw(planned)
      } catch (thrown) {
        if (!isOutOfMemory(thrown)) throw thrown
        const stronger = saveMore(planned, freeNow()?.deviceBytes === null)
        if (stronger === null) throw await withRemedy(thrown, model, size)
        const drawn = await draw(stronger).catch(async (secondError: unknown) => {
          throw await withRemedy(secondError, model, size)
        })
        learned.set(model.id, { pixels: pixelsOf(size), saving: stronger })
        return drawn
      }
    },
  }
}

const pixelsOf = ({ widthPx, heightPx }: Size) => widthPx * heightPx

const isOutOfMemory = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code === 'engine/out-of-memory'

function explain({ message }: AppError, otherApps: string | null): AppError {
  const remedy = otherApps === null ? messages.notEnoughMemory : messages.outOfMemoryBecause({ others: otherApps })
  return new AppError('engine/out-of-memory', `${remedy} ${message}`)
}

function savingWarnings(label: string, saving: MemorySaving, otherApps: string | null): Warning[] {
  const ways = joined(saving)
  if (ways === '') return []
  if (saving.weights === 'device') return [{ code: 'memory-saved', message: messages.memorySaved({ ways }) }]
  const message =
    otherApps === null
      ? messages.fitsWithOffload({ label, ways })
      : messages.fitsWithOffloadBecause({ label, ways, others: otherApps })
  return [{ code: 'memory-short', message }]
}

function shortageMessage(label: string, { neededBytes, freeBytes }: MemoryPlan, otherApps: string | null): string {
  const needed = messages.needsMemory({ label, gigabytes: formatGigabytes(neededBytes) })
  if (otherApps !== null) {
    return messages.doesNotFitBecause({ needed, others: otherApps })
  }
  return messages.doesNotFit({ needed, free: formatGigabytes(freeBytes) })
}

const joined = (saving: MemorySaving) => joinList(describeSavings(saving))

const isSame = (a: MemorySaving, b: MemorySaving) => joined(a) === joined(b)

function otherSavingMessage(wished: MemorySaving, saving: MemorySaving): string {
  const current = joined(saving) || messages.nothingSaved
  const wishedText = joined(wished) || messages.nothingSaved
  return messages.savedDifferently({ current, first: wishedText })
}
