import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import { plainSettings } from './engine-calls.ts'
import type { EngineModel, EngineRequest, LocalEngine } from './engine.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'

/** One operation that was tried, and how long it took. */
export interface Trial {
  readonly name: string
  readonly ms: number
  readonly note: string
}

interface TrialModel {
  readonly model: EngineModel
  /** Of the model family. */
  readonly settings: Partial<typeof plainSettings>
  /** Sides of square images, smallest first. */
  readonly sidesPx: readonly number[]
}

interface TrialOptions {
  readonly engine: Pick<LocalEngine, 'generate' | 'unload'>
  readonly libraryPath: string
  readonly subject: TrialModel
  readonly signal: AbortSignal
  readonly onTrial: (trial: Trial) => void
}

const steps = 4
/** Enough steps to cancel in the middle of them. */
const manySteps = 100

/**
 * Exercises and times what artists do with an engine: several sizes with steps and previews, a cancel in between,
 * another image after it, and unloading.
 * @throws engine/*, request/cancelled
 */
export async function tryEngine({ engine, libraryPath, subject, signal, onTrial }: TrialOptions): Promise<void> {
  const [smallest = 64] = subject.sidesPx
  const generate = (sidePx: number, count: number, watch: Parameters<LocalEngine['generate']>[2]) =>
    engine.generate(libraryPath, requestOf(subject, sidePx, count), watch)
  const report = async (name: string, work: () => Promise<string>) => {
    const startedAt = performance.now()
    const note = await work()
    onTrial({ name, ms: performance.now() - startedAt, note })
  }
  const draw = async (sidePx: number) => {
    let heardSteps = 0
    let previews = 0
    await generate(sidePx, steps, {
      signal,
      onProgress: (fraction) => void (fraction > 0 && heardSteps++),
      onPreview: () => void previews++,
    })
    return messages.stepsReported({ heardSteps, steps, previews })
  }
  await report(messages.trialLoad, () => draw(smallest))
  for (const sidePx of subject.sidesPx) await report(messages.trialSize({ side: sidePx }), () => draw(sidePx))
  const canceledAt = await cancelOnTheWay(
    (watch) => generate(subject.sidesPx.at(-1) ?? smallest, manySteps, watch),
    signal,
  )
  onTrial({
    name: messages.trialCancel,
    ms: performance.now() - canceledAt,
    note: messages.inFirstSteps({ manySteps }),
  })
  await report(messages.trialAfterCancel, () => draw(smallest))
  await report(messages.trialUnload, async () => {
    await engine.unload()
    return ''
  })
}

function requestOf(subject: TrialModel, sidePx: number, count: number): EngineRequest {
  const { model, settings } = subject
  return {
    model,
    prompt: messages.testPrompt,
    widthPx: sidePx,
    heightPx: sidePx,
    seed: 7,
    steps: count,
    ...plainSettings,
    ...settings,
    wantsPreviews: true,
  }
}

/** Returns when the cancel was sent. */
async function cancelOnTheWay(
  generate: (watch: Parameters<LocalEngine['generate']>[2]) => Promise<unknown>,
  outer: AbortSignal,
): Promise<number> {
  const controller = new AbortController()
  let canceledAt = 0
  const cancel = (fraction: number) => {
    if (fraction === 0 || canceledAt > 0) return
    canceledAt = performance.now()
    controller.abort()
  }
  const drawing = generate({ signal: AbortSignal.any([controller.signal, outer]), onProgress: cancel })
  const thrown = await drawing.then(
    () => null,
    (reason: unknown) => reason,
  )
  throwIfAborted(outer)
  if (thrown === null) throw new AppError('engine/failed', messages.cancelIgnored)
  if (!(thrown instanceof AppError) || thrown.code !== 'request/cancelled') throw thrown
  return canceledAt
}
