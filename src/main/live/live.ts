import { randomUUID } from 'node:crypto'
import type { Recipe } from '../../shared/domain/asset.ts'
import type { AssetId, DocumentId, JobId } from '../../shared/domain/ids.ts'
import {
  type LiveDraw,
  type LiveFrame,
  type LiveKeep,
  type LivePause,
  liveRateMin,
  type LiveSession,
  type LiveStart,
  type LiveState,
} from '../../shared/domain/live.ts'
import type { LocalRecord } from '../../shared/domain/local-record.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import type { ReferenceUse } from '../../shared/domain/named-reference.ts'
import { mapNumberSettings } from '../../shared/domain/number-settings.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/live.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Size } from '../../shared/util/geometry.ts'
import { createFrameLine } from './frame-line.ts'
import { frameSizeOf, frameStepsOf } from './frame-size.ts'
import type { LiveRates } from './live-rates.ts'

/**
 * The live canvas: one session at a time, in which a model of this computer redraws snapshots of the canvas. Nothing
 * enters library, ledger or queue until a frame is kept.
 */
export interface Live {
  /** Ends a running session. @throws model/missing, provider/unsupported, engine/* */
  start(input: LiveStart): Promise<LiveSession>
  /** @throws storage/not-found if the session has ended, request/invalid, engine/*, model/missing */
  draw(input: LiveDraw, signal: AbortSignal): Promise<{ readonly frame: LiveFrame; readonly state: LiveState }>
  /** @throws storage/* */
  keep(input: LiveKeep): Promise<{ readonly id: JobId }>
  stop(input: { readonly id: string }): Promise<void>
  onChanged(listener: (change: LiveState & { readonly id: string }) => void): () => void
  dispose(): Promise<void>
}

/** What a model draws in one frame. */
export interface FrameRequest extends Readonly<Omit<LiveDraw, 'id' | 'snapshotPng'>> {
  readonly card: ModelCard
  readonly size: Size
  readonly snapshotPng: Uint8Array<ArrayBuffer>
  readonly steps: number
}

/** What a model gets of the prompts. */
export interface FrameWords {
  readonly prompt: string
  readonly negativePrompt: string
  /** The named references in the prompt. */
  readonly named: readonly ReferenceUse[]
}

export interface DrawnFrame {
  readonly png: Uint8Array<ArrayBuffer>
  readonly local: LocalRecord | null
  /** Drawing alone, with the model in memory. */
  readonly timingMs: number
}

/** The models of this computer, as of now. */
export interface FrameDrawing {
  readonly models: readonly ModelCard[]
  /** Cancels between two steps. @throws engine/*, model/missing, request/cancelled */
  draw(request: FrameRequest, signal: AbortSignal): Promise<DrawnFrame>
}

/** A frame on its way into the library. */
export interface KeptFrame {
  readonly documentId: DocumentId
  readonly assetId: AssetId
  readonly png: Uint8Array
  readonly recipe: Recipe
}

/** A condition that changes by itself. */
export interface Condition {
  holds(): boolean
  onChanged(listener: () => void): () => void
}

export interface LiveOptions {
  readonly openDrawing: () => Promise<FrameDrawing>
  /** Puts prompts into the form that a model gets. */
  readonly compile: (request: FrameRequest) => Promise<FrameWords>
  /** What pauses drawing for as long as it holds. */
  readonly conditions: Readonly<Record<Exclude<LivePause, 'slow'>, Condition>>
  readonly rates: LiveRates
  /** Files a frame as a result of its document. */
  readonly keep: (frame: KeptFrame) => Promise<{ readonly id: JobId }>
}

/** The page may be one frame behind when it asks to keep what it shows. */
const framesKept = 3
/** No device takes this long to warm up. */
const surelySlowMs = 10_000

const conditionNames = ['job', 'memory', 'heat'] as const

type Line = ReturnType<typeof createFrameLine<FrameRequest, Drawn>>

interface Drawn extends DrawnFrame {
  readonly number: number
  readonly words: FrameWords
  readonly request: FrameRequest
}

interface Session {
  readonly id: string
  readonly card: ModelCard
  readonly size: Size
  readonly evenIfSlow: boolean
  readonly line: Line
  /** Newest last. */
  readonly frames: Drawn[]
}

export function createLive(options: LiveOptions): Live {
  const { conditions, rates, keep } = options
  const { on: onChanged, emit } = createEmitter<[LiveState & { readonly id: string }]>()
  let session: Session | null = null
  /** Counts starts, so that of two at once the later one wins. */
  let starts = 0

  const pauseOf = ({ card, size, evenIfSlow }: Session): LivePause | null => {
    const rate = rates.of(card.id, size)
    if (!evenIfSlow && rate !== null && rate < liveRateMin) return 'slow'
    return conditionNames.find((name) => conditions[name].holds()) ?? null
  }
  const stateOf = (of: Session): LiveState => ({
    pause: pauseOf(of),
    framesPerSecond: rates.of(of.card.id, of.size),
  })

  /** What is in progress ends at once when drawing must pause: input and other work come first. */
  function follow(): void {
    if (session === null) return
    const state = stateOf(session)
    if (state.pause !== null) session.line.stop()
    emit({ id: session.id, ...state })
  }
  const stopFollowing = conditionNames.map((name) => conditions[name].onChanged(follow))

  function end(): void {
    session?.line.stop()
    session = null
  }

  const require = (id: string): Session => {
    if (session?.id === id) return session
    throw new AppError('storage/not-found', messages.sessionEnded)
  }

  return {
    onChanged,
    async start(input) {
      end()
      const mine = ++starts
      const opened = await openSession(input, options)
      if (mine !== starts) throw AppError.cancelled()
      session = opened
      return { id: opened.id, size: opened.size, strength: strengthOf(opened.card), ...stateOf(opened) }
    },
    async draw(input, signal) {
      const of = require(input.id)
      if (pauseOf(of) !== null) return { frame: null, state: stateOf(of) }
      const drawn = await of.line.draw(requestOf(input, of), signal)
      return { frame: drawn && { number: drawn.number, png: drawn.png, timingMs: drawn.timingMs }, state: stateOf(of) }
    },
    keep: async ({ id, ...wanted }) => keep(frameToKeep(wanted, require(id))),
    async stop({ id }) {
      if (session?.id === id) end()
    },
    async dispose() {
      starts++
      end()
      for (const stop of stopFollowing) stop()
    },
  }
}

