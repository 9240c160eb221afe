import type { TourStep } from '../../../shared/domain/tour.ts'
import * as messages from '../../../shared/messages/en/tour.ts'
import type { TourView } from './create-tour.ts'
import type { Side } from './place-callout.ts'
import type { Blocker } from './tour-state.ts'

interface StepText {
  readonly text: string
  /** The command whose key does it. */
  readonly command: string | null
  readonly sides: readonly Side[]
  /** Without it the next steps have nothing to show. */
  readonly isNeeded: boolean
}

export const stepTexts: Readonly<Record<TourStep, StepText>> = {
  paint: { text: messages.paint, command: null, sides: ['bottom', 'left', 'top', 'right'], isNeeded: true },
  fill: { text: messages.fill, command: 'mask.fill', sides: ['right', 'top'], isNeeded: true },
  proof: { text: messages.proof, command: null, sides: ['top', 'right'], isNeeded: false },
  compare: { text: messages.compare, command: 'held.original', sides: ['bottom', 'left'], isNeeded: false },
  gallery: { text: messages.gallery, command: 'view.gallery', sides: ['right'], isNeeded: false },
  lineage: { text: messages.lineage, command: 'gallery.family', sides: ['bottom', 'right', 'left'], isNeeded: false },
  export: { text: messages.exportStep, command: 'file.export', sides: ['bottom', 'right', 'left'], isNeeded: false },
}

interface BlockerText {
  readonly text: string
  /** The button that makes the step possible again. */
  readonly button: string
}

export const blockerTexts: Readonly<Record<Blocker, BlockerText>> = {
  'not-in-studio': { text: messages.inStudio, button: messages.goToStudio },
  'not-in-gallery': { text: messages.inGallery, button: messages.goToGallery },
  behind: { text: messages.behind, button: messages.showTab },
  closed: { text: messages.closed, button: messages.openAgain },
}

/** What the callout says. */
export function calloutTextOf({ step, documentId, blocker, fill }: TourView): string {
  if (documentId === null) return messages.opening
  if (step === 'done') return messages.done
  if (blocker !== null) return blockerTexts[blocker].text
  if (step === 'fill' && fill === 'running') return messages.filling
  if (step === 'fill' && fill === 'failed') return messages.fillFailed
  return stepTexts[step].text
}
