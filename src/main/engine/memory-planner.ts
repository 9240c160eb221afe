import type { MemorySaving } from '../../shared/domain/local-record.ts'
import type { EngineFacts } from '../../shared/domain/local-setup.ts'
import { savingWords } from '../../shared/domain/saving-words.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { MemoryPlan, MemoryPlanner, WeighedModel } from './engine.ts'
import { fitMemory, fitsWith, freeMemoryOf, noSaving, saveMore } from './fit-memory.ts'

/** `systemBytes`: of the computer's own memory, what is free now. */
export function createMemoryPlanner(systemBytes: () => number): MemoryPlanner {
  let devices: EngineFacts['devices'] | null = null
  /** Where memory ran out after all: from so many pixels on, draw like this. */
  const learned = new Map<string, { readonly pixels: number; readonly saving: MemorySaving }>()

  const freeNow = () => devices && freeMemoryOf(devices, systemBytes())

  function planOf({ id, weights }: WeighedModel, size: Size, wished: MemorySaving | null = null) {
    const free = freeNow()
    const planned = free && fitMemory(weights, size, free)
    const better = learned.get(id)
    const learnedSaving = better && pixelsOf(size) >= better.pixels ? better.saving : null
    const own = learnedSaving ?? planned?.saving ?? noSaving
    // What ran out of memory once is not tried again; a wish comes before what is merely faster.
    const isWishMet = wished !== null && !learnedSaving && (free === null || fitsWith(wished, weights, size, free))
    return { planned, saving: isWishMet ? wished : own }
  }

  return {
    note: (next) => void (devices = next),
    plan: (model, size) => planOf(model, size).planned,
    saving: (model, size, wished) => planOf(model, size, wished).saving,
    warnings(model, size, wished) {
      const { planned, saving } = planOf(model, size, wished)
      const { label } = model
      if (wished && !isSame(wished, saving)) return [{ code: 'saving-differs', message: otherWords(wished, saving) }]
      if (planned?.fit === 'does-not-fit') return [{ code: 'memory-short', message: shortWords(label, planned) }]
      const ways = savingWords(saving)
      if (ways.length === 0) return []
      return saving.weights !== 'device'
        ? [{ code: 'memory-short', message: `${label} fits with offload, which is slower: ${ways.join(', ')}.` }]
        : [{ code: 'memory-saved', message: `To save memory: ${ways.join(', ')}.` }]
    },
    async draw(model, size, draw, wished) {
      const { saving: first } = planOf(model, size, wished)
      try {
        return await draw(first)
      } catch (thrown) {
        if (!isOutOfMemory(thrown)) throw thrown
        const more = saveMore(first, freeNow()?.deviceBytes === null)
        if (more === null) throw withRemedy(thrown)
        const drawn = await draw(more).catch((again: unknown) => Promise.reject(withRemedy(again)))
        learned.set(model.id, { pixels: pixelsOf(size), saving: more })
        return drawn
      }
    },
  }
}

const pixelsOf = ({ widthPx, heightPx }: Size) => widthPx * heightPx

const isOutOfMemory = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code === 'engine/out-of-memory'

function withRemedy(thrown: unknown): unknown {
  if (!isOutOfMemory(thrown)) return thrown
  return new AppError(
    'engine/out-of-memory',
    `There was not enough memory, even with everything saved. Choose a smaller size or a model of lower precision, or close other programs. ${thrown.message}`,
  )
}

function shortWords(label: string, { neededBytes, freeBytes }: MemoryPlan): string {
  return `${label} needs about ${sizeOf(neededBytes)} for this, and ${sizeOf(freeBytes)} are free: it will probably fail. Choose a smaller size or a model of lower precision, or close other programs.`
}

const sizeOf = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`

const joined = (saving: MemorySaving) => savingWords(saving).join(', ')

const isSame = (one: MemorySaving, other: MemorySaving) => joined(one) === joined(other)

function otherWords(wished: MemorySaving, saving: MemorySaving): string {
  const [now, then] = [saving, wished].map((each) => joined(each) || 'nothing saved')
  return `Memory is saved otherwise than when it was first drawn (${now}; then: ${then}), because of what is free now. The image may differ.`
}
