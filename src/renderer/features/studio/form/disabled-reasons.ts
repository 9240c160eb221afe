import type { Words } from '../../../../shared/domain/canvas-document.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { CanvasState } from '../../../editor/session/create-canvas-store.ts'
import { canAsk } from '../../../lib/model-facts.ts'
import type { ModelMatch } from '../../../lib/model-ref.ts'
import { isMasked } from '../tasks.ts'

/** Longest text a request takes. */
export const promptMax = 40_000

interface Situation {
  readonly task: StudioTask
  readonly providers: unknown
  readonly hasFailed: boolean
  readonly isModelTicked: boolean
  readonly document: unknown
  readonly canvas: Pick<CanvasState, 'size' | 'hasMask' | 'frame'> | null
}

const maskWords: Partial<Readonly<Record<StudioTask, string>>> = {
  fill: 'Paint over what should change first.',
  add: 'Paint where it should be first.',
  remove: 'Paint over what should go first.',
  background: 'Paint over the background first.',
}

/** Why nobody can do it yet, in words; null when somebody can. */
export function sharedDisabledReason(situation: Situation, isAnybodyTicked: boolean): string | null {
  const { task, document, canvas, providers, hasFailed, isModelTicked } = situation
  if (task !== 'generate' && document === null) return 'Open an image first.'
  if (task !== 'generate' && canvas === null) return 'Opening the image…'
  if (canvas !== null && isMasked(task) && !canvas.hasMask) return maskWords[task] ?? null
  if (canvas !== null && task === 'expand' && !isExpanding(canvas.frame, canvas.size)) {
    return 'Extend the frame first: type pixels, choose a ratio, or drag with the Frame tool.'
  }
  if (isAnybodyTicked) return null
  if (providers !== null && isModelTicked) return 'The selected model is no longer available. Choose another one.'
  if (providers !== null) return 'No model that can do this is ready.'
  return hasFailed ? 'The models could not be listed. The Models say why.' : 'Looking for the models …'
}

/** Whether the frame reaches beyond the picture on any side. */
export function isExpanding(frame: Rect | null, { widthPx, heightPx }: Size): boolean {
  if (frame === null) return false
  return frame.x < 0 || frame.y < 0 || frame.x + frame.widthPx > widthPx || frame.y + frame.heightPx > heightPx
}

/** Why one model cannot be asked, in words; null when it can. */
export function modelDisabledReason(
  { task, words }: { readonly task: StudioTask; readonly words: Words },
  { provider, card }: ModelMatch,
  /** The longest that is sent. */
  prompt: string,
): string | null {
  if (!provider.isEnabled) return `${provider.label} is switched off.`
  if (!canAsk(provider)) return `${provider.label} needs a key.`
  if (card.prompt === 'required' && words.prompt.trim() === '' && !isWordless(task)) return 'Enter a prompt.'
  return lengthProblem(card, prompt)
}

/** What goes needs no prompt, beyond a border the image continues, and variations have the image itself to follow. */
const isWordless = (task: StudioTask) => task === 'remove' || task === 'expand' || task === 'variations'

function lengthProblem({ promptCharsMax }: ModelCard, { length }: string): string | null {
  const max = Math.min(promptCharsMax ?? promptMax, promptMax)
  return length > max ? `The prompt is ${length - max} characters too long.` : null
}

type Painted = Pick<CanvasState, 'hasMask' | 'sampling' | 'hasSampling'>

/** Why this computer cannot fill, in words; null when it can. */
export function fillDisabledReason({ hasMask, sampling, hasSampling }: Painted): string | null {
  if (!hasMask) return 'Paint over what should go first.'
  if (sampling === 'painted' && !hasSampling) {
    return 'Paint where the fill may copy from, or set the sampling area to automatic.'
  }
  return null
}
