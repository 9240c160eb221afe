import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'
import { canAsk } from '../../../lib/models/model-facts.ts'
import type { ModelMatch } from '../../../lib/models/model-ref.ts'
import { isMaskedTask } from '../tasks.ts'
import type { GenerateForm } from './generate-form.ts'
import { marksInUse } from './images/marks-in-use.ts'

/** Longest prompt of a request, in characters. */
export const promptMax = 40_000

interface Situation {
  readonly task: StudioTask
  readonly providers: unknown
  readonly hasFailed: boolean
  readonly isModelSelected: boolean
  readonly document: unknown
  readonly canvas: Pick<CanvasState, 'size' | 'hasMask' | 'frame'> | null
}

const maskReasons: Partial<Readonly<Record<StudioTask, string>>> = {
  fill: messages.paintOverArea,
  add: messages.paintWhereToAdd,
  remove: messages.paintOverWhatToRemove,
  background: messages.paintOverBackground,
}

/** Why no model can run the task yet; null when one can. */
export function sharedDisabledReason(situation: Situation, isAnySelected: boolean): string | null {
  const { task, document, canvas, providers, hasFailed, isModelSelected } = situation
  if (task !== 'generate' && document === null) return messages.openImageFirst
  if (task !== 'generate' && canvas === null) return messages.openingImage
  if (canvas !== null && isMaskedTask(task) && !canvas.hasMask) return maskReasons[task] ?? null
  if (canvas !== null && task === 'expand' && !isExpanding(canvas.frame, canvas.size)) {
    return messages.extendFrame
  }
  if (isAnySelected) return null
  if (providers !== null && isModelSelected) return messages.modelGone
  if (providers !== null) return messages.noModelReady
  return hasFailed ? messages.modelsNotLoaded : messages.loadingModels
}

/** Whether the frame reaches beyond the image on any side. */
export function isExpanding(frame: Rect | null, { widthPx, heightPx }: Size): boolean {
  if (frame === null) return false
  return frame.x < 0 || frame.y < 0 || frame.x + frame.widthPx > widthPx || frame.y + frame.heightPx > heightPx
}

/** Why a model cannot be used; null when it can. */
export function modelDisabledReason(
  {
    task,
    prompts,
    form,
    canvas,
  }: {
    readonly task: StudioTask
    readonly prompts: PromptPair
    readonly form: Pick<GenerateForm, 'control' | 'controlWork' | 'usesMarkup'>
    readonly canvas: Pick<CanvasState, 'markup'> | null
  },
  { provider, card }: ModelMatch,
  /** The longest prompt that is sent. */
  prompt: string,
): string | null {
  if (!provider.isEnabled) return messages.providerDisabled({ provider: provider.label })
  if (!canAsk(provider)) return messages.needsApiKey({ provider: provider.label })
  const isMarked = form.usesMarkup && marksInUse(task, canvas).some(({ text }) => text.trim() !== '')
  if (card.prompt === 'required' && prompts.prompt.trim() === '' && !isWordless(task) && !isMarked) {
    return messages.enterPrompt
  }
  return (form.control && card.control && form.controlWork?.text) ?? lengthProblem(card, prompt)
}

/** Remove, expand and variations follow the image itself. */
const isWordless = (task: StudioTask) => task === 'remove' || task === 'expand' || task === 'variations'

function lengthProblem({ promptCharsMax }: ModelCard, { length }: string): string | null {
  const max = Math.min(promptCharsMax ?? promptMax, promptMax)
  return length > max ? messages.promptTooLong({ count: length - max }) : null
}

type Painted = Pick<CanvasState, 'hasMask' | 'sampling' | 'hasSampling'>

/** Why the content-aware fill cannot run; null when it can. */
export function fillDisabledReason({ hasMask, sampling, hasSampling }: Painted): string | null {
  if (!hasMask) return messages.paintOverWhatToRemove
  if (sampling === 'painted' && !hasSampling) {
    return messages.paintSamplingArea
  }
  return null
}
