import type { EditIntent } from '../../../shared/domain/edit.ts'
import { editIntents } from '../../../shared/domain/edit-intents.ts'
import type { Operation } from '../../../shared/domain/generation.ts'
import type { StudioTask } from '../../../shared/domain/settings.ts'

export interface TaskWords {
  readonly label: string
  /** One line: what it does, and to what. */
  readonly hint: string
  /** In the prompt's field, as long as it is empty. */
  readonly placeholder: string
}

/** In the order they are offered. */
export const taskWords: Readonly<Record<StudioTask, TaskWords>> = {
  fill: {
    label: 'Fill',
    hint: 'Repaints the masked area from a prompt or from its surroundings.',
    placeholder: 'What should be there?',
  },
  add: {
    label: 'Add',
    hint: 'Adds something new to the masked area, in the scene’s light and scale.',
    placeholder: 'What should be added?',
  },
  remove: {
    label: 'Remove',
    hint: 'Removes what you painted over and continues the background.',
    placeholder: 'Anything to say about what is behind it?',
  },
  background: {
    label: 'Background',
    hint: 'Replaces the background, keeps the subject.',
    placeholder: 'What should the background be?',
  },
  expand: {
    label: 'Expand',
    hint: 'Continues the image beyond its borders.',
    placeholder: 'Anything that should be there?',
  },
  whole: {
    label: 'Whole image',
    hint: 'Changes the whole image by your prompt.',
    placeholder: 'What should it become?',
  },
  generate: {
    label: 'New image',
    hint: 'Creates an image from a prompt.',
    placeholder: 'What do you want to see?',
  },
  variations: {
    label: 'Variations',
    hint: 'Creates variations of the image.',
    placeholder: 'Anything that should be different?',
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

/** What is done to a part of the picture, the one under the mask. */
export function isMasked(task: StudioTask): boolean {
  return task === 'fill' || task === 'add' || task === 'remove' || task === 'background'
}

/** Where the size is the artist's to say: a part of an image that is masked, or added beyond it, has its own. */
export function canBeSized(task: StudioTask): boolean {
  return !isMasked(task) && task !== 'expand'
}

/** What this computer can do by itself, without any model. */
export function canRunHere(task: StudioTask): boolean {
  return task === 'fill' || task === 'remove' || task === 'expand'
}

/** Of an open picture its own intent counts, unless it is not that picture that is to be worked on. */
export function taskOf(wished: StudioTask, intent: EditIntent | null): StudioTask {
  return isIntent(wished) ? (intent ?? wished) : wished
}
