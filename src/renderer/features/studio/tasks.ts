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
    hint: 'Repaints what is under the mask: by your words, or from the rest of the picture.',
    placeholder: 'What should be there?',
  },
  add: {
    label: 'Add',
    hint: 'Puts something new where you painted, with the light and scale of the scene.',
    placeholder: 'What should be added?',
  },
  remove: {
    label: 'Remove',
    hint: 'Takes away what you painted over and continues what is behind it.',
    placeholder: 'Anything to say about what is behind it?',
  },
  background: {
    label: 'Background',
    hint: 'Draws anew what you painted over and leaves the subject sharp.',
    placeholder: 'What should the background be?',
  },
  expand: {
    label: 'Expand',
    hint: 'Continues the picture beyond its borders.',
    placeholder: 'Anything that should be there?',
  },
  whole: {
    label: 'Whole picture',
    hint: 'Changes the whole picture by your words, as strongly as you say.',
    placeholder: 'What should it become?',
  },
  generate: {
    label: 'New picture',
    hint: 'Draws a picture from words alone.',
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

/** What this computer can do by itself, without any model. */
export function canRunHere(task: StudioTask): boolean {
  return task === 'fill' || task === 'remove' || task === 'expand'
}

/** Of an open picture its own intent counts, unless it is not that picture that is to be worked on. */
export function taskOf(wished: StudioTask, intent: EditIntent | null): StudioTask {
  return isIntent(wished) ? (intent ?? wished) : wished
}
