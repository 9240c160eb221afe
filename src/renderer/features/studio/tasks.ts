import { type EditIntent, editIntents } from '../../../shared/domain/edit.ts'
import type { Operation } from '../../../shared/domain/generation.ts'
import type { StudioTask } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/studio.ts'

export interface TaskTexts {
  readonly label: string
  /** A one-line description. */
  readonly hint: string
  /** Placeholder of the empty prompt field. */
  readonly placeholder: string
}

/** In display order. */
export const taskTexts: Readonly<Record<StudioTask, TaskTexts>> = {
  fill: {
    label: messages.fill,
    hint: messages.fillHint,
    placeholder: messages.fillPlaceholder,
  },
  add: {
    label: messages.add,
    hint: messages.addHint,
    placeholder: messages.addPlaceholder,
  },
  remove: {
    label: messages.remove,
    hint: messages.removeHint,
    placeholder: messages.removePlaceholder,
  },
  background: {
    label: messages.background,
    hint: messages.backgroundHint,
    placeholder: messages.backgroundPlaceholder,
  },
  expand: {
    label: messages.expand,
    hint: messages.expandHint,
    placeholder: messages.expandPlaceholder,
  },
  whole: {
    label: messages.wholeImage,
    hint: messages.wholeImageHint,
    placeholder: messages.wholeImagePlaceholder,
  },
  generate: {
    label: messages.newImage,
    hint: messages.newImageTaskHint,
    placeholder: messages.newImagePlaceholder,
  },
  variations: {
    label: messages.variations,
    hint: messages.variationsHint,
    placeholder: messages.variationsPlaceholder,
  },
}

export const tasks: readonly StudioTask[] = [
  'fill',
  'add',
  'remove',
  'background',
  'expand',
  'whole',
  'generate',
  'variations',
]

export function isIntent(task: StudioTask): task is EditIntent {
  return editIntents.some((intent) => intent === task)
}

export function operationOf(task: StudioTask): Operation {
  return isIntent(task) ? 'edit' : task
}

/** Tasks that change only the masked area. */
export function isMaskedTask(task: StudioTask): boolean {
  return task === 'fill' || task === 'add' || task === 'remove' || task === 'background'
}

/** Tasks with a size setting: masked areas and expansions have their own size. */
export function canBeSized(task: StudioTask): boolean {
  return !isMaskedTask(task) && task !== 'expand'
}

/** Tasks of the content-aware fill. */
export function canRunHere(task: StudioTask): boolean {
  return task === 'fill' || task === 'remove' || task === 'expand'
}

/** Tasks of a model for removal, which continues the surroundings. */
export function canInpaint(task: StudioTask): boolean {
  return task === 'fill' || task === 'remove'
}

/** The document’s own intent wins, unless the selected task does not edit the document. */
export function taskOf(chosenTask: StudioTask, intent: EditIntent | null): StudioTask {
  return isIntent(chosenTask) ? (intent ?? chosenTask) : chosenTask
}