/** @throws storage/not-found */
function frameToKeep(
  { number, documentId, assetId }: Omit<LiveKeep, 'id'>,
  { frames }: Pick<Session, 'frames'>,
): KeptFrame {
  const drawn = frames.find((frame) => frame.number === number)
  if (drawn === undefined) throw new AppError('storage/not-found', messages.frameGone)
  return { documentId, assetId, png: drawn.png, recipe: frameRecipe(drawn) }
}

async function openSession(
  { model, size: documentSize, evenIfSlow }: LiveStart,
  { openDrawing, compile, rates }: LiveOptions,
): Promise<Session> {
  const drawing = await openDrawing()
  const card = requireModel(model, drawing)
  const size = frameSizeOf(documentSize, card)
  const frames: Drawn[] = []
  let number = 0
  const line = createFrameLine<FrameRequest, Drawn>(async (request, signal) => {
    const words = await compile(request)
    const { prompt, negativePrompt } = words
    const drawn = await drawing.draw({ ...request, prompt, negativePrompt }, signal)
    const frame = { ...drawn, number: ++number, request, words }
    // The first one warms the device up.
    if (number > 1 || drawn.timingMs > surelySlowMs) rates.note(card.id, size, drawn.timingMs)
    frames.push(frame)
    frames.splice(0, frames.length - framesKept)
    return frame
  })
  return { id: randomUUID(), card, size, evenIfSlow, line, frames }
}

/** Only models of this computer that go by a strength: no others can be named. */
function requireModel(id: string, { models }: FrameDrawing): ModelCard {
  const card = models.find((each) => each.id === id)
  if (card === undefined) throw new AppError('model/missing', messages.modelMissing({ model: id }))
  if (card.edits === 'strength') return card
  throw new AppError('provider/unsupported', messages.modelUnsuitable({ model: card.label }))
}

const strengthOf = ({ strength }: ModelCard) => strength?.default ?? 0.75

/** @throws request/invalid if the snapshot is not a PNG of the session's size */
function requestOf({ snapshotPng, strength, ...words }: LiveDraw, { card, size }: Session): FrameRequest {
  if (!isPngOfSize(snapshotPng, size)) throw new AppError('request/invalid', messages.snapshotInvalid)
  const { prompt, negativePrompt, seed } = words
  const steps = frameStepsOf(card, strength)
  return { card, size, snapshotPng: new Uint8Array(snapshotPng), prompt, negativePrompt, strength, seed, steps }
}

/** Signature, length and name of the chunk that a PNG begins with (https://www.w3.org/TR/png-3/#5PNG-file-signature). */
const start = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]

/** Whether bytes begin like a PNG of this size. What follows is checked by whoever decodes it. */
function isPngOfSize(bytes: Uint8Array, { widthPx, heightPx }: Size): boolean {
  if (bytes.length < start.length + 8 || start.some((byte, at) => bytes[at] !== byte)) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return view.getUint32(start.length) === widthPx && view.getUint32(start.length + 4) === heightPx
}

interface MadeFrame extends DrawnFrame {
  /** As written. */
  readonly request: FrameRequest
  /** As sent. */
  readonly words: FrameWords
}

/** Everything a kept frame was made with: that of an ordinary edit by the same model. */
function frameRecipe({ request, words: { named, ...words }, local, timingMs }: MadeFrame): Recipe {
  const { card, size, prompt, negativePrompt, strength, seed, steps } = request
  return {
    operation: 'edit',
    provider: 'local',
    model: card.id,
    seed,
    prompt: prompt === '' ? null : prompt,
    growPx: null,
    featherPx: null,
    changedInside: null,
    changedOutside: null,
    timingMs,
    costUsd: 0,
    generation: {
      negativePrompt: negativePrompt === '' ? null : negativePrompt,
      revisedPrompt: null,
      requestedSize: `${size.widthPx}x${size.heightPx}`,
      quality: null,
      stylePreset: null,
      ...mapNumberSettings((name) => card[name]?.default ?? null),
      steps,
      strength,
      loras: [],
      options: {},
      referenceIds: [],
      ...(named.length > 0 && { named: [...named], sentPrompt: words.prompt }),
      warnings: [],
      estimateUsd: 0,
      requestId: null,
      usage: {},
      trace: {},
      ...(local && { local }),
    },
  }
}
