import type { EngineFacts } from '../../shared/domain/local-setup.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { MemoryPlan, MemoryPlanner, MemorySaving, WeighedModel } from './engine.ts'
import { fitMemory, freeMemoryOf, noSaving, saveMore } from './fit-memory.ts'

/** `systemBytes`: of the computer's own memory, what is free now. */
export function createMemoryPlanner(systemBytes: () => number): MemoryPlanner {
  let devices: EngineFacts['devices'] | null = null
  /** Where memory ran out after all: from so many pixels on, draw like this. */
  const learned = new Map<string, { readonly pixels: number; readonly saving: MemorySaving }>()

  const freeNow = () => devices && freeMemoryOf(devices, systemBytes())

  function planOf({ id, weights }: WeighedModel, size: Size) {
    const free = freeNow()
    const planned = free && fitMemory(weights, size, free)
    const better = learned.get(id)
    const saving = better && pixelsOf(size) >= better.pixels ? better.saving : (planned?.saving ?? noSaving)
    return { planned, saving }
  }

  return {
    note: (next) => void (devices = next),
    plan: (model, size) => planOf(model, size).planned,
    warnings(model, size) {
      const { planned, saving } = planOf(model, size)
      const { label } = model
      if (planned?.fit === 'does-not-fit') return [{ code: 'memory-short', message: shortWords(label, planned) }]
      const ways = waysOf(saving)
      if (ways.length === 0) return []
      return saving.weights !== 'device'
        ? [{ code: 'memory-short', message: `${label} fits with offload, which is slower: ${ways.join(', ')}.` }]
        : [{ code: 'memory-saved', message: `To save memory: ${ways.join(', ')}.` }]
    },
    async draw(model, size, draw) {
      const { saving: first } = planOf(model, size)
      try {
        return await draw(first)
      } catch (thrown) {
        if (!isOutOfMemory(thrown)) throw thrown
        const more = saveMore(first, freeNow()?.deviceBytes === null)
        if (more === null) throw withRemedy(thrown)
        const images = await draw(more).catch((again: unknown) => Promise.reject(withRemedy(again)))
        learned.set(model.id, { pixels: pixelsOf(size), saving: more })
        return images
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

const placeWords: Readonly<Record<MemorySaving['weights'], readonly string[]>> = {
  device: [],
  memory: ['weights wait in main memory'],
  streamed: ['weights come from main memory layer by layer'],
  disk: ['weights are read from the disk each time'],
}

function waysOf({ weights, isEncoderOnCpu, isFlashAttention, isVaeTiled }: MemorySaving): readonly string[] {
  return [
    ...placeWords[weights],
    ...(isEncoderOnCpu ? ['the prompt is read by the processor'] : []),
    ...(isFlashAttention ? ['flash attention'] : []),
    ...(isVaeTiled ? ['decoding in tiles'] : []),
  ]
}
